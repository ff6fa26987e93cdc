"""Cutting texts that are longer than the encoder reads: at line ends, sentences, clauses, words, characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from corpus.language.sentences import sentences

Count = Callable[[Sequence[str]], list[int]]
Level = Callable[[str], list[tuple[str, str | None]]]  # a text -> its parts, each with what stands before it

LONG = 16_384  # letters; some 4,000 tokens of English, and a single word of more is no word
FEWEST_LETTERS = 4  # of a token in a long text, on the average

_CLAUSE = re.compile(r"(?<=[;:—])\s+|(?<=[；：])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text; `before` joins it to the part before, and is None where it must stay apart."""

    text: str
    tokens: int
    before: str | None


def costs(texts: Sequence[str], count: Count) -> list[int]:
    """Count the tokens of each text without the special tokens that every text has once.

    A text so long that no encoder reads it is not counted but taken to have many, which saves half of the time.
    """
    if not texts:
        return []
    overhead, *counts = count(["", *(text if len(text) <= LONG else "" for text in texts)])
    pairs = zip(texts, counts, strict=True)
    return [len(text) // FEWEST_LETTERS if len(text) > LONG else number - overhead for text, number in pairs]


def cut(texts: Sequence[str], count: Count, limit: int) -> list[list[str]]:
    """Cut each text into pieces of at most `limit` tokens (special tokens not counted), each as even as it can be.

    Nothing but the blanks at a cut is lost. `count` must not count fewer tokens for two words apart than together;
    it is called once a level of cutting, on all texts at once.
    """
    whole = [[_Piece(text, tokens, "")] for text, tokens in zip(texts, costs(texts, count), strict=True)]
    for level in (_lines, _sentences, _clauses, _words):
        whole = _finer(whole, level, count, limit)
    while any(piece.tokens > limit and len(piece.text) > 1 for pieces in whole for piece in pieces):
        whole = _finer(whole, _halves, count, limit)
    return [_pack(pieces, limit) for pieces in whole]


def _finer(whole: list[list[_Piece]], level: Level, count: Count, limit: int) -> list[list[_Piece]]:
    """Cut the pieces that are over the limit one level further."""
    long = dict.fromkeys(piece.text for pieces in whole for piece in pieces if piece.tokens > limit)
    parts = {text: level(text) for text in long}
    known = [text for cuts in parts.values() for text, _ in cuts]
    tokens = dict(zip(known, costs(known, count), strict=True))

    def divide(piece: _Piece) -> Iterator[_Piece]:
        if piece.tokens <= limit:
            yield piece
            return
        for position, (text, before) in enumerate(parts[piece.text]):
            yield _Piece(text, tokens[text], before if position else piece.before)

    return [[part for piece in pieces for part in divide(piece)] for pieces in whole]


def _pack(pieces: Sequence[_Piece], limit: int) -> list[str]:
    """Join neighbouring pieces into as few texts as the limit allows, of about the same length."""
    total = sum(piece.tokens for piece in pieces)
    goal = ceil(total / max(1, ceil(total / limit)))
    packed: list[str] = []
    size = 0
    for piece in pieces:
        if not packed or piece.before is None or size + piece.tokens > limit or size >= goal:
            packed.append(piece.text)
            size = piece.tokens
        else:
            packed[-1] += piece.before + piece.text
            size += piece.tokens
    return packed


def _lines(text: str) -> list[tuple[str, str | None]]:
    return [(line, "\n") for line in text.split("\n") if line]


def _sentences(text: str) -> list[tuple[str, str | None]]:
    return _with_blanks(text, sentences(text))


def _clauses(text: str) -> list[tuple[str, str | None]]:
    return _with_blanks(text, [clause for clause in _CLAUSE.split(text) if clause])


def _with_blanks(text: str, parts: Sequence[str]) -> list[tuple[str, str | None]]:
    """Say of each part whether a blank stands before it, which in Chinese it does not."""
    pieces: list[tuple[str, str | None]] = []
    end = 0
    for part in parts:
        start = text.index(part, end)
        pieces.append((part, " " if start > end else ""))
        end = start + len(part)
    return pieces


def _words(text: str) -> list[tuple[str, str | None]]:
    return [(word, " ") for word in text.split()]


def _halves(text: str) -> list[tuple[str, str | None]]:
    """Cut a word in two, which stay apart: joined they may count more tokens than their sum."""
    middle = (len(text) + 1) // 2
    return [(part, None) for part in (text[:middle], text[middle:]) if part]
