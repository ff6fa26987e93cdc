"""Spelling as people type it."""

from __future__ import annotations

import pytest

from corpus.language.spelling import corrected

KNOWN = {"travel", "rule", "threshold", "hongkong", "licence", "exchange", "stablecoin"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("wat is the travle rule threshhold in honkong", "wat is the travel rule threshold in hongkong"),
        ("stabelcoin licence", "stablecoin licence"),
        ("travel rule", "travel rule"),
        ("Thresold of Kraken", "Thresold of Kraken"),  # what has capitals may be a name
        ("exchanges", "exchanges"),
        ("zebra", "zebra"),
    ],
)
def test_misspelt_words_are_read_as_the_nearest_known(typed: str, read: str) -> None:
    """Names, plurals and words that resemble none stay as they are."""
    assert corrected(typed, KNOWN) == read
