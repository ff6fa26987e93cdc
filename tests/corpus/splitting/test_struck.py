"""Struck words keep their places when blocks are joined and texts are cut."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Block
from corpus.splitting.struck import joined, spread

WORDS = st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=12)


def test_places_count_through_all_blocks() -> None:
    """A block's struck words move by what stands before it, line ends included."""
    blocks = [Block("One.", struck=((3, "a"),)), Block("Two.", struck=((0, "b"), (4, "c")))]
    assert joined(blocks) == ("One.\nTwo.", ((3, "a"), (5, "b"), (9, "c")))


@given(WORDS, st.lists(st.integers(0, 60), max_size=4), st.sets(st.integers(1, 11)))
def test_each_struck_word_is_in_one_piece_behind_the_same_letters(
    words: list[str], offsets: list[int], cuts: set[int]
) -> None:
    """As many letters stand before it in the pieces up to its own as in the whole text."""
    whole = "  ".join(words)
    struck = tuple((min(offset, len(whole)), f"s{number}") for number, offset in enumerate(sorted(offsets)))
    bounds = [0, *sorted(cut for cut in cuts if cut < len(words)), len(words)]
    pieces = [" ".join(words[a:b]) for a, b in pairwise(bounds)]
    shares = spread(pieces, whole, struck)
    assert [name for share in shares for _, name in share] == [name for _, name in struck]
    before = [len(re.sub(r"\s", "", "".join(pieces[:number]))) for number in range(len(pieces))]
    placed = {
        name: before[number] + len(re.sub(r"\s", "", pieces[number][:offset]))
        for number, share in enumerate(shares)
        for offset, name in share
    }
    assert placed == {name: len(re.sub(r"\s", "", whole[:offset])) for offset, name in struck}


def test_no_pieces_have_no_shares() -> None:
    """A text of nothing has no struck words to give."""
    assert spread([], "", ()) == []
