"""Dates in texts, as precise as they are written."""

from __future__ import annotations

from assistant.dates import mentions, without_dates


def test_mentions_give_dates_as_precise_as_written() -> None:
    """A month stays a month, and a day that no calendar has is passed over."""
    text = "Issued on 31 February 2025, 11 February 2026 and in June 2023."
    assert [mention.when.text for mention in mentions(text)] == ["2026-02-11", "2023-06"]


def test_what_is_left_without_dates_stays_in_its_place() -> None:
    """Only the dates are blanked out."""
    assert without_dates("In June 2023 it ended.") == "In           it ended."
