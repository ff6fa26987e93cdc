"""Aligning: find the words of a passage that a sentence of the model comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.language.sentences import sentences
from corpus.language.terms import terms

FURTHER = 0.15  # of the statement's terms: what a neighbouring sentence must add to be quoted too


def aligned_quote(statement: str, passage: str) -> str:
    """Return the exact stretch of a passage that shares most terms with a statement: a sentence, or two in a row.

    A statement in another language shares none; then the whole passage is the quote.
    """
    wanted = frozenset(terms(statement))
    parts = sentences(passage)
    shared = [wanted & frozenset(terms(part)) for part in parts]
    best = max(range(len(parts)), key=lambda row: (len(shared[row]), -row), default=0)
    if not parts or not shared[best]:
        return passage.strip()
    first = last = best
    beside = [row for row in (best - 1, best + 1) if 0 <= row < len(parts)]
    further = max(beside, key=lambda row: len(shared[row] - shared[best]), default=best)
    if len(shared[further] - shared[best]) >= max(2, FURTHER * len(wanted)):
        first, last = min(best, further), max(best, further)
    return _stretch(passage, parts, first, last)


def _stretch(passage: str, parts: Sequence[str], first: int, last: int) -> str:
    begin = end = 0
    for row, part in enumerate(parts[: last + 1]):
        start_at = passage.index(part, end)
        begin = start_at if row == first else begin
        end = start_at + len(part)
    return passage[begin:end]


def nearest(statement: str, texts: Sequence[str], count: int) -> list[int]:
    """Return the positions of the texts that share most terms with a statement, best first."""
    wanted = frozenset(terms(statement))
    return sorted(range(len(texts)), key=lambda row: (-_shared(wanted, terms(texts[row])), row))[:count]


def _shared(wanted: frozenset[str], words: Iterable[str]) -> int:
    return len(wanted & frozenset(words))
