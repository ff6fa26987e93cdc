"""The dates on a first page, and which of them is the day of publication.

A date is told by what stands around it: a line of its own, or words of issuing, make it the publication's; words of
force, of replying, or the name of another text make it another one's. A day in the future publishes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from corpus.language.dates import partial_date
from corpus.language.numbers import chinese_number
from corpus.records import PartialDate

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
LINE_WORDS = 6  # words beside the date of a line that says little more than when and where
NEAR = 60  # letters before a date that tell whose it is
ROC = 1911  # the year before the first one of the Republic of China's calendar
FIRST_YEAR = 1500  # a law of an earlier year is not uploaded: `99年5月` counts from another year
AMERICAN = "United States"  # where the month comes first in a numeric date


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as a text writes it; `other` is its second reading, where day and month may be either way round."""

    when: PartialDate
    start: int
    end: int
    other: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """The day of publication, if the page tells it, and what the user should know of the reading."""

    when: PartialDate | None = None
    warning: str = ""


@cache
def _months() -> dict[str, int]:
    """Return the names of the months by number, in lower case and without a full stop, also abbreviated."""
    found: dict[str, int] = {"sept": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                found.setdefault(name.lower().rstrip("."), number)
    return {name: number for name, number in found.items() if len(name) > 2}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    year = r"(?:1[5-9]|20)\d\d"
    chinese = "[〇○零一二三四五六七八九十]"
    return re.compile(
        rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:day\s+)?(?:of\s+|de\s+)?(?P<m1>{month})\b\.?,?\s+(?:de\s+)?(?P<y1>{year})\b"
        rf"|\b(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{year})\b"
        rf"|\b(?P<m3>{month})\b\.?,?\s+(?:of\s+|de\s+)?(?P<y3>{year})\b"
        rf"|(?<![\d/.-])(?P<y4>{year})[-/.](?P<m4>\d{{1,2}})(?:[-/.](?P<d4>\d{{1,2}}))?(?![\d/-]|\.\d)"
        rf"|(?<![\d/.-])(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y5>{year})(?!\d|[/.-]\d)"
        rf"|(?P<roc>(?:中華|中华)?民[國国]\s?)?(?P<y6>\d{{2,4}}|{chinese}{{2,4}})\s?年\s?(?P<m6>\d{{1,2}}|{chinese}{{1,3}})\s?月"
        rf"(?:\s?(?P<d6>\d{{1,2}}|{chinese}{{1,3}})\s?[日號号])?",
        re.IGNORECASE,
    )


_PUBLISHED = re.compile(
    r"(?:publish|issued?\b|issuance|releas|posted|gazett|enacted|adopted|approved|promulgat|dated?\b|made on|made this"
    r"|given|done at|signed|last (?:updated|revised|modified|reviewed)|as (?:at|of)\b|version|edition|text of"
    r"|公布|公佈|發布|发布|頒布|颁布|刊憲|刊登|日期|發出|发出|印發|印发|通過|通过)[^.;。；]*\Z",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:effect|in(?:to)? force|appl(?:y|ies|icable)\b|commenc|starts?\b|begin|from\b|with effect|enters?\b|operation"
    r"|\bby\b|before\b|until\b|till\b|no later|not later|deadline|clos(?:es?|ing)\b|repl(?:y|ies)\b|respon|comments?\b"
    r"|due\b|expir|after\b|since\b|between\b|ends?\b|replac|supersed|repeal|revok|amend(?:s|ed|ing)?\b|under\b|pursuant"
    r"|生效|施行|實施|实施|截止|或之前|以前|廢止|废止|取代|根據|根据)[^.;。；]*\Z",
    re.IGNORECASE,
)
# In Chinese what a date is for stands behind it: `自2026年7月1日起施行`, `2026年3月31日或之前`.
_BEHIND = re.compile(r"\s*(?:起|或?之?前|以前|[後后]|生效|施行|實施|实施|截止)")
_INSTRUMENT = re.compile(
    r"(?:act|law|ordinance|regulations?|directive|decision|circular|notice|order|guidelines?|guidance|rules?|letter"
    r"|statement|decree|resolution|judgment|agreement|paper|report)\s*(?:\([^)]*\)\s*)?(?:of|dated|issued on)\s*\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|dated|issued|published|日期|發布日期|发布日期|公布日期)\b[^:：]{0,30}[:：]?\s*\Z", re.IGNORECASE
)


