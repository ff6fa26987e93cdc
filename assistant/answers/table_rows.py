"""Rows of a table: of a passage that is one, the row that is asked for, told with the heads of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.language.terms import bigrams, terms

CELL = " | "  # as loaders write tables
FEWEST = 3  # lines of a table that a row is taken from: its head and two rows
MOST = 3  # rows that are told: where more fit alike, none is asked for


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, each cell with its head, the line as it stands in the table, and how much of the question.

    `fit` counts the words of the question that the row holds, and pairs of them.
    """

    text: str
    line: str
    fit: int


def asked_row(question: str, text: str) -> Row | None:
    """Return the row of a table that a question asks for; None for other text, and where no row stands out.

    A row stands out by the question's words, and pairs of them, that other rows do not have. Rows that stand together
    and fit alike, as those that span a cell do, are told as one.
    """
    head, rows = _table(text)
    if not rows:
        return None
    asked = _said(question)
    held = [asked & frozenset[str]().union(*map(_said, row)) for row in rows]
    shared = frozenset.intersection(*held)
    counts = [len(one - shared) for one in held]
    best = [place for place, count in enumerate(counts) if count == max(counts)]
    if not max(counts) or len(best) > MOST or best[-1] - best[0] >= len(best):
        return None
    lines = text.split("\n")[1:]
    told = _together(head, rows[best[0] : best[-1] + 1])
    return Row(told, "\n".join(lines[best[0] : best[-1] + 1]), len(held[best[0]]))


def tells_rows(told: str, text: str) -> bool:
    """Return whether a text is nothing but rows of a table, told as `asked_row` tells them."""
    head, rows = _table(text)
    parts = (rows[place : place + count] for place in range(len(rows)) for count in range(1, MOST + 1))
    return any(told == _together(head, part) for part in parts)


def _table(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the rows of a text that is a table; none of any other."""
    head, *rows = [line.split(CELL) for line in text.split("\n")]
    whole = len(rows) + 1 >= FEWEST and len(head) > 1 and all(len(row) == len(head) for row in rows)
    return (head, rows) if whole else ([], [])


def _together(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"{'; '.join(dict.fromkeys(_told(head, rows)))}."


def _said(text: str) -> frozenset[str]:
    words = terms(text)
    return frozenset((*words, *bigrams(words)))


def _told(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the cells of some rows, each behind the head of its column."""
    for row in rows:
        for name, cell in zip(head, row, strict=True):
            if cell.strip():
                yield f"{name.strip()}: {cell.strip()}" if name.strip() else cell.strip()
