"""Dates in texts, as precise as they are written."""

from __future__ import annotations

from corpus.language.dates import days_in, mentions, partial_date, without_dates, without_days


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