def dates(text: str, *, month_first: bool = False) -> Iterator[Dated]:
    """Yield the days and months that a text names, in reading order; a date that no calendar has is passed over."""
    found = list(_pattern().finditer(text))
    month_first = month_first or any(match["a"] and int(match["b"]) > 12 for match in found)
    day_first = any(match["a"] and int(match["a"]) > 12 for match in found)
    for match in found:
        when, other = _read(match, month_first=month_first and not day_first)
        if when is None and other is not None:
            when, other = other, None
        if when is not None:
            sure = other is None or other == when or day_first or month_first
            yield Dated(when, match.start(), match.end(), None if sure else other)


def publication(lines: Sequence[str], *, place: str = "", today: date | None = None) -> Publication:
    """Return when a document was published by its first lines; a date whose role is not clear claims nothing."""
    now = today or date.today()  # noqa: DTZ011 - a reader's day
    best: tuple[int, Dated, str] | None = None
    month_first = place == AMERICAN
    for line in lines:
        for one in dates(line, month_first=month_first):
            if one.when.first > now:
                continue
            rank = _rank(line, one)
            if rank and (best is None or rank > best[0]):
                best = (rank, one, line)
    if best is None:
        return Publication()
    _, chosen, line = best
    if chosen.other is None:
        return Publication(chosen.when)
    words = line[chosen.start : chosen.end]
    return Publication(
        chosen.when, f"The date {words} was read as {chosen.when}: set the publication date if it is {chosen.other}."
    )


def _rank(line: str, one: Dated) -> int:
    """Return how surely a date is the publication's: 3 in a line of its own, 2 by a word, 0 for another's."""
    before = line[: one.start][-NEAR:]
    beside = len(re.findall(r"\w+", line)) - len(re.findall(r"\w+", line[one.start : one.end]))
    if _INSTRUMENT.search(before) and beside > 2:
        return 0
    if _BEHIND.match(line[one.end :]):
        return 0
    published, other = _PUBLISHED.search(before), _OTHER.search(before)
    if published and (other is None or other.start() < published.start()):
        return 3 if _LABEL.search(before) else 2
    if other:
        return 0
    return 3 if beside <= LINE_WORDS and not re.search(r"[.;。]\s*\S", line) and not _says(line, one) else 0


def _says(line: str, one: Dated) -> bool:
    """Return whether more than a place or an office stands around a date: a word in small letters is a sentence's."""
    rest = line[: one.start] + line[one.end :]
    small = [word for word in re.findall(r"[^\W\d_]+", rest) if word[0].islower() and len(word) > 3]
    return len([word for word in small if word not in {"time", "date", "updated", "last"}]) > 0


def _read(match: re.Match[str], *, month_first: bool) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the reading of a date, and the other one of a numeric date."""
    if match["a"]:
        day, month = match["a"], match["b"]
        year = int(match["y5"])
        readings = (partial_date(year, int(month), int(day)), partial_date(year, int(day), int(month)))
        return readings[::-1] if month_first else readings
    if match["y6"]:
        year = _number(match["y6"]) + (ROC if match["roc"] else 0)
        day = _number(match["d6"]) if match["d6"] else None
        return partial_date(year, _number(match["m6"]), day) if year >= FIRST_YEAR else None, None
    number = next(n for n in "1234" if match[f"y{n}"])
    month_text = match[f"m{number}"].lower().rstrip(".")
    month_number = _months().get(month_text) or int(month_text)
    day_text = None if number == "3" else match[f"d{number}"]
    return partial_date(int(match[f"y{number}"]), month_number, int(day_text) if day_text else None), None


def _number(text: str) -> int:
    return int(text) if text.isascii() else chinese_number(text)
