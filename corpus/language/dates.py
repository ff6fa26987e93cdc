"""The one grammar of dates: days, months, parts of years and years, as texts of several languages write them.

`mentions` reads the running text of questions, notes and answers; `page_dates` the first page of a document, where a
date may be in another language, centuries old, or only digits. Which of them is the day that a question asks about is
read in `assistant.understanding.as_of`, and which is the day of publication in `corpus.loading.dating`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from corpus.language.numbers import chinese_number
from corpus.records import PartialDate

PAGE_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
ROC = 1911  # the year before the first one of the Republic of China's calendar
FIRST_YEAR = 1500  # no text of an earlier year is at hand: `99年5月` counts from another year
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d{2}"
_PAGE_YEAR = r"(?:1[5-9]|20)\d\d"
NUMERIC = r"\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{4}"  # 26.2.2026, 02/26/2026
# Matches `4 February 2026` and `February 4, 2026` without groups, as part of another pattern.
ENGLISH_DATE = rf"(?i:(?:(?:\d{{1,2}}\s+)?(?:{_MONTH})\.?\s+(?:\d{{1,2}},?\s+)?)?{_PAGE_YEAR})"
# A day without its year: "from 1 August".
DAY = re.compile(
    rf"\b(?P<d1>\d{{1,2}})\s+(?P<m1>{_MONTH})\b|\b(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})\b"
    r"|(?<!\d)(?P<m3>\d{1,2})月(?P<d3>\d{1,2})[日號号]",
    re.IGNORECASE,
)
PART_OF_YEAR = re.compile(
    rf"(?:\bthe\s+)?\b(?:Q(?P<q>[1-4])|(?P<quarter>first|second|third|fourth|last)\s+quarter|H(?P<h>[12])|"
    rf"(?P<half>first|second)\s+half)(?:\s+of)?(?:,)?\s+(?P<y1>{YEAR})\b"
    rf"|\b(?P<y2>{YEAR})\s*[-/]?\s*(?:Q(?P<q2>[1-4])|H(?P<h2>[12]))\b"
    rf"|(?P<y3>{YEAR})年(?:第?(?P<q3>[一二三四1-4])季度?|(?P<h3>[上下])半年|年?(?P<point>底|末|初|中)(?!國|国))",
    re.IGNORECASE,
)
PART_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "上": 1, "下": 2}
_FIGURE = "[〇○零一二三四五六七八九十]"
_IN_WORDS = re.compile(r"(二[〇零][〇零一二三四五六七八九]{2})年(?:(十[一二]?|[一二三四五六七八九])月)?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that a text names, and the stretch of text in which it does.

    `other` is the second reading of a date in digits, where day and month may be either way round.
    """

    when: PartialDate
    start: int
    end: int
    other: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """A quarter, a half, or the start, middle or end of a year, and the stretch of text that names it."""

    first: date
    last: date
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Find the dates of a text in reading order; a date that no calendar has is passed over.

    Read are English dates, Chinese and ISO ones, and bare years from 1900. Of dates in digits only those count whose
    day is beyond doubt: `26.2.2026`, but not `5/3/2026`.
    """
    return [one for one in _read_all(text, _PROSE) if one.other is None]


def page_dates(text: str, *, month_first: bool = False) -> Iterator[Mention]:
    """Yield the days and months of a first page in reading order; a bare year is none of them.

    `month_first` says how a date in digits is read whose day and month may be either way round.
    """
    for one in _read_all(text, _page(), month_first=month_first):
        if len(one.when.text) > len("2026"):
            yield one


def numeric_day(text: str, *, month_first: bool = False) -> PartialDate | None:
    """Read a text that is a day in digits, such as `26.2.2026` or `2/26/26`; None where no calendar has it."""
    match = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)", text)
    if match is None:
        return None
    first, second, year = map(int, match.groups())
    day, month = (second, first) if month_first else (first, second)
    return partial_date(year + 2000 if year < 100 else year, month, day)


def iso_day(text: str) -> date:
    """Read a day that a person or a program gives as `2026-03-14`; raise ValueError, saying what to write, for else."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d\d)(\d\d)", text.strip(), re.ASCII)
    if match is None:
        raise ValueError("write a day as YYYY-MM-DD")
    try:
        return date(*(int(part) for part in match.groups() if part))
    except ValueError:
        raise ValueError("there is no such day: write YYYY-MM-DD") from None


def written_day(when: date) -> str:
    """Return a day as people write it: `11 February 2026`."""
    return f"{when.day} {when:%B %Y}"


def whole_date(text: str) -> PartialDate | None:
    """Return the date that a text is, None where it is none or more than one."""
    return next((one.when for one in mentions(text) if (one.start, one.end) == (0, len(text))), None)


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


def parts_of_years(text: str) -> Iterator[PartOfYear]:
    """Yield quarters, halves and "年底" (a day that stands for the end) of a text, in reading order."""
    for match in PART_OF_YEAR.finditer(text):
        year = int(next(match[name] for name in ("y1", "y2", "y3") if match[name]))
        if match["point"]:
            day = within(date(year, 1, 1), date(year, 12, 31), match["point"])
            yield PartOfYear(day, day, *match.span())
            continue
        quarter = next((_part(match[name]) for name in ("q", "quarter", "q2", "q3") if match[name]), 0)
        half = next((_part(match[name]) for name in ("h", "half", "h2", "h3") if match[name]), 0)
        months, number = (3, quarter) if quarter else (6, half)
        yield PartOfYear(date(year, months * (number - 1) + 1, 1), month_end(year, months * number), *match.span())


