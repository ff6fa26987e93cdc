"""Dates in questions and statements: English and Chinese, days, months, quarters and years.

Which of them is the day that a question asks about is read in `assistant.understanding.as_of`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from corpus.records import PartialDate

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d{2}"
DATE = re.compile(
    rf"(?P<iso>{YEAR}-\d{{2}}(?:-\d{{2}})?)(?![\w-])"
    rf"|(?<![A-Za-z\d])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{YEAR})\b"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{YEAR})\b"
    rf"|\b(?P<m3>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y3>{YEAR})\b"
    rf"|(?P<y4>{YEAR})年(?:(?P<m4>\d{{1,2}})月(?:(?P<d4>\d{{1,2}})[日號号])?)?"
    rf"|(?<![\w./$€£-])(?:(?:mid|early|late)-)?(?P<y5>{YEAR})(?![\w/%-]|[.,]\d)",
    re.IGNORECASE,
)
# A day without its year: "from 1 August".
DAY = re.compile(
    rf"\b(?P<d1>\d{{1,2}})\s+(?P<m1>{_MONTH})\b|\b(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})\b"
    r"|(?<!\d)(?P<m3>\d{1,2})月(?P<d3>\d{1,2})[日號号]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that a text names, and the stretch of text in which it does."""

    when: PartialDate
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Find the dates of a text in reading order; a date that no calendar has is passed over."""
    found = []
    for match in DATE.finditer(text):
        when = _when(match)
        if when is not None:
            found.append(Mention(when, match.start(), match.end()))
    return found


def without_dates(text: str) -> str:
    """Blank out the dates of a text; everything else stays where it was."""
    for mention in mentions(text):
        text = f"{text[: mention.start]}{' ' * (mention.end - mention.start)}{text[mention.end :]}"
    return text


def days_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each day that is named without its year as it is written and as `MM-DD`; take full dates out before."""
    for match in DAY.finditer(text):
        month = int(match["m3"]) if match["m3"] else MONTHS[(match["m1"] or match["m2"]).lower()]
        yield match.group(0), f"{month:02d}-{int(match['d1'] or match['d2'] or match['d3']):02d}"


def without_days(text: str) -> str:
    """Blank out the days that are named without a year."""
    return DAY.sub(lambda match: " " * len(match.group(0)), text)


def partial_date(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Return a date as precise as its parts, and None where no calendar has it."""
    with suppress(ValueError):
        return PartialDate.parse(
            "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])
        )
    return None


def _when(match: re.Match[str]) -> PartialDate | None:
    if match["iso"]:
        return partial_date(*map(int, match["iso"].split("-")))
    year, month, day = (
        next((match[name] for name in names if match[name]), None)
        for names in (("y1", "y2", "y3", "y4", "y5"), ("m1", "m2", "m3", "m4"), ("d1", "d2", "d4"))
    )
    assert year
    number = (MONTHS.get(month.lower()) or int(month)) if month else None
    return partial_date(int(year), number, int(day) if day else None)
