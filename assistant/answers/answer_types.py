"""What a question asks for (an amount, a share, a time, a date, a number), and whether a sentence gives one."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

from corpus.language.dates import mentions, without_dates
from corpus.language.numbers import CURRENCIES, quantities
from corpus.language.patterns import any_of


class Kind(StrEnum):
    """A kind of thing that an answer must hold."""

    MONEY = "money"
    SHARE = "share"
    TIME = "time"
    DATE = "date"
    NUMBER = "number"


ASKS: dict[Kind, re.Pattern[str]] = {
    Kind.MONEY: any_of(
        r"\bhow (?:much|high|heavy|big|large)\b",
        r"\b(?:amounts?|fees?|fines?|penalt(?:y|ies)|capital|subsid(?:y|ies)|grants?|turnover|threshold|equity|cost)\b",
        r"\b(?:does|do|did)\b.*\b(?:charge|cost|pay)\b",
        "多少錢|多少钱|幾多錢|罰款|罚款|金額|金额|資本|资本|費用|费用",
    ),
    Kind.SHARE: any_of(
        r"\b(?:percent(?:age)?|per cent|proportion|share|ratio|haircuts?|discounts?|rate|weight|ceiling)\b",
        "百分|比率|比例|扣減|扣减|折扣|幾成",
    ),
    Kind.TIME: any_of(
        r"\bhow (?:long|soon|quickly|often|fast)\b",
        r"\bhow many (?:\w+ ){0,2}(?:years?|months?|weeks?|days?|hours?)\b",
        r"\b(?:time limit|deadline|sentence|prison|jail|notice period|retention)\b",
        "多久|幾耐|期限|多少年|多少日|多少天|幾多年|幾多日|幾年|幾日",
    ),
    Kind.DATE: any_of(
        r"\b(?:(?:since |by )?when|(?:what|which) (?:date|day|month|year)|deadline|cut-off)\b",
        "何時|何时|什麼時候|什么时候|幾時|几时|哪天|哪一天",
    ),
    Kind.NUMBER: any_of(r"\bhow (?:many|high|large)\b|\bwhat number\b", "多少|幾多|几多|幾個|几个"),
}
TIMES = frozenset({"second", "minute", "hour", "day", "business day", "trading day", "week", "month", "year"})
MONEYS = frozenset(CURRENCIES.values())


def asked_for(question: str) -> frozenset[Kind]:
    """Tell what kinds of thing a question asks for; most ask for none of them."""
    return frozenset(kind for kind, pattern in ASKS.items() if pattern.search(question))


@lru_cache(maxsize=8192)  # the paragraphs that are candidates again and again
def given_by(text: str) -> frozenset[Kind]:
    """Tell what kinds of thing a sentence has to give; the figures of its dates count as a date only."""
    figures = quantities(without_dates(text))
    units = {figure.unit for figure in figures}
    given: dict[Kind, Collection[object]] = {
        Kind.MONEY: units & MONEYS,
        Kind.SHARE: units & {"%", "bp", "times"},
        Kind.TIME: units & TIMES,
    }
    given |= {Kind.DATE: list(mentions(text)), Kind.NUMBER: units}
    return frozenset(kind for kind, given_one in given.items() if given_one)
