"""The day that a question asks about: dates, quarters, "two years ago", "when JPEX collapsed"; English and Chinese."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.language.dates import Mention, in_digits, mentions, month_end, parts_of_years, within
from corpus.language.numbers import WORDS, chinese_number
from corpus.vocabulary.events import Event, Events

NOW = re.compile(
    r"\b(?:(?<!from )now|currently|today|at present|at the moment|these days|as things stand)\b"
    r"|現在|目前|现在|如今|而家|今天|今日",
    re.IGNORECASE,
)
# Words that mean today only where no date stands beside them: "the latest guidance in March 2025" is of March 2025.
CURRENT = re.compile(r"\b(?:current|latest)\b|最新", re.IGNORECASE)
BEFORE = re.compile(r"\b(?:before|prior to|until|till|up to)\s+(?:the\s+)?$|\bpre-$", re.IGNORECASE)
AFTER_CHINESE = re.compile(r"^\s*(?:年)?(?:之前|以前|前)(?!後|后)")
SINCE = re.compile(
    r"\b(?:(?:since|after|from)(?: the)?|by|due|deadline|starting|until|between|and|to|"
    r"(?:in|over|during|within|for) the)\s+$|(?:[自從从由]|(?<!截)至)$",
    re.IGNORECASE,
)
SINCE_CHINESE = re.compile(r"^\s*(?:年)?(?:之後|之后|以後|以后|後|后|起|以來|以来|至今|開始|开始|到)")
# "in the 2023 guidelines", "the 2025 circular", "Act 2019": a year that names an instrument is no as-of date.
NAMES_INSTRUMENT = re.compile(
    r"^\s*(?:\w+\s+){0,3}(?:guidelines?|guidance|circulars?|act|ordinance|regulations?|rules?|notice|bill|statement|"
    r"roadmap|consultation|conclusions|framework|order|law|decree|paper|rulebooks?|remarks|speech)\b|^[’']s\b",
    re.IGNORECASE,
)
NAMED_BY_LAW = re.compile(
    r"\b(?:act|regulations?|order|law|decree|ordinance|rules|bill|statement|circular|guidelines?|guidance|notice|"
    r"framework|remarks|speech|consultation|conclusions|roadmap|paper|letter|announcement|release)"
    r"(?:\s+no\.?\s*\S+)?(?:\s+(?:of|dated))?,?\s+(?:no\.\s*)?$"
    r"|\b(?:founded|incorporated|issued|published|adopted|dated|enacted|signed|released|made)\s+(?:in|on)\s+$",
    re.IGNORECASE,
)
NAMED_IN_CHINESE = re.compile(
    r"^(?:的|嘅|關於|关于|有關|有关|發出|发出|發佈|發布|发布|嗰份|那份|《|證監會|金管局).{0,16}?(?:通函|指引|條例|条例|聲明|声明|公告|通知|"
    r"諮詢|咨询|守則|守则|法案|報告|报告)"
)
OPENS_WITH_BY = re.compile(r"^by\s+$", re.IGNORECASE)  # "By June 2027, what must ..." asks for that day
YEAR_ASKED = re.compile(r"(?:\b(?:in|during|of|as of|as at|end of|at|back in|for)\s+|^|[，,。])$", re.IGNORECASE)
SERIES = re.compile(r"\s*(?:,|、|,?\s*\b(?:and|or)\b|&|[和及或與与])\s*", re.IGNORECASE)  # "in 2025 and 2026"
POINT = re.compile(
    r"\b(?P<point>start|beginning|middle|early|mid|end|late|close)(?:\s+of|\s+in)?(?:\s+the)?[\s-]+$", re.IGNORECASE
)
COUNTS = WORDS | {"a": 1, "an": 1, "a couple of": 2}
UNITS = {
    "年": "year",
    "月": "month",
    "季": "quarter",
    "星期": "week",
    "周": "week",
    "週": "week",
    "日": "day",
    "天": "day",
}
MONTHS_OF = {"year": 12, "quarter": 3, "month": 1}
_UNIT = "day|week|month|quarter|year"
RELATIVE = re.compile(
    rf"\b(?P<count>a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})\s+(?P<unit>{_UNIT})s?\s+"
    rf"(?:ago|(?P<ahead>from now))\b"
    rf"|\b(?:this time (?P<time>last year))\b|\b(?P<which>last|this|next)\s+(?P<named>year|quarter|month|week)\b"
    rf"|\b(?P<yesterday>yesterday)\b"
    rf"|(?<!過去)(?<!过去)(?<!\d)(?<!月)(?P<zh_count>[一二兩两三四五六七八九十]|\d{{1,2}})"
    rf"(?P<zh_unit>年|[個个]月|[個个]?季|[個个]?星期|周|週|日|天)"
    rf"(?:之前|以前|前)(?!後|后)"
    rf"|(?P<zh_year>去年|上年|(?<!以)前年|今年|明年)|(?P<zh_month>上個月|上个月|上月)|(?P<zh_quarter>上季度?)|(?P<zh_day>昨天|昨日)",
    re.IGNORECASE,
)
YEARS_BY_NAME = {"去年": -1, "上年": -1, "前年": -2, "今年": 0, "明年": 1}
STEPS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Moment:
    """The day that a question asks about, and the question without the words that say the day.

    `happened` names the event by which the question gave the day, and is empty elsewhere. `plain` tells that the day
    was given by a date written out or by "now", and `now` that it was the latter.
    """

    day: date
    rest: str
    happened: str = ""
    plain: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, and the stretch of text that names it; `plain` for a date written out."""

    first: date
    last: date
    start: int
    end: int
    plain: bool = False
    year_only: bool = False


