"""Columns: pages whose lines were drawn across two columns are read down the one and then the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.loading.pdf.drawn.ink import Run

FEWEST_ROWS = 4  # lines on each side before they count as a column
LETTERS = 12.0  # of a line on each side on average: cells of tables have fewer
GUTTER = 6.0  # points between columns
APART = 1.0  # of the size: a gap from here on parts two pieces of a row
BIN = 4.0  # points in which a gutter is looked for
DEEPEST = 3  # columns within columns
TURNS = 0.35  # of the rows: how often the drawing changes sides where it goes across


@dataclass(slots=True)
class Piece:
    """Runs of one row that stand together, with their places in the order of drawing."""

    left: float
    right: float
    y: float
    size: float
    runs: list[int]
    letters: int

    def add(self, number: int, run: Run) -> None:
        """Add the next run to the right."""
        self.right = max(self.right, run.end)
        self.runs.append(number)
        self.letters += len(run.pieces)


def in_reading_order(runs: Sequence[Run], depth: int = 0) -> list[Run]:
    """Return the runs of a page with columns one after the other, where they were drawn line by line across."""
    rows = pieces_of(runs)
    split = _columns(rows) if depth < DEEPEST else None
    if split is None:
        return list(runs)
    first, last, x = split
    band = [piece for row in rows[first : last + 1] for piece in row]
    left, right = ([piece for piece in band if (piece.left < x) is side] for side in (True, False))
    side = {number: piece.left < x for piece in band for number in piece.runs}
    drawn = [side[number] for number in sorted(side)]
    turns = sum(one != other for one, other in pairwise(drawn))
    if turns < TURNS * (last - first + 1):
        return list(runs)
    columns = [
        run
        for pieces in (left, right)
        for run in in_reading_order([runs[number] for piece in pieces for number in piece.runs], depth + 1)
    ]
    start = min(side)
    before = [run for number, run in enumerate(runs) if number < start]
    after = [run for number, run in enumerate(runs) if number > start and number not in side]
    return [*before, *columns, *after]


def pieces_of(runs: Sequence[Run], apart: float = APART) -> list[list[Piece]]:
    """Return the rows of upright runs from the top, each as pieces from the left; `apart` is in sizes."""
    order = sorted(
        (number for number, run in enumerate(runs) if run.angle == 0 and run.text.strip()),
        key=lambda number: (-runs[number].y, runs[number].x),
    )
    rows: list[list[int]] = []
    for number in order:
        height = runs[rows[-1][0]].y if rows else 0.0
        if rows and height - runs[number].y < 0.4 * runs[number].size:
            rows[-1].append(number)
        else:
            rows.append([number])
    return [list(_pieces(runs, sorted(row, key=lambda number: runs[number].x), apart)) for row in rows]


def _pieces(runs: Sequence[Run], row: Sequence[int], apart: float) -> Iterator[Piece]:
    piece: Piece | None = None
    for number in row:
        run = runs[number]
        if piece is not None and run.x - piece.right < apart * run.size:
            piece.add(number, run)
            continue
        if piece is not None:
            yield piece
        piece = Piece(run.x, run.end, run.y, run.size, [number], len(run.pieces))
    if piece is not None:
        yield piece


def _columns(rows: Sequence[Sequence[Piece]]) -> tuple[int, int, float] | None:
    """Return the first and last row of the longest stretch of two columns, and where these part; or None."""
    pieces = [piece for row in rows for piece in row]
    if sum(sum(piece.letters >= LETTERS / 2 for piece in row) > 1 for row in rows) < FEWEST_ROWS:
        return None  # nothing stands beside anything but the numbers of lines
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = right - left
    best: tuple[int, int, float] | None = None
    for step in range(int(0.2 * width / BIN), int(0.8 * width / BIN) + 1):
        x = left + step * BIN
        for first, last in _stretches(rows, x):
            if best is None or last - first > best[1] - best[0]:
                band = [piece for row in rows[first : last + 1] for piece in row]
                if _are_columns(band, x):
                    best = (first, last, x)
    return best


def _stretches(rows: Sequence[Sequence[Piece]], x: float) -> Iterator[tuple[int, int]]:
    """Yield the first and last of rows that follow one another and that nothing at `x` crosses."""
    first: int | None = None
    for number, row in enumerate([*rows, None]):
        free = row is not None and not any(piece.left < x < piece.right for piece in row)
        if free and first is None:
            first = number
        elif not free and first is not None:
            if number - first >= FEWEST_ROWS:
                yield first, number - 1
            first = None


def _are_columns(band: Sequence[Piece], x: float) -> bool:
    sides = [[piece for piece in band if (piece.left < x) is left] for left in (True, False)]
    if any(len(side) < FEWEST_ROWS or sum(p.letters for p in side) < LETTERS * len(side) for side in sides):
        return False
    return min(piece.left for piece in sides[1]) - max(piece.right for piece in sides[0]) >= GUTTER