def within(first: date, last: date, word: str) -> date:
    """Return the day that a word means in a year or month: "early" its first quarter or ten days, "mid" its middle."""
    if word in ("start", "beginning", "初"):
        return first
    if word not in ("early", "mid", "middle", "中"):
        return last
    if (last - first).days > 31:  # a year, or what is left of the longer periods
        return month_end(first.year, 3 if word == "early" else 6)
    return min(last, first.replace(day=10 if word == "early" else 15))


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def in_digits(text: str) -> str:
    """Write Chinese years and months in figures: 二零二五年三月 becomes 2025年3月."""

    def write(match: re.Match[str]) -> str:
        year, month = match.groups()
        return f"{chinese_number(year)}年" + (f"{chinese_number(month)}月" if month else "")

    return _IN_WORDS.sub(write, text)


def partial_date(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Return a date as precise as its parts, and None where no calendar has it."""
    with suppress(ValueError):
        return PartialDate.parse(
            "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])
        )
    return None


def _named(month: str, year: str, *, ordinal: str = "", of: str = "") -> str:
    """Return the pattern of dates whose month is named: day first, month first, or without a day."""
    suffix, of = rf"(?:st|nd|rd|th{ordinal})?", rf"(?:(?:of{of})\s+)?"
    return (
        rf"(?<![A-Za-z\d])(?P<d2>\d{{1,2}}){suffix}\s+(?:day\s+)?{of}(?P<m2>{month})\b\.?,?\s+{of}(?P<y2>{year})\b"
        rf"|\b(?P<m3>{month})\b\.?\s+(?P<d3>\d{{1,2}}){suffix},?\s+(?P<y3>{year})\b"
        rf"|\b(?P<m4>{month})\b\.?,?\s+{of}(?P<y4>{year})\b"
    )


_CHINESE = (
    rf"(?P<roc>(?:中華|中华)?民[國国]\s?)?(?P<y5>\d{{2,4}}|{_FIGURE}{{2,4}})\s?年"
    rf"(?:\s?(?P<m5>\d{{1,2}}|{_FIGURE}{{1,3}})\s?月(?:\s?(?P<d5>\d{{1,2}}|{_FIGURE}{{1,3}})\s?[日號号])?)?"
)
_DIGITS = rf"(?<![\d/.-])(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y6>{_PAGE_YEAR})(?!\d|[/.-]\d)"
# Running text: a Chinese date may be a bare year, and so may a number from 1900 to 2099. What no date begins with is
# passed over at the first letter: a question reads 150 passages.
_PROSE = re.compile(
    rf"(?=\d|\b[jfmasondel]|[中民]|{_FIGURE})(?:"
    rf"(?P<y1>{YEAR})-(?P<m1>\d{{2}})(?:-(?P<d1>\d{{2}}))?(?![\w-])|{_named(_MONTH, YEAR)}|{_CHINESE}|{_DIGITS}"
    rf"|(?<![\w./$€£-])(?:(?:mid|early|late)-)?(?P<y7>{YEAR})(?![\w/%-]|[.,]\d))",
    re.IGNORECASE,
)


@cache
def _page_months() -> dict[str, int]:
    """Return the names of the months by number, in lower case and without a full stop, also abbreviated."""
    months = {"sept": 9}
    for language in PAGE_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                months.setdefault(name.lower().rstrip("."), number)
    return {name: number for name, number in months.items() if len(name) > 2}


@cache
def _page() -> re.Pattern[str]:
    """Return the dates of a first page: of more languages and centuries, in digits also with the year first."""
    month = "|".join(sorted(map(re.escape, _page_months()), key=len, reverse=True))
    return re.compile(
        rf"{_named(month, _PAGE_YEAR, ordinal='|er|º|[.]', of='|de')}|{_CHINESE}|{_DIGITS}"
        rf"|(?<![\d/.-])(?P<y1>{_PAGE_YEAR})[-/.](?P<m1>\d{{1,2}})(?:[-/.](?P<d1>\d{{1,2}}))?(?![\d/-]|\.\d)",
        re.IGNORECASE,
    )


def _read_all(text: str, pattern: re.Pattern[str], *, month_first: bool = False) -> Iterator[Mention]:
    matches = list(pattern.finditer(text))
    month_first = month_first or any(match["a"] and int(match["b"]) > 12 for match in matches)
    day_first = any(match["a"] and int(match["a"]) > 12 for match in matches)
    for match in matches:
        when, other = _readings(match, month_first=month_first and not day_first)
        if when is None and other is not None:
            when, other = other, None
        if when is not None:
            sure = other is None or other == when or day_first or month_first
            yield Mention(when, match.start(), match.end(), None if sure else other)


def _readings(match: re.Match[str], *, month_first: bool) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the reading of a date, and the other one of a date in digits."""
    parts = {name[0]: text for name, text in match.groupdict().items() if text}
    year = _number(parts["y"]) + (ROC if match["roc"] else 0)
    if match["a"]:
        first, second = int(match["a"]), int(match["b"])
        readings = partial_date(year, second, first), partial_date(year, first, second)
        return readings[::-1] if month_first else readings
    month = parts.get("m", "").lower()
    month_number = (MONTHS.get(month) or _page_months().get(month) or _number(month)) if month else None
    day = _number(parts["d"]) if "d" in parts else None
    return partial_date(year, month_number, day) if year >= FIRST_YEAR else None, None


def _number(text: str) -> int:
    return int(text) if text.isascii() else chinese_number(text)


def _part(name: str) -> int:
    return PART_NUMBERS.get(name.lower()) or _number(name)
