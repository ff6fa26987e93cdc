"""Common words, which are no misspelling of another."""

from __future__ import annotations

import pytest

from corpus.encoders.sentence import is_common


@pytest.mark.parametrize(
    ("word", "common"),
    [("weather", True), ("mayor", True), ("travle", False), ("threshhold", False), ("custdoy", False)],
)
def test_a_word_that_people_write_is_told_from_a_misspelt_one(word: str, common: bool) -> None:
    """The vocabulary of the shipped encoder holds the former in one piece."""
    assert is_common(word) is common
