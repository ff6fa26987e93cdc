"""Numbers as texts write them, brought to one form: for search, and for checking figures against their source.

`EUR 5 000 000 000`, `5 billion euro` and `€5bn` hold the same number; so do `12,5 %` and `12.5%`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

SCALES = {
    "thousand": 1_000, "k": 1_000, "million": 1_000_000, "mn": 1_000_000, "m": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "trillion": 1_000_000_000_000, "tn": 1_000_000_000_000,
    "千": 1_000, "萬": 10_000, "万": 10_000, "百萬": 1_000_000, "百万": 1_000_000,
    "千萬": 10_000_000, "千万": 10_000_000,
    "億": 100_000_000, "亿": 100_000_000, "萬億": 1_000_000_000_000, "万亿": 1_000_000_000_000,
}  # fmt: skip
CURRENCIES = {
    "hk$": "HKD", "hkd": "HKD", "港元": "HKD", "us$": "USD", "usd": "USD", "$": "USD", "美元": "USD", "s$": "SGD",
    "sgd": "SGD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY",
    "jpy": "JPY", "yen": "JPY", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "aed": "AED", "chf": "CHF", "thb": "THB",
    "krw": "KRW", "won": "KRW", "us dollar": "USD", "hong kong dollar": "HKD", "singapore dollar": "SGD",
    "港幣": "HKD", "港币": "HKD", "人民幣": "CNY", "人民币": "CNY",
}  # fmt: skip
UNITS = {
    "%": "%", "per cent": "%", "percent": "%", "percentage point": "%", "basis point": "bp", "bp": "bp",
    "second": "second", "minute": "minute", "hour": "hour", "hr": "hour", "day": "day", "business day": "business day",
    "working day": "business day", "calendar day": "day", "trading day": "trading day", "week": "week",
    "month": "month", "year": "year", "times": "times", "x": "times",
}  # fmt: skip
# Read behind a number only where it says how many, so that the search terms of `2025年` stay as they are.
CHINESE_UNITS = {
    "個營業日": "business day", "个营业日": "business day", "營業日": "business day", "营业日": "business day",
    "個工作日": "business day", "个工作日": "business day", "工作日": "business day",
    "個月": "month", "个月": "month", "年": "year", "日": "day", "天": "day",
    "小時": "hour", "小时": "hour", "星期": "week", "週": "week", "周": "week", "倍": "times",
}  # fmt: skip
CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"兩": 2, "两": 2}
CHINESE_TENS = {"十": 10, "百": 100, "千": 1_000}
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: value for value, word in enumerate(_ONES)}
WORDS |= {ten: value for value, ten in zip(range(20, 100, 10), _TENS, strict=True)}
WORDS |= {f"{ten}-{one}": WORDS[ten] + WORDS[one] for ten in _TENS for one in _ONES[1:10]}

_CURRENCY = "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True))
_UNIT = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True))
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
# Digits in groups of three behind commas, blanks or thin spaces, or plain; then a decimal part behind a point or comma.
_DIGITS = (
    r"[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d+)?|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?"
)
# Neither a letter nor a digit may stand before, but Chinese characters may ("資本為500萬港元").
_START = r"(?<![^\W\u3400-\u9fff\uf900-\ufaff])(?<![.,])"
# A scale letter needs a break behind it ("5m", but not "5 members"); a Chinese scale does not. Behind a hyphen only a
# word is a scale ("HK$25-million", but not "Form 10-K").
QUANTITY = re.compile(
    rf"(?:(?<![a-z])(?P<before>{_CURRENCY})\s?|{_START})(?P<digits>{_DIGITS})"
    rf"(?:(?:\s|-(?=[a-z]{{4}}))?(?P<scale>{_SCALE})(?![a-z]))?"
    rf"(?:[\s-]?(?P<after>(?:{_CURRENCY})(?!s?\s?\d)|{_UNIT})(?:s|\b|(?<=[%€£元幣币])))?",
    re.IGNORECASE,
)
_WORDS = "|".join(sorted(WORDS, key=len, reverse=True))
# "No one", "each one", "a prudent one", "the one for" and "one of" count nothing.
WORD_QUANTITY = re.compile(
    rf"\b(?!(?:(?<=\bno\s)|(?<=\bday\s)|(?<=\bany\s)|(?<=\beach\s)|(?<=\bevery\s))one\b)(?!one(?:\s(?:of|another|for|that|which|who)\b|[.,;:)]|$))(?P<word>{_WORDS})\b"
    rf"(?:[\s-](?P<hundred>hundred)\b(?:\s(?:and\s)?(?P<rest>{_WORDS})\b)?)?"
    rf"(?:[\s-](?P<scale>thousand|million|billion|trillion)\b)?(?:[\s-](?P<after>{_CURRENCY}|{_UNIT})s?\b)?",
    re.IGNORECASE,
)


_CHINESE_UNIT = "|".join(CHINESE_UNITS)
CHINESE_UNIT = re.compile(rf"\s?(?:{_CHINESE_UNIT})")
_CHINESE_DIGIT = "".join((*CHINESE_DIGITS, *CHINESE_TENS))
CHINESE_QUANTITY = re.compile(
    rf"(?P<percent>百分之)(?P<share>[{_CHINESE_DIGIT}]+)"
    rf"|(?<!第)(?<!\d)(?<!\d\s)(?P<number>[{_CHINESE_DIGIT}]+)(?P<scale>[萬万億亿]*)(?P<unit>{_CHINESE_UNIT}|港元|美元|港幣|港币|人民幣|人民币)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: a currency code, `%`, a unit of time, or empty for a bare number.

    `text` is how it is written, `start` where in its text.
    """

    value: float
    unit: str
    text: str
    start: int = field(default=0, compare=False)

    def same_as(self, other: Quantity) -> bool:
        """Return whether both say the same; a bare number matches the same number whatever its unit."""
        return self.value == other.value and (self.unit == other.unit or not self.unit)


