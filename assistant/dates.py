"""Dates in questions and statements: English and Chinese, days, months, quarters and years."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.records import PartialDate

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d{2}"
DATE = re.compile(
    rf"(?P<iso>{_YEAR}-\d{{2}}(?:-\d{{2}})?)(?![\w-])"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{_YEAR})\b"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})\b"
    rf"|\b(?P<m3>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y3>{_YEAR})\b"
    rf"|(?P<y4>{_YEAR})年(?:(?P<m4>\d{{1,2}})月(?:(?P<d4>\d{{1,2}})[日號号])?)?"
    rf"|(?<![\w./$€£-])(?:(?:mid|early|late)-)?(?P<y5>{_YEAR})(?![\w/%-]|[.,]\d)",
    re.IGNORECASE,
)
BEFORE = re.compile(r"\b(?:before|prior to|until|till|up to)\s+$|\bpre-$", re.IGNORECASE)
AFTER_CHINESE = re.compile(r"^\s*(?:之前|以前|前)")
# "in the 2023 guidelines", "the 2025 circular", "Act 2019": a year that names an instrument is no as-of date.
NAMES_INSTRUMENT = re.compile(
    r"^\s*(?:\w+\s+){0,3}(?:guidelines?|circulars?|act|ordinance|regulations?|rules?|notice|bill|statement|roadmap|consultation|"
    r"conclusions|framework|order|law|decree|paper|rulebooks?|remarks|speech)\b",
    re.IGNORECASE,
)
NAMED_BY_LAW = re.compile(
    r"\b(?:act|regulations?|order|law|decree|ordinance|rules|bill|statement|circular)(?:\s+of)?,?\s+(?:no\.\s*)?$",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:since|after|from|by|due|deadline|starting|until|between|and|to)\s+$", re.IGNORECASE)
NOW = re.compile(
    r"\b(?:now|currently|current|today|at present|these days|latest|as things stand)\b|現在|目前|现在|如今",
    re.IGNORECASE,
)
AGO = re.compile(
    r"\b(?P<count>an?|one|two|three|four|five|six|\d{1,2})\s+(?P<unit>day|week|month|year)s?\s+ago\b|\blast\s+(?P<last>year|month)\b",
    re.IGNORECASE,
)
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


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


def as_of_date(question: str, today: date) -> date | None:
    """Give the date that a question asks about, or None where it names none.

    A month or a year stands for its last day, but never for a day after today when today lies within it; "before"
    a date is the day before its first. Dates that name an instrument ("the 2023 guidelines"), a start or a deadline
    ("since", "by") do not count.
    """
    if (ago := AGO.search(question)) is not None:
        return _ago(ago, today)
    for mention in mentions(question):
        ahead, behind = question[: mention.start], question[mention.end :]
        if BEFORE.search(ahead) or AFTER_CHINESE.search(behind):
            return mention.when.first - timedelta(days=1)
        year_only = "-" not in mention.when.text
        if (
            SINCE.search(ahead)
            or NAMED_BY_LAW.search(ahead)
            or (NAMES_INSTRUMENT.search(behind) and not re.match(r"\s*[,?]", behind))
        ):
            continue
        if (
            year_only
            and not re.search(
                r"(?:\b(?:in|during|of|as of|as at|end of|at|late|early|mid|back in|for)\s+|^|[，,。])$",
                ahead,
                re.IGNORECASE,
            )
            and "年" not in question[mention.start : mention.end]
        ):
            continue
        return min(mention.when.last, today) if mention.when.first <= today else mention.when.last
    return None


def _ago(match: re.Match[str], today: date) -> date:
    unit = (match["unit"] or match["last"]).lower()
    count = 1 if match["last"] else COUNTS.get(match["count"].lower()) or int(match["count"])
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
