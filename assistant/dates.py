"""Dates in questions and statements: English and Chinese, days, months, quarters and years.

Which of them is the day that a question asks about is read in `assistant.moments`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from corpus.records import PartialDate

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d{2}"
DATE = re.compile(
    rf"(?P<iso>{YEAR}-\d{{2}}(?:-\d{{2}})?)(?![\w-])"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{YEAR})\b"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{YEAR})\b"
    rf"|\b(?P<m3>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y3>{YEAR})\b"
    rf"|(?P<y4>{YEAR})年(?:(?P<m4>\d{{1,2}})月(?:(?P<d4>\d{{1,2}})[日號号])?)?"
    rf"|(?<![\w./$€£-])(?:(?:mid|early|late)-)?(?P<y5>{YEAR})(?![\w/%-]|[.,]\d)",
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
        when = _partial(match)
        if when is not None:
            found.append(Mention(when, match.start(), match.end()))
    return found


def without_dates(text: str) -> str:
    """Blank out the dates of a text; everything else stays where it was."""
    for mention in mentions(text):
        text = f"{text[: mention.start]}{' ' * (mention.end - mention.start)}{text[mention.end :]}"
    return text


def _partial(match: re.Match[str]) -> PartialDate | None:
    if match["iso"]:
        text = match["iso"]
    else:
        year = next(match[name] for name in ("y1", "y2", "y3", "y4", "y5") if match[name])
        month = next((match[name] for name in ("m1", "m2", "m3", "m4") if match[name]), None)
        day = next((match[name] for name in ("d1", "d2", "d4") if match[name]), None)
        number = MONTHS.get(month.lower().rstrip("."), None) or int(month) if month else None
        text = year + (f"-{number:02d}" if number else "") + (f"-{int(day):02d}" if day else "")
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None
