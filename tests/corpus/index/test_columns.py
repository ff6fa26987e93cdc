"""Columns: what a search may look at, by day, place and owner, and what lies at a locator."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.index.columns import Columns
from corpus.index.scope import Scope
from corpus.records import Life, Nature, PartialDate, Policy

DAY = PartialDate.parse("2025-03-01")


def policy(id_: str, place: str) -> Policy:
    """Make a policy of a place."""
    return Policy(id_, id_, "", place, "circular", Life(Nature.RULE, None))


POLICIES = {one.id: one for one in (policy("hk", "Hong Kong"), policy("sg", "Singapore"), policy("memo", "Atlantis"))}
COLUMNS = Columns(
    [
        ("hk#article-36-1", "hk", DAY),
        ("hk#article-36-2~2", "hk", PartialDate.parse("2025")),
        ("sg#article-3", "sg", DAY),
        ("memo#p1", "memo", None),
    ],
    POLICIES,
)


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope(), [True, True, True, True]),
        (Scope(date(2025, 2, 28)), [False, False, False, True]),  # a text without a date is always there
        (Scope(date(2025, 3, 1)), [True, False, True, True]),  # a year counts from its last day
        (Scope(places=("Singapore",)), [False, False, True, True]),  # nor is an unknown place filtered out
        (Scope(date(2025, 12, 31), ("Hong Kong",)), [True, True, False, True]),
    ],
)
def test_a_scope_allows_rows_by_day_and_place(scope: Scope, allowed: list[bool]) -> None:
    """Each passage is searched or not by its own date and its policy's place."""
    assert COLUMNS.within(scope).tolist() == allowed


def test_what_is_hidden_is_in_no_scope_and_at_no_locator() -> None:
    """Hiding a policy leaves the rows where they are, and the columns from which it was made as they were."""
    seen = COLUMNS.only({"sg", "memo"})
    assert seen.within(Scope()).tolist() == [False, False, True, True]
    assert seen.located(["article-36"], Scope()) == []
    assert COLUMNS.within(Scope()).all()


def test_a_locator_has_what_lies_below_it_and_nothing_beside() -> None:
    """`article-3` is above no `article-36`, and a repeated locator is found by its own name."""
    assert COLUMNS.located(["article-36"], Scope()) == ["hk#article-36-1", "hk#article-36-2~2"]
    assert COLUMNS.located(["article-3"], Scope()) == ["sg#article-3"]
    assert COLUMNS.located(["article-36-2"], Scope()) == ["hk#article-36-2~2"]
