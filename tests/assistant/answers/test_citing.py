"""Citations are counted in the order of reading."""

from __future__ import annotations

from assistant.answers.citing import in_order
from assistant.answers.records import Citation, Statement
from corpus.records import Standing


def said(*markers: str) -> Statement:
    """Make a statement with a citation under each marker."""
    return Statement(
        "Keepers register.",
        tuple(Citation(one, "a", f"a#{one}", "A", "¶1", None, "Keepers", Standing.IN_FORCE, "") for one in markers),
    )


def test_markers_follow_the_order_of_reading() -> None:
    """What was put first is 1, what was left out leaves no gap, and a source that is cited twice has one number."""
    ordered = in_order([said("5"), said("1", "3"), said("5"), said("8")])
    assert [[one.marker for one in statement.citations] for statement in ordered] == [["1"], ["2", "3"], ["1"], ["4"]]
    assert [one.passage_id for one in ordered[1].citations] == ["a#1", "a#3"]
