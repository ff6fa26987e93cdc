"""Events by which people say when: a small table, each with the paragraph that gives its date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.errors import InputError
from corpus.records import PartialDate

FIELDS = {"name", "names", "verbs", "date", "passage"}
_WHEN = (
    r"at the time (?:of|when)|in the (?:month|week|days?|year)(?: that| when| of)?|"
    r"(?:back )?when|as of|by the time(?: of)?|during|around|(?:right |just |shortly )?before|"
    r"prior to|until|pre-"
)
_BEFORE = re.compile(r"before|prior|until|pre-", re.IGNORECASE)
_CRISIS = r"collapse|failure|fall|hack|bankruptcy|implosion|scandal|crash|case|affair|crisis|fraud|platform|exchange"
_BROKE = (
    r"collaps\w+|fail\w*|implod\w+|blew up|broke(?: out)?|went (?:bust|bankrupt|under)|happen\w*|fell|crash\w*|failed|"
    r"bankrupt|insolvent|exposed"
)
_ZH_NOUN = "事件|案件|案|爆雷|爆煲|倒閉|倒闭|崩盤|崩盘|破產|破产|醜聞|丑闻|出事"
_ZH_BEFORE, _ZH_AT = "之前|以前|前(?!後|后)", "發生時|发生时|發生的時候|的時候|的时候|時候|期間|期间|當時|当时|時|时"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: what people call it, the verbs that must follow (none: any word for a crisis), when.

    `passage` is the id of the paragraph that gives the date.
    """

    name: str
    names: tuple[str, ...]
    when: PartialDate
    passage: str
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a text uses to say when, and the stretch of text that does; `before` for the time ahead of it."""

    event: Event
    before: bool
    start: int
    end: int


class Events:
    """The table of events, ready to be found in questions."""

    def __init__(self, events: Iterable[Event]) -> None:
        """Take the events."""
        self.events = tuple(events)
        self._patterns = [(event, _pattern(event)) for event in self.events]

    def told_in(self, text: str) -> Told | None:
        """Find the first event by which a text says when: "when JPEX collapsed", "before FTX"; None without one."""
        tellings = [
            Told(event, _is_before(match), *match.span())
            for event, pattern in self._patterns
            if (match := pattern.search(text))
        ]
        return min(tellings, key=lambda told: (told.start, -told.end), default=None)


def _is_before(match: re.Match[str]) -> bool:
    return match["zh_before"] is not None or _BEFORE.search(match["when"] or "") is not None


def _pattern(event: Event) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(event.names, key=len, reverse=True))
    verbs = "|".join(map(re.escape, event.verbs))
    happened = rf"\s+(?:{verbs})" if verbs else rf"(?:\s+(?:was|were|had|got))?(?:\s+(?:{_BROKE}))?"
    zh_happened = f"(?:{verbs})" if verbs else f"(?:{_ZH_NOUN})?"
    return re.compile(
        rf"\b(?P<when>{_WHEN})\s*(?:the\s+)?(?:(?:{_CRISIS})\s+of\s+(?:the\s+)?)?(?:{names})(?:[’']s)?"
        rf"(?:\s+(?:{_CRISIS}))?{happened}(?!\w)"
        rf"|(?:{names})\s*{zh_happened}\s*(?:(?P<zh_before>{_ZH_BEFORE})|(?:{_ZH_AT}))",
        re.IGNORECASE,
    )


def read_events(path: Path) -> Events:
    """Read a table of events; an absent one is empty. Raise InputError with file and entry for a bad one."""
    if not path.is_file():
        return Events(())
    try:
        rows = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the table of events is not valid YAML in UTF-8: {error}") from error
    if not isinstance(rows, list):
        raise InputError(f"{path}: the table of events is not a list: begin each entry with `- name: ...`")
    return Events(_event(path, number, row) for number, row in enumerate(rows, 1))


def _event(path: Path, number: int, row: object) -> Event:
    if not isinstance(row, dict) or not {"name", "names", "date", "passage"} <= row.keys() <= FIELDS:
        raise InputError(f"{path}: event {number} needs name, names, date and passage, and may have verbs.")
    lists = {field: row.get(field) or [] for field in ("names", "verbs")}
    if not all(isinstance(value, list) for value in lists.values()) or not lists["names"]:
        raise InputError(f"{path}: event {number}: names and verbs are lists in square brackets, names not empty.")
    try:
        when = PartialDate.parse(str(row["date"]))
    except ValueError as error:
        raise InputError(f"{path}: event {number}: {error}.") from error
    names, verbs = (tuple(map(str, lists[field])) for field in ("names", "verbs"))
    return Event(str(row["name"]), names, when, str(row["passage"]), verbs)
