"""What changed between two days, on the four-policy corpus."""

from __future__ import annotations

import json
from datetime import date

import pytest

from assistant.answers.rows import change_row
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.history.changes import changes


def moved(index: CurrentIndex, begin: str, end: str, *places: str) -> list[tuple[str, str, str, str]]:
    """Return date, policy and standing of each change."""
    found = changes(index.edition(), date.fromisoformat(begin), date.fromisoformat(end), places)
    return [(change.when.text, change.policy.id, change.before.value, change.after.value) for change in found]


def test_a_replacement_is_two_changes(index: CurrentIndex) -> None:
    """On 11 February 2026 the new circular came into force and the old rules ended."""
    assert moved(index, "2026-02-10", "2026-02-11") == [
        ("2026-02-11", "hk-margin-2026", "not published", "in force"),
        ("2026-02-11", "hk-platform-rules-2023", "in force", "superseded"),
    ]


def test_the_first_day_is_outside_and_the_last_inside(index: CurrentIndex) -> None:
    """What moved on the first day has moved already."""
    assert moved(index, "2026-02-11", "2026-05-01") == []
    assert moved(index, "2026-05-01", "2026-05-02") == [("2026-05-02", "sg-custody-bill", "not published", "proposed")]


def test_places_and_topics_narrow(index: CurrentIndex) -> None:
    """Only the place that was asked for, and no policy without the topic."""
    assert {id_ for _, id_, _, _ in moved(index, "2020-01-01", "2027-01-01", "Singapore")} == {"sg-custody-bill"}
    assert changes(index.edition(), date(2020, 1, 1), date(2027, 1, 1), topic="stablecoins") == []


def test_a_change_is_json(index: CurrentIndex) -> None:
    """Rows name the successor of what ended."""
    rows = [change_row(change) for change in changes(index.edition(), date(2026, 2, 10), date(2026, 2, 11))]
    assert json.loads(json.dumps(rows))[1]["by"] == "hk-margin-2026"


def test_the_days_must_be_in_order(index: CurrentIndex) -> None:
    """A period that ends before it begins is bad input."""
    with pytest.raises(InputError, match="must lie after"):
        changes(index.edition(), date(2026, 1, 2), date(2026, 1, 1))
