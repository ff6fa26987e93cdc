"""Numbers: every way of writing one gives the same value and unit, and plain numbers are written in one way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.numbers import SCALES, Quantity, chinese_number, plain_numbers, quantities


def read(text: str) -> list[tuple[float, str]]:
    """Return value and unit of each quantity of a text."""
    return [(quantity.value, quantity.unit) for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "plain"),
    [
        ("EUR 5 000 000 000", 5e9, "EUR", "EUR 5000000000"),
        ("EUR 5\u00a0000\u202f000\u2009000", 5e9, "EUR", "EUR 5000000000"),
        ("€5bn", 5e9, "EUR", "€ 5000000000"),
        ("EUR5bn", 5e9, "EUR", "EUR 5000000000"),
        ("5 billion euro", 5e9, "EUR", "5000000000 euro"),
        ("five billion euros", 5e9, "EUR", "five billion euros"),
        ("EUR 150 000,50", 150000.5, "EUR", "EUR 150000.5"),
        ("12,5 %", 12.5, "%", "12.5 %"),
        ("12.5%", 12.5, "%", "12.5 %"),
        ("12.50 per cent", 12.5, "%", "12.5 per cent"),
        ("35bps", 35, "bp", "35 bp"),
        ("50 basis points", 50, "bp", "50 basis point"),
        ("HK$25 million", 25e6, "HKD", "HK$ 25000000"),
        ("HK$ 25 million", 25e6, "HKD", "HK$ 25000000"),
        ("HK$25-million", 25e6, "HKD", "HK$ 25000000"),
        ("HK$8,000,000", 8e6, "HKD", "HK$ 8000000"),
        ("HKD8 million", 8e6, "HKD", "HKD 8000000"),
        ("8 million Hong Kong dollars", 8e6, "HKD", "8000000 Hong Kong dollar"),
        ("US$109,071", 109071, "USD", "US$ 109071"),
        ("$1.5tn", 1.5e12, "USD", "$ 1500000000000"),
        ("RMB1 billion", 1e9, "CNY", "RMB 1000000000"),
        ("2,5 million", 2.5e6, "", "2500000"),
        ("8.2 billion", 8_200_000_000, "", "8200000000"),
        ("100,000,000.50", 100_000_000.5, "", "100000000.5"),
        ("1 000.5", 1000.5, "", "1000.5"),
        ("0.0000001", 1e-7, "", "0.0000001"),
        ("5億港元", 5e8, "HKD", "500000000 港元"),
        ("5 亿港元", 5e8, "HKD", "500000000 港元"),
        ("5千萬港元", 5e7, "HKD", "50000000 港元"),
        ("最低資本為500萬港元", 5e6, "HKD", "最低資本為5000000 港元"),
        ("one business day", 1, "business day", "one business day"),
        ("5 working days", 5, "business day", "5 working day"),
        ("24-hour", 24, "hour", "24 hour"),
        ("twenty-four hours", 24, "hour", "twenty-four hours"),
        ("three-month", 3, "month", "three-month"),
        ("one hundred and eighty days", 180, "day", "one hundred and eighty days"),
        ("one hundred twenty-five thousand euros", 125_000, "EUR", "one hundred twenty-five thousand euros"),
        ("24個月", 24, "month", "24個月"),
        ("二十四個月", 24, "month", "二十四個月"),
        ("百分之六十", 60, "%", "百分之六十"),
        ("三千萬港元", 3e7, "HKD", "三千萬港元"),
        ("一個營業日", 1, "business day", "一個營業日"),
        ("two hundred million US dollars", 2e8, "USD", "two hundred million US dollars"),
        ("5x", 5, "times", "5 x"),
        ("5 members", 5, "", "5 members"),
        ("Form 10-K", 10, "", "Form 10-K"),
        ("ISO 20022", 20022, "", "ISO 20022"),
        ("A$5", 5, "", "A$5"),
        ("10 USDC", 10, "", "10 USDC"),
    ],
)
def test_a_quantity_is_read_in_every_form(text: str, value: float, unit: str, plain: str) -> None:
    """Each form gives its value, its unit and one way of writing it."""
    assert read(text) == [(value, unit)]
    assert plain_numbers(text) == plain


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Article 36(1)", [36, 1]),
        ("Articles 3, 4 and 5", [3, 4, 5]),
        ("section 4A of Cap. 656", [4, 656]),
        ("Regulation (EU) 2023/1114", [2023, 1114]),
        ("No. 42 of Schedule 1", [42, 1]),
        ("Part 5 Member States", [5]),
        ("on 2023-06-30", [2023, 6, 30]),
        ("para 4.2", [4.2]),
    ],
)
def test_references_have_no_unit(text: str, values: list[float]) -> None:
    """The number of an article, a chapter or a date is a bare number, not an amount."""
    assert read(text) == [(value, "") for value in values]


@pytest.mark.parametrize(
    "text", ["v1.2", "T2x1", "abc", "", "MiCA", "tone", "no one may", "each one", "one of these", "day one", "第一年"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    """Digits inside a name, number words inside other words, and "one" as a pronoun are no quantities."""
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2023 100 firms", [(2023, ""), (100, "")]),
        ("In 2025 €5 million was paid", [(2025, ""), (5e6, "EUR")]),
        ("In 2025 HK$5 million was paid", [(2025, ""), (5e6, "HKD")]),
        ("60% within 3 months", [(60, "%"), (3, "month")]),
        ("between EUR 100,000 and EUR 200,000.", [(1e5, "EUR"), (2e5, "EUR")]),
        ("6 months, then two years", [(6, "month"), (2, "year")]),
    ],
)
def test_neighbours_keep_apart(text: str, expected: list[tuple[float, str]]) -> None:
    """A number takes neither the digits nor the currency of the number beside it."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("stated", "held", "same"),
    [
        ("HK$25 million", "HK$25,000,000", True),
        ("25,000,000", "HK$25 million", True),
        ("HK$25 million", "US$25 million", False),
        ("HK$25 million", "HK$2.5 million", False),
        ("24 hours", "24 days", False),
        ("HK$25 million", "25,000,000", False),
        ("one business day", "1 working day", True),
    ],
)
def test_same_as_needs_value_and_unit(stated: str, held: str, same: bool) -> None:
    """A stated figure needs its value and its unit in the source; without a unit, the value."""
    assert quantities(stated)[0].same_as(quantities(held)[0]) is same


