"""Standing on a date: the table of the design, and what must hold for every life."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Life, Nature, PartialDate, Standing
from corpus.register.standing import standing

ORDER = {
    Standing.NOT_PUBLISHED: 0,
    Standing.PROPOSED: 1,
    Standing.NOT_YET_IN_FORCE: 1,
    Standing.RECORD: 1,
    Standing.UNKNOWN: 1,
    Standing.IN_FORCE: 2,
    Standing.SUPERSEDED: 3,
}


def life(nature: Nature, published: str, effective: str = "", ended: str = "") -> Life:
    """Write a life in one line."""
    dates = [PartialDate.parse(text) if text else None for text in (published, effective, ended)]
    return Life(nature, *dates)


@pytest.mark.parametrize(
    ("described", "on", "expected"),
    [
        (life(Nature.RULE, "2023-05-23", "2023-06-01"), "2023-05-22", Standing.NOT_PUBLISHED),
        (life(Nature.RULE, "2023-05-23", "2023-06-01"), "2023-05-31", Standing.NOT_YET_IN_FORCE),
        (life(Nature.RULE, "2023-05-23", "2023-06-01"), "2023-06-01", Standing.IN_FORCE),
        (life(Nature.RULE, "2023-05-23", "2023-06-01", "2026-02-11"), "2026-02-10", Standing.IN_FORCE),
        (life(Nature.RULE, "2023-05-23", "2023-06-01", "2026-02-11"), "2026-02-11", Standing.SUPERSEDED),
        (life(Nature.RULE, "2023-06", "2023-06-01"), "2023-06-29", Standing.NOT_PUBLISHED),
        (life(Nature.RULE, "2023-06", "2023-06-01"), "2023-06-30", Standing.IN_FORCE),
        (life(Nature.RULE, "2018", "2018", "2023-06"), "2023-06-01", Standing.SUPERSEDED),
        (life(Nature.PROPOSAL, "2025-06-27", ended="2025-12-24"), "2025-08-01", Standing.PROPOSED),
        (life(Nature.PROPOSAL, "2025-06-27", ended="2025-12-24"), "2025-12-24", Standing.SUPERSEDED),
        (life(Nature.RECORD, "2025-02-19"), "2026-02-19", Standing.RECORD),
        (life(Nature.RECORD, "2025-02-19"), "2025-02-18", Standing.NOT_PUBLISHED),
        (Life(Nature.RECORD, None), "1990-01-01", Standing.RECORD),
        (life(Nature.UNKNOWN, "2025-02-19"), "2026-02-19", Standing.UNKNOWN),
        (life(Nature.UNKNOWN, "2025-02-19", ended="2026"), "2026-02-19", Standing.SUPERSEDED),
    ],
)
def test_standing_follows_the_table(described: Life, on: str, expected: Standing) -> None:
    """Each row of the design's table holds to the day, with partial dates compared conservatively."""
    assert standing(described, date.fromisoformat(on)) is expected


def partial_dates(first: int, last: int) -> st.SearchStrategy[PartialDate]:
    """Make dates of every precision."""
    days = st.dates(date(first, 1, 1), date(last, 12, 31))
    lengths = st.sampled_from((4, 7, 10))
    return st.tuples(days, lengths).map(lambda pair: PartialDate.parse(pair[0].isoformat()[: pair[1]]))


@given(
    st.sampled_from(list(Nature)),
    partial_dates(2015, 2020),
    st.none() | partial_dates(2015, 2024),
    st.none() | partial_dates(2021, 2027),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.integers(0, 4000),
)
def test_standing_only_moves_forward(
    nature: Nature,
    published: PartialDate,
    effective: PartialDate | None,
    ended: PartialDate | None,
    on: date,
    days: int,
) -> None:
    """For any life and any two dates the later one is never earlier in that life."""
    described = Life(nature, published, effective, ended)
    earlier, later = standing(described, on), standing(described, on + timedelta(days=days))
    assert ORDER[earlier] <= ORDER[later]


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "23-01-01", "2023-1", "", "yesterday", "0000"])
def test_impossible_dates_are_refused(text: str) -> None:
    """A date that no calendar has raises ValueError and is never guessed."""
    with pytest.raises(ValueError, match=r"date|year|month|day"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("2018", "2018"), ("2023-06", "June 2023"), ("2026-02-11", "11 February 2026")]
)
def test_dates_are_shown_as_precise_as_given(text: str, shown: str) -> None:
    """A month stays a month."""
    assert str(PartialDate.parse(text)) == shown
