"""Dates in texts, as precise as they are written."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.language.dates import (
    days_in,
    in_digits,
    iso_day,
    mentions,
    numeric_day,
    page_dates,
    partial_date,
    parts_of_years,
    whole_date,
    without_dates,
    without_days,
)


def test_mentions_give_dates_as_precise_as_written() -> None:
    """A month stays a month, and a day that no calendar has is passed over."""
    text = "Issued on 31 February 2025, 11 February 2026 and in June 2023."
    assert [mention.when.text for mention in mentions(text)] == ["2026-02-11", "2023-06"]


def test_what_is_left_without_dates_stays_in_its_place() -> None:
    """Only the dates are blanked out."""
    assert without_dates("In June 2023 it ended.") == "In           it ended."


def test_days_without_a_year_are_read_in_three_forms() -> None:
    """They are told by month and day, and taken out in their place."""
    text = "From 1 August, or September 2; 3月4日."
    assert list(days_in(text)) == [("1 August", "08-01"), ("September 2", "09-02"), ("3月4日", "03-04")]
    assert without_days("On 1 August.") == "On         ."


def test_a_date_is_as_precise_as_its_parts() -> None:
    """A part that no calendar has makes no date."""
    assert str(partial_date(2026)) == "2026"
    assert str(partial_date(2026, 2)) == "February 2026"
    assert partial_date(2026, 0, 5) is partial_date(2026, 2, 29) is partial_date(0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 February 2026", "2026-02-04"),
        ("February 4th, 2026", "2026-02-04"),
        ("the 1st day of June 2026", "2026-06-01"),
        ("March 2026", "2026-03"),
        ("5 Mar. 2026", "2026-03-05"),
        ("2026-02-04", "2026-02-04"),
        ("2026/2/4", "2026-02-04"),
        ("26.2.2026", "2026-02-26"),
        ("02/26/2026", "2026-02-26"),
        ("2026年2月4日", "2026-02-04"),
        ("二〇二六年二月十四日", "2026-02-14"),
        ("民國115年2月4日", "2026-02-04"),
        ("中華民國一一五年十二月四日", "2026-12-04"),
        ("4. Februar 2026", "2026-02-04"),
        ("4 de febrero de 2026", "2026-02-04"),
        ("le 4 février 2026", "2026-02-04"),
        ("31 February 2026", None),
        ("version 1.2.2026.4", None),
        ("HK$ 2026", None),
    ],
)
def test_forms_of_dates_on_pages(text: str, expected: str | None) -> None:
    """Days and months are read in the forms in which authorities write them; what no calendar has is none."""
    assert [one.when.text for one in page_dates(text)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 1st day of June 2026", ["2026-06-01"]),
        ("On 2026-02-04 it ended.", ["2026-02-04"]),
        ("26.2.2026 and 02/26/2026", ["2026-02-26", "2026-02-26"]),
        ("5/3/2026", []),
        ("2026 年 2 月 4 日", ["2026-02-04"]),
        ("二〇二六年二月十四日起", ["2026-02-14"]),
        ("民國115年2月", ["2026-02"]),
        ("99年5月", []),
        ("in mid-2026 and in 2025年", ["2026", "2025"]),
        ("5 May 2026, set 2025 apart", ["2026-05-05", "2025"]),
        ("section 4. February 2026 was cold", ["2026-02"]),
        ("HK$ 2026, 2026%, 2,026", ["2026"]),
    ],
)
def test_forms_of_dates_in_prose(text: str, expected: list[str]) -> None:
    """Questions and statements are read in English, Chinese and digits; words of other languages name no month."""
    assert [mention.when.text for mention in mentions(text)] == expected


def test_a_numeric_date_of_two_readings_has_both() -> None:
    """Another date of the page tells which way round it is; without one the second reading is kept."""
    (alone,) = page_dates("05/03/2026")
    assert (alone.when.text, alone.other and alone.other.text) == ("2026-03-05", "2026-05-03")
    first, _ = page_dates("05/03/2026 and 03/25/2026")
    assert (first.when.text, first.other) == ("2026-05-03", None)


def test_a_day_in_digits_is_read_whole() -> None:
    """A year of two digits is of this century; what is more than a day in digits is none."""
    assert str(numeric_day("26.2.2026")) == str(numeric_day("2/26/26", month_first=True)) == "26 February 2026"
    assert numeric_day("26.2.2026, p. 4") is numeric_day("31/2/2026") is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("the first quarter of 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026 Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("H2 2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025年上半年", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025年第三季度", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025年底", date(2025, 12, 31), date(2025, 12, 31)),
    ],
)
def test_parts_of_years(text: str, first: date, last: date) -> None:
    """Quarters, halves and ends of years are stretches of days."""
    assert [(part.first, part.last, part.start) for part in parts_of_years(text)] == [(first, last, 0)]


def test_chinese_years_and_months_in_figures() -> None:
    """A year and its month are written in digits, and other numbers stay."""
    assert in_digits("二零二五年十二月有三十項") == "2025年12月有三十項"


@pytest.mark.parametrize("text", ["2026-03-14", "2026-3-14", " 20260314 "])
def test_a_day_is_taken_as_programs_and_people_write_it(text: str) -> None:
    """ISO days are read with and without hyphens and noughts."""
    assert iso_day(text) == date(2026, 3, 14)


@pytest.mark.parametrize(("text", "told"), [("2026-02-30", "no such day"), ("14 March", "write a day as YYYY-MM-DD")])
def test_what_is_no_iso_day_says_what_to_write(text: str, told: str) -> None:
    """The message tells a wrong form from a day that no calendar has."""
    with pytest.raises(ValueError, match=told):
        iso_day(text)


def test_a_text_that_is_a_date_and_nothing_else() -> None:
    """A slot of a message is a date only when all of it is."""
    assert str(whole_date("11 February 2026")) == "11 February 2026"
    assert whole_date("Hong Kong") is whole_date("by 11 February 2026") is None