def moment(question: str, today: date, events: Events) -> Moment | None:
    """Return the day that a question asks about, or None where it names none.

    "Now" is today. A month, quarter or year stands for its last day, but never for a day after today when today lies
    within it; "before" a date or an event is the day before its first. Dates that name an instrument ("the 2023
    guidelines"), a start or a deadline ("since", "by") do not count.
    """
    if NOW.search(question):
        return Moment(today, question, plain=True, now=True)
    question = in_digits(question)
    told = events.told_in(question)
    if told is not None and not SINCE.search(question[: told.start]):
        day = _day_of(told.event, before=told.before, today=today)
        return Moment(day, _without(question, told.start, told.end), told.event.name)
    for period in _periods(question, today):
        if (asked := _asked(question, period, today)) is not None:
            return Moment(asked, _without(question, period.start, period.end), plain=period.plain)
    return Moment(today, question, plain=True, now=True) if CURRENT.search(question) else None


def _day_of(event: Event, *, before: bool, today: date) -> date:
    return event.when.first - timedelta(days=1) if before else min(event.when.last, today)


def _without(question: str, start: int, end: int) -> str:
    """Cut a stretch out, with the preposition before it and the comma after it."""
    ahead = re.sub(
        r"(?:\b(?:as of|as at|back in|prior to|in|at|during|on|before|until|by|for)\s+)?(?:the\s+)?$",
        "",
        question[:start],
        flags=re.IGNORECASE,
    )
    rest = " ".join(f"{ahead.rstrip()} {question[end:].lstrip(' ,，')}".split())
    rest = re.sub(r"\s+([?？.])", r"\1", rest).strip(" ,，").removeprefix("的")
    return rest[:1].upper() + rest[1:]


def _asked(question: str, period: Period, today: date) -> date | None:
    """Return the day that a period of the question stands for, None where it does not say when."""
    ahead, behind = question[: period.start], question[period.end :]
    if BEFORE.search(ahead) or AFTER_CHINESE.search(behind):
        return period.first - timedelta(days=1)
    stops = re.match(r"\s*[,?，？]", behind)
    named = (NAMES_INSTRUMENT.search(behind) and not stops) or NAMED_IN_CHINESE.search(behind)
    starts = SINCE.search(ahead) and not (stops and OPENS_WITH_BY.search(ahead))
    if starts or SINCE_CHINESE.search(behind) or NAMED_BY_LAW.search(ahead) or named:
        return None
    if period.year_only and not YEAR_ASKED.search(ahead):
        return None
    return min(period.last, today) if period.first <= today else period.last


def _periods(question: str, today: date) -> Iterator[Period]:
    """Yield what a question says of time, in reading order; dates in a series are one period."""
    parts = (Period(part.first, part.last, part.start, part.end) for part in parts_of_years(question))
    found = [*parts, *_relative(question, today)]
    taken = [(period.start, period.end) for period in found]
    found += [
        _dated(question, mention)
        for mention in mentions(question)
        if not any(start < mention.end and mention.start < end for start, end in taken)
    ]
    series: Period | None = None
    for period in sorted(found, key=lambda period: period.start):
        if series and SERIES.fullmatch(question[series.end : period.start]):
            first, last = min(series.first, period.first), max(series.last, period.last)
            series = replace(series, first=first, last=last, end=period.end)
            continue
        if series:
            yield series
        series = period
    if series:
        yield series


def _dated(question: str, mention: Mention) -> Period:
    """Make a period of a date, narrowed by "early", "mid" or "start of" before it."""
    first, last, start, end = mention.when.first, mention.when.last, mention.start, mention.end
    own = question[start:end].lower()
    point = POINT.search(question[:start])
    word = point["point"].lower() if point else next((w for w in ("early", "mid", "late") if own.startswith(w)), "")
    year_only = (last - first).days > 360 and "年" not in own and not word
    if not word:
        return Period(first, last, start, end, plain=True, year_only=year_only)
    day = within(first, last, word)
    return Period(day, day, point.start() if point else start, end)


def _number(word: str) -> int:
    return COUNTS.get(word.lower()) or (int(word) if word.isascii() else chinese_number(word))


def _relative(question: str, today: date) -> Iterator[Period]:
    for match in RELATIVE.finditer(question):
        first, last = _relative_days(match, today)
        yield Period(first, last, match.start(), match.end())


def _relative_days(match: re.Match[str], today: date) -> tuple[date, date]:
    if match["count"] or match["zh_count"] or match["time"]:
        unit = (match["unit"] or UNITS.get((match["zh_unit"] or "").lstrip("個个")) or "year").lower()
        count = _number(match["count"] or match["zh_count"] or "one")
        day = _moved(today, unit, count if match["ahead"] else -count)
        return day, day
    if match["zh_year"] or (match["named"] or "").lower() == "year":
        year = today.year + (YEARS_BY_NAME[match["zh_year"]] if match["zh_year"] else STEPS[match["which"].lower()])
        return date(year, 1, 1), date(year, 12, 31)
    if match["yesterday"] or match["zh_day"]:
        return today - timedelta(days=1), today - timedelta(days=1)
    unit = "month" if match["zh_month"] else "quarter" if match["zh_quarter"] else match["named"].lower()
    moved = _moved(today, unit, STEPS[match["which"].lower()] if match["which"] else -1)
    if unit == "week":
        monday = moved - timedelta(days=moved.weekday())
        return monday, monday + timedelta(days=6)
    opening = moved.month if unit == "month" else (moved.month - 1) // 3 * 3 + 1
    return date(moved.year, opening, 1), month_end(moved.year, opening + MONTHS_OF[unit] - 1)


def _moved(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS_OF[unit], 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