def test_a_number_without_end_is_harmless() -> None:
    """Four hundred digits, as a broken file may hold them, are read without an error."""
    assert quantities("9" * 400) == [Quantity(float("inf"), "", "9" * 400)]
    assert plain_numbers("9" * 400) == plain_numbers(plain_numbers("9" * 400))


@pytest.mark.parametrize("text", ["2023-06-30", "stock code 0700", "007"])
def test_leading_noughts_stay(text: str) -> None:
    """A code with noughts in front is no amount, and stays as it is written."""
    assert plain_numbers(text) == text


BEFORE = ("", "HK$", "HK$ ", "US$", "EUR ", "EUR", "€", "RMB", "S$", "£")
BLANKS = (" ", "\u00a0", "\u2009", "\u202f")


@given(
    st.integers(1, 10**12),
    st.integers(0, 99),
    st.sampled_from((",", *BLANKS)),
    st.sampled_from(BEFORE),
    st.sampled_from(("", "about ", "(", "為")),
)
def test_a_value_survives_any_grouping(whole: int, cents: int, group: str, before: str, lead: str) -> None:
    """However the digits of an amount are grouped, it is the same amount, for the check and for the search."""
    mark = "." if group == "," else ","
    decimals = f"{mark}{cents:02}" if cents else ""
    grouped = f"{lead}{before}{f'{whole:,}'.replace(',', group)}{decimals}"
    simple = f"{lead}{before}{whole}{decimals.replace(',', '.')}"
    assert [quantity.value for quantity in quantities(grouped)] == [float(Decimal(whole) + Decimal(cents) / 100)]
    assert read(grouped) == read(simple)
    assert plain_numbers(grouped) == plain_numbers(simple)


@given(st.integers(1, 9999), st.sampled_from(sorted(SCALES)), st.sampled_from(("", " ", "\u00a0")))
def test_a_value_survives_any_scale(tenths: int, scale: str, blank: str) -> None:
    """A scale is the same as the noughts that it stands for, exactly."""
    value = tenths * SCALES[scale] // 10
    assert read(f"HK${tenths / 10}{blank}{scale}") == [(value, "HKD")]
    assert plain_numbers(f"HK${tenths / 10}{blank}{scale}") == plain_numbers(f"HK${value:,}")


FORMS = st.sampled_from(
    ("EUR 5 000 000", "12,5 %", "€5bn", "HK$25 million", "2,5 million", "24 hours", "5x", "Article 36(1)", "0.50",
     "1,250", "100,000,000.50", "5億港元", "one business day", "2023-06-30", "A$5", "007", "35 bps", "HK$8,000,000",
     "tokens", "T+2", "Cap. 656", "10 000", "5 months'", "60%以上")
)  # fmt: skip


@given(st.lists(FORMS, max_size=6), st.sampled_from((", ", "; ", " and ", "\n", " (")))
def test_plain_numbers_is_idempotent(forms: list[str], separator: str) -> None:
    """What is already written plainly does not change again."""
    once = plain_numbers(separator.join(forms))
    assert plain_numbers(once) == once


@pytest.mark.parametrize(
    ("text", "number"), [("十五", 15), ("二十", 20), ("三百六十", 360), ("二〇二六", 2026), ("○三", 3)]
)
def test_a_chinese_number_is_read_in_tens_or_digit_by_digit(text: str, number: int) -> None:
    """A year is written digit by digit, with a circle or a sign for nought."""
    assert chinese_number(text) == number