def parse_digits(text: str) -> Decimal:
    """Read the digits of a number in English or continental style; `1,250` is a thousand and more, `12,5` is not."""
    text = re.sub(r"[ \u00a0\u2009\u202f]", "", text)
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(",", "."))


def chinese_number(text: str) -> int:
    """Read a Chinese number below ten thousand, or digit by digit: `十五` is 15, `三百六十` 360 and `二〇二六` 2026."""
    total, digit = 0, 0
    for character in text:
        if character in CHINESE_TENS:
            total += (digit or 1) * CHINESE_TENS[character]
            digit = 0
        else:
            digit = digit * 10 + CHINESE_DIGITS.get(character, 0)  # 〇, ○
    return total + digit


def quantities(text: str) -> list[Quantity]:
    """Find every number of a text with its unit, digits first and then number words, each in reading order."""
    figures = [_from_digits(match) for match in QUANTITY.finditer(text)]
    figures += [_from_words(match) for match in WORD_QUANTITY.finditer(text)]
    return figures + [_from_chinese(match) for match in CHINESE_QUANTITY.finditer(text)]


def _from_digits(match: re.Match[str]) -> Quantity:
    value = parse_digits(match["digits"]) * _scale(match)  # in decimals: as floats, 8.2 billion is not 8,200,000,000
    unit, end = _unit(match["before"]) or _unit(match["after"]), match.end()
    if not unit and (chinese := CHINESE_UNIT.match(match.string, end)):
        unit, end = CHINESE_UNITS[chinese.group(0).strip()], chinese.end()
    return Quantity(float(value), unit, match.string[match.start() : end].strip(), match.start())


def _from_words(match: re.Match[str]) -> Quantity:
    value = WORDS[match["word"].lower()] * (100 if match["hundred"] else 1) + WORDS.get(
        (match["rest"] or "").lower(), 0
    )
    return Quantity(float(value * _scale(match)), _unit(match["after"]), match.group(0), match.start())


def _from_chinese(match: re.Match[str]) -> Quantity:
    if match["percent"]:
        return Quantity(float(chinese_number(match["share"])), "%", match.group(0), match.start())
    value = chinese_number(match["number"])
    for scale in match["scale"]:
        value *= SCALES[scale]
    unit = CHINESE_UNITS.get(match["unit"]) or CURRENCIES[match["unit"]]
    return Quantity(float(value), unit, match.group(0), match.start())


def _scale(match: re.Match[str]) -> int:
    return SCALES.get((match["scale"] or "").lower(), 1)


def _unit(name: str | None) -> str:
    name = (name or "").lower()
    return CURRENCIES.get(name) or UNITS.get(name, "")


def plain_numbers(text: str) -> str:
    """Rewrite each number without separators and scales (`EUR 5 billion` -> `EUR 5000000000`), for search."""

    def rewrite(match: re.Match[str]) -> str:
        digits = match["digits"]
        is_code = len(digits) > 1 and digits.isdigit() and digits.startswith("0")  # `06` of a date, `0700` of a share
        number = digits if is_code else f"{(parse_digits(digits) * _scale(match)).normalize():f}"
        return " ".join(part for part in (match["before"], number, match["after"]) if part)

    return QUANTITY.sub(rewrite, text)
