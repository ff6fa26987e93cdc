"""Tables without lines: rows whose pieces begin at the same places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.loading.pdf.columns import CLOSEST, Piece, is_prose, pieces_of
from corpus.loading.pdf.drawn.ink import Run

FEWEST_ROWS = 3
APART = 1.4  # of the size: a smaller gap is one between words
FEWEST_CLOSE = 5  # rows that have a smaller one at the same place before it parts cells
SAME = 3.0  # points within which pieces begin, end or are centred at the same place
LINE = 14.0  # letters of a piece on average: in columns of text it has more
FULL, MOSTLY = 0.75, 0.8  # of the widest piece of a column, and of its pieces
LETTERS = 32.0  # of a piece on average: longer ones are lines of text
CLOSE = 1.35  # times the size: a line no further below goes on in the cell above
FAR = 4.0  # times the size: a line further below belongs to no row

_LABEL = re.compile(r"\W?\(?(?:\d{1,3}[a-z]?|[a-zA-Z]{1,4})[.)]?\)?\W?|\W{1,3}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells by row, where it begins and how large its letters are, and the runs that it took."""

    cells: list[list[str]]
    x: float
    heights: list[float]
    size: float
    runs: frozenset[int]


def aligned_tables(runs: Sequence[Run]) -> list[Table]:
    """Return the tables of a page that have no lines around their cells."""
    tables = _found(runs, APART, FEWEST_ROWS)
    taken = {number for table in tables for number in table.runs}
    rest = [number for number in range(len(runs)) if number not in taken]
    close = _found([runs[number] for number in rest], CLOSEST, FEWEST_CLOSE)
    return [*tables, *(replace(one, runs=frozenset(rest[number] for number in one.runs)) for one in close)]


def _found(runs: Sequence[Run], apart: float, fewest: int) -> list[Table]:
    """Return the tables of so many rows at least whose cells stand so far apart, in sizes."""
    rows = pieces_of(runs, apart)
    tables: list[Table] = []
    start = 0
    while start < len(rows):
        stop = _stop(rows, start)
        found = _table(rows[start:stop], runs) if stop - start >= fewest else None
        if found is not None:
            tables.append(found)
        start = stop if found is not None else start + 1
    return tables


def _stop(rows: Sequence[Sequence[Piece]], start: int) -> int:
    """Return the row behind the last one that stands in the columns of the first."""
    columns = rows[start]
    if len(columns) < 2 or columns[0].runs[0] > columns[1].runs[0]:  # line numbers are drawn behind their line
        return start
    stop = start + 1
    while stop < len(rows):
        row, above = rows[stop], rows[stop - 1]
        if above[0].y - row[0].y > FAR * row[0].size or len(row) > len(columns):
            break
        if any(_column(piece, columns) is None for piece in row):
            break
        if len(row) == 1 and not _is_close(above, row) and not _is_close(row, *rows[stop + 1 : stop + 2]):
            break
        stop += 1
    while stop > start and len(rows[stop - 1]) < 2 and not _is_close(rows[stop - 2], rows[stop - 1]):
        stop -= 1
    return stop


def _is_close(row: Sequence[Piece], *below: Sequence[Piece]) -> bool:
    """Return whether there is a row below that stands as near as a line of the same cell."""
    return bool(below) and row[0].y - below[0][0].y <= CLOSE * row[0].size


def _column(piece: Piece, columns: Sequence[Piece]) -> int | None:
    """Return the column that a piece stands in: one that begins, ends or is centred where it does, alone."""
    for number, column in enumerate(columns):
        right = columns[number + 1].left if number + 1 < len(columns) else float("inf")
        alike = (
            abs(piece.left - column.left) <= SAME
            or abs(piece.right - column.right) <= SAME
            or abs(piece.left + piece.right - column.left - column.right) <= 2 * SAME
        )
        if alike and piece.right < right:
            return number
    return None


def _table(rows: Sequence[Sequence[Piece]], runs: Sequence[Run]) -> Table | None:
    full = [row for row in rows if len(row) > 1]
    pieces = [piece for row in full for piece in row]
    if len(full) < FEWEST_ROWS or sum(piece.letters for piece in pieces) > LETTERS * len(pieces):
        return None
    drawn = [[number for piece in row for number in piece.runs] for row in full]
    if sum(max(one) < min(other) for one, other in pairwise(drawn)) < MOSTLY * (len(drawn) - 1):
        return None  # what stands side by side by chance: a stamp beside a heading
    columns = rows[0]
    firsts = ["".join(runs[number].text for number in row[0].runs).strip() for row in full]
    labels = sum(_LABEL.fullmatch(text) is not None for text in firsts)
    if len(columns) == 2 and 2 * labels > len(firsts):
        return None  # the labels of a list, or the numbers of lines
    if sum(piece.letters for piece in pieces) > LINE * len(pieces) and _are_text(rows, columns):
        return None
    cells: list[list[str]] = []
    heights: list[float] = []
    for close in _close_rows(rows):
        whole = sum(len(row) > 1 for row in close) == 1  # cells of other heights may begin above the others
        for position, row in enumerate(close):
            texts = [""] * len(columns)
            for piece in row:
                texts[_column(piece, columns) or 0] = " ".join("".join(runs[n].text for n in piece.runs).split())
            if position and (whole or len(row) < len(columns)):
                cells[-1] = [f"{above}\n{text}".strip("\n") for above, text in zip(cells[-1], texts, strict=True)]
            else:
                cells.append(texts)
                heights.append(row[0].y)
    taken = frozenset(number for row in rows for piece in row for number in piece.runs)
    if len(cells) < FEWEST_ROWS - 1:
        return None
    return Table(cells, min(piece.left for piece in pieces), heights, pieces[0].size, taken)


def _close_rows(rows: Sequence[Sequence[Piece]]) -> list[list[Sequence[Piece]]]:
    """Part rows where they stand further apart than the lines of a cell."""
    parts: list[list[Sequence[Piece]]] = []
    for position, row in enumerate(rows):
        if position and _is_close(rows[position - 1], row):
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _are_text(rows: Sequence[Sequence[Piece]], columns: Sequence[Piece]) -> bool:
    """Return whether all columns are of text: their lines are as long as they can be, and of several all go on."""
    if not all(_is_full(rows, columns, number) for number in range(len(columns))):
        return False
    parted = ([piece for row in rows for piece in row if _column(piece, columns) == n] for n in range(len(columns)))
    return len(columns) == 2 or all(is_prose(pieces) for pieces in parted)


def _is_full(rows: Sequence[Sequence[Piece]], columns: Sequence[Piece], number: int) -> bool:
    """Return whether most pieces of a column are about as wide as the widest."""
    widths = [piece.right - piece.left for row in rows for piece in row if _column(piece, columns) == number]
    return sum(width > FULL * max(widths) for width in widths) >= MOSTLY * len(widths)
