"""The records of this room: what a policy, a document and a passage are.

All records are frozen; stages pass them on and never a dict.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source gives it: a year, a month or a day.

    `first` and `last` are the bounds of the period that `text` names. A policy dated `2023-06` counts as
    published from its last day and as ended from its first, so that nothing is claimed too early.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raise ValueError for anything else."""
        match = PARTIAL_DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None or not 1 <= year <= 9999:
            raise ValueError(f"{text!r} has no such year")
        if month is None:
            return cls(match.group(0), date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} has no such month")
        days = calendar.monthrange(year, month)[1]
        if day is None:
            return cls(match.group(0), date(year, month, 1), date(year, month, days))
        if not 1 <= day <= days:
            raise ValueError(f"{text!r} has no such day")
        return cls(match.group(0), date(year, month, day), date(year, month, day))

    def __str__(self) -> str:
        """Give the date as people write it: `11 February 2026`, `February 2026` or `2026`."""
        year, *rest = self.text.split("-")
        if not rest:
            return year
        month = calendar.month_name[self.first.month]
        return f"{month} {year}" if len(rest) == 1 else f"{self.first.day} {month} {year}"


class Nature(StrEnum):
    """What a text is in law, whatever its name."""

    RULE = "rule"
    PROPOSAL = "proposal"
    RECORD = "record"


class Standing(StrEnum):
    """Where a text stands on a date (see `corpus.standing`)."""

    NOT_PUBLISHED = "not published"
    PROPOSED = "proposed"
    NOT_YET_IN_FORCE = "not yet in force"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Life:
    """The part of a policy or a passage that time acts on.

    `published` is None only for own documents whose date is unknown: they count as published always.
    `by` is the id of the policy that ended this one, where known.
    """

    nature: Nature
    published: PartialDate | None
    effective: PartialDate | None = None
    ended: PartialDate | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One instrument of the register, or one of the users' own documents (`own`).

    `owner` is the user that an own document belongs to and who alone sees it; empty, it is everybody's.
    """

    id: str
    title: str
    issuer: str
    jurisdiction: str
    kind: str
    life: Life
    relations: tuple[tuple[str, str], ...] = ()  # (relation, policy id), both directions resolved
    topics: tuple[str, ...] = ()
    official_urls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: str = "medium"
    evidence_to: PartialDate | None = None
    own: bool = False
    owner: str = ""

    def related(self, relation: str) -> tuple[str, ...]:
        """Give the ids of the policies that stand in this relation to this one, in register order."""
        return tuple(target for name, target in self.relations if name == relation)


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, table or footnote of a document, in reading order.

    `level` is 1 for the highest heading and 0 for everything that is no heading. `label` is the number that the
    text itself gives to the block, as people cite it (`Article 36`, `(1)`, `¶2`), or empty. `page` counts from 1
    and is None where the format has no pages; `page_end` is the last page that the block runs on to.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""
    page: int | None = None
    page_end: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a loader reads from a file: its blocks, and what its first page says about itself.

    `warnings` name what was taken out or could not be read, in words for the user.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    published: PartialDate | None = None
    kind: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    pages: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable piece of a policy's text, never longer than the encoder reads (256 tokens).

    `id` is `<policy id>#<locator>` and does not move when other passages change. `text` is the passage's own
    words; `headings` are its ancestors, outermost first; `signs` name how it addresses a
    model (see `corpus.screening`).
    """

    id: str
    policy_id: str
    text: str
    locator: str
    life: Life
    page: int | None = None
    page_end: int | None = None
    headings: tuple[str, ...] = field(default=())
    signs: tuple[str, ...] = ()
