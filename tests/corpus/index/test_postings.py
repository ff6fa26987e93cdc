"""Postings: which passages hold a term, and what they gain by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexMissingError
from corpus.index.postings import Counts, Field, rarity

ROWS = [["coin", "coin", "bank"], ["bank"], ["coin"]]
BODY = Field("body", 1.0, 1.2, 0.75)


def test_columns_and_gains_of_a_field() -> None:
    """A passage that holds a term twice gains more, and a term that is nowhere has no posting."""
    postings = Counts.of(ROWS).postings(["coin", "gold"], BODY, None)
    assert set(postings) == {"coin"}
    assert postings["coin"].rows.tolist() == [0, 2]
    assert postings["coin"].rarity == pytest.approx(rarity(2, 3))
    length = 1.2 * (1 - 0.75 + 0.75 * np.array([3, 1]) / (5 / 3))
    assert postings["coin"].gains == pytest.approx(rarity(2, 3) * np.array([2, 1]) / (np.array([2, 1]) + length))


def test_statistics_are_of_the_passages_that_count() -> None:
    """What is outside the scope changes neither rarity nor mean length."""
    among = np.array([True, True, False])
    alone = Counts.of(ROWS[:2]).postings(["coin"], BODY, None)["coin"]
    scoped = Counts.of(ROWS).postings(["coin"], BODY, among)["coin"]
    assert (scoped.rarity, scoped.gains.tolist()) == (alone.rarity, alone.gains.tolist())


def test_a_term_asked_twice_gains_twice() -> None:
    """Repeating a word of the question weighs it more."""
    counts = Counts.of(ROWS)
    once, twice = (counts.postings(words, BODY, None)["bank"].gains for words in (["bank"], ["bank", "bank"]))
    assert twice == pytest.approx(2 * once)


def test_which_of_some_rows_hold_the_term() -> None:
    """Rows that do not hold it are told apart, also beyond the last that does."""
    held, places = Counts.of(ROWS).postings(["bank"], BODY, None)["bank"].among(np.array([0, 1, 2]))
    assert held.tolist() == [True, True, False]
    assert places.tolist() == [0, 1]


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    """A field comes back whole; a folder without it is named with what to do."""
    counts = Counts.of(ROWS)
    counts.save(tmp_path / "body")
    read = Counts.load(tmp_path / "body").postings(["coin"], BODY, None)["coin"]
    assert read.gains.tolist() == counts.postings(["coin"], BODY, None)["coin"].gains.tolist()
    with pytest.raises(IndexMissingError, match="make index"):
        Counts.load(tmp_path / "none")
