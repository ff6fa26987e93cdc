"""Numbers as texts write them, in one form: for search, and for checking that a figure stands in its source.

`EUR 5 000 000 000`, `5 billion euro` and `€5bn` hold the same number; so do `12,5 %` and `12.5%`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALES = {
    "thousand": 1_000, "k": 1_000, "million": 1_000_000, "mn": 1_000_000, "m": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "trillion": 1_000_000_000_000, "tn": 1_000_000_000_000,
    "萬": 10_000, "万": 10_000, "億": 100_000_000, "亿": 100_000_000,
}  # fmt: skip
CURRENCIES = {
    "hk$": "HKD", "hkd": "HKD", "港元": "HKD", "us$": "USD", "usd": "USD", "$": "USD", "美元": "USD", "s$": "SGD",
    "sgd": "SGD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY",
    "jpy": "JPY", "yen": "JPY", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "aed": "AED", "chf": "CHF", "thb": "THB",
    "krw": "KRW", "won": "KRW",
}  # fmt: skip
UNITS = {
    "%": "%", "per cent": "%", "percent": "%", "percentage point": "%", "basis point": "bp",
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "business day": "business day",
    "working day": "business day", "calendar day": "day", "trading day": "trading day", "week": "week",
    "month": "month", "year": "year", "times": "times", "x": "times",
}  # fmt: skip
WORDS = {
    word: value
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
    )
}  # fmt: skip

_CURRENCY = "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True))
_UNIT = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True))
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
# Digits in groups of three behind commas, blanks or thin spaces, or plain; then a decimal part behind a point or comma.
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?"
# A scale letter needs a break behind it ("5m", but not "5 members"); a Chinese scale does not.
QUANTITY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?)?(?<![\w.,])(?P<digits>{_DIGITS})"
    rf"(?:\s?(?P<scale>{_SCALE})(?![a-z]))?"
    rf"(?:[\s-]?(?P<after>{_CURRENCY}|{_UNIT})(?:s|\b|(?<=%)|(?<=[元])))?",
    re.IGNORECASE,
)
WORD_QUANTITY = re.compile(rf"\b(?P<word>{'|'.join(WORDS)})\b(?:[\s-](?P<after>{_UNIT})s?\b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: a currency code, `%`, a unit of time, or empty for a bare number."""

    value: float
    unit: str
    text: str

    def same_as(self, other: Quantity) -> bool:
        """Tell whether both say the same; a bare number matches the same number whatever its unit."""
        return self.value == other.value and (self.unit == other.unit or not self.unit)


def parse_digits(text: str) -> float:
    """Read the digits of a number in English or continental style; `1,250` is a thousand and more, `12,5` is not."""
    text = re.sub(r"[ \u00a0\u2009\u202f]", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def quantities(text: str) -> list[Quantity]:
    """Find every number of a text with its unit, digits first and then number words, each in reading order."""
    found = [_from_digits(match) for match in QUANTITY.finditer(text)]
    for match in WORD_QUANTITY.finditer(text):
        unit = UNITS.get((match["after"] or "").lower(), "")
        found.append(Quantity(float(WORDS[match["word"].lower()]), unit, match.group(0)))
    return found


def _from_digits(match: re.Match[str]) -> Quantity:
    value = parse_digits(match["digits"]) * SCALES.get((match["scale"] or "").lower(), 1)
    before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
    return Quantity(
        value, CURRENCIES.get(before) or CURRENCIES.get(after) or UNITS.get(after, ""), match.group(0).strip()
    )


def plain_numbers(text: str) -> str:
    """Rewrite each number without separators and scales (`EUR 5 billion` -> `EUR 5000000000`), for search."""

    def rewrite(match: re.Match[str]) -> str:
        value = parse_digits(match["digits"]) * SCALES.get((match["scale"] or "").lower(), 1)
        number = f"{value:.0f}" if value == int(value) else f"{value:g}"
        return " ".join(part for part in (match["before"], number, match["after"]) if part)

    return QUANTITY.sub(rewrite, text)
