"""The list of publishers: the one in the package, and the user's own, whose entries come before those of its names."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from corpus.errors import InputError

SHIPPED = Path(__file__).with_name("publishers.yaml")
OWN = "publishers.yaml"  # in the data folder


class Publisher(BaseModel):
    """One feed of a publisher, or a page of one that has no feed; publishers.yaml says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    issuer: str
    place: str
    feed: str = ""
    form: Literal["rss", "atom", "json"] = "rss"
    items: str = ""
    title: tuple[str, ...] = ("title",)
    date: tuple[str, ...] = ("date",)
    link: tuple[str, ...] = ("link",)
    hosts: tuple[str, ...] = ()
    page: str = ""
    checked: str = ""

    @field_validator("feed")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError("write the whole address of the feed, such as https://www.example.org/rss.xml")
        return value

    @model_validator(mode="after")
    def _can_be_looked_at(self) -> Publisher:
        if not (self.feed or self.page):
            raise ValueError("give a feed, or a page where there is none")
        return self

    @property
    def origins(self) -> dict[str, SplitResult]:
        """Where it may be asked, by host: the feed's own address, and https of the other hosts."""
        if not self.feed:
            return {}
        own = urlsplit(self.feed)
        return {host: urlsplit(f"https://{host}") for host in self.hosts} | {own.hostname or "": own}


def read_publishers(data: Path) -> list[Publisher]:
    """Return the publishers of the package and those of the user's list; raise InputError for a list that is none."""
    known = {one.name: one for one in _read(SHIPPED)}
    if (data / OWN).is_file():
        known |= {one.name: one for one in _read(data / OWN)}
    return list(known.values())


def _read(path: Path) -> list[Publisher]:
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise InputError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list):
        raise InputError(f"{path} is no list: write each publisher as `- name: ...`, as docs/operations.md shows.")
    return [_publisher(path, number, row) for number, row in enumerate(rows, 1)]


def _publisher(path: Path, number: int, row: object) -> Publisher:
    try:
        return Publisher.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the entry"
        raise InputError(f"{path}, entry {number}: {where}: {first['msg']}.") from error
