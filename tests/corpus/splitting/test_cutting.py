"""Cutting texts that are too long to be read at once: nothing is lost, and the pieces are even."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.splitting.cutting import LONG, costs, cut


def count(texts: Sequence[str]) -> list[int]:
    """Count the words of texts, and two special tokens of each; a long word has a token for eight letters."""
    return [2 + sum(1 + len(word) // 8 for word in text.split()) for text in texts]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("One two three.", 5, ["One two three."]),
        ("One two.\nThree four.", 3, ["One two.", "Three four."]),
        ("One two three. Four five six.", 3, ["One two three.", "Four five six."]),
        ("one two; three four", 2, ["one two;", "three four"]),
        ("a b c d e", 4, ["a b c", "d e"]),
        ("甲方必須保管資產。乙方必須披露。", 2, ["甲方必須保管資產。", "乙方必須披露。"]),
    ],
)
def test_texts_are_cut_where_they_break_best(text: str, limit: int, pieces: list[str]) -> None:
    """Lines come before sentences, sentences before clauses and words; what fits stays whole."""
    assert cut([text], count, limit) == [pieces]


def test_nothing_but_blanks_is_lost_and_no_piece_is_over_the_limit() -> None:
    """A text of many sentences and one endless word is found again in its pieces."""
    text = "A broker keeps assets; a bank does not.\n" * 9 + "x" * 100
    (pieces,) = cut([text], count, 10)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert max(costs(pieces, count)) <= 10


def test_a_text_that_no_encoder_reads_is_not_counted() -> None:
    """It is taken to have a token for every four letters, and special tokens count nowhere."""
    assert costs(["a b", "x" * (LONG + 4)], count) == [2, LONG // 4 + 1]
    assert costs([], count) == []
