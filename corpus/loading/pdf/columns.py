"""Columns: pages whose lines were drawn across two columns are read down the one and then the other.

Where the gutter is, all rows of a page tell together. Whether what stands on its sides is text or a table is told by
whether its lines go on in the next one (`is_prose`), for which a table may have lines as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.loading.pdf.drawn.ink import Run

FEWEST_ROWS = 4  # lines on each side before they count as a column
LETTERS = 12.0  # of a line on each side on average: cells of tables have fewer
GUTTER = 6.0  # points between columns
APART = 1.0  # of the size: a gap from here on parts two pieces of a row
CLOSEST = 0.6  # of the size: cells of a table may stand so close
BIN = 4.0  # points in which a gutter is looked for
DEEPEST = 3  # columns within columns
TURNS = 0.35  # of the rows: how often the drawing changes sides where it goes across
LINE_BY_LINE = 1.5  # of them: how often where it goes across in every row; a cell of several lines is drawn at once
FEWEST_BESIDE = 3  # rows of text beside text
RUNNING = 0.35  # of the lines of a column: how many go on in the next one; in a column of figures none does
FEWEST_RUNNING = 2
FULL = 0.6  # of the width of a column: a line that goes on in the next one is at least as long
LONG = 20  # letters of a line that may go on with a figure
LABEL = 6.0  # letters on average: a narrower column holds the labels of the one beside it
WORD = 4  # letters: what is shorter is a label, or the number of a line
DANGLING = re.compile(r"\b(?:an?|and|at|by|for|from|in|of|on|or|than|that|the|this|to|with)\Z")  # ends no cell
WIDE_BLANK = re.compile(r"(?<=\S) {3,}(?=\S)")

_SENTENCE_END = ".;:!?。；：！？"
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff，、]")


@dataclass(slots=True)
class Piece:
    """Runs of one row that stand together, with their places in the order of drawing."""

    left: float
    right: float
    y: float
    size: float
    runs: list[int]
    letters: int
    text: str

    def add(self, number: int, run: Run) -> None:
        """Add the next run to the right."""
        self.right = max(self.right, run.end)
        self.runs.append(number)
        self.letters += len(run.pieces)
        self.text += run.text.rstrip()


def parted(run: Run) -> list[Run]:
    """Return the parts of a run that blanks hold apart, as typewritten columns are."""
    text = run.text
    if "   " not in text or len(text) != len(run.pieces):
        return [run]
    cuts = [0, *(match.end() for match in WIDE_BLANK.finditer(text)), len(text)]
    parts: list[Run] = []
    for start, stop in pairwise(cuts):
        end = start + len(text[start:stop].rstrip()) if stop < len(text) else stop
        x = run.edges[start] if start else run.x
        parts.append(replace(run, pieces=run.pieces[start:end], edges=run.edges[start : end + 1], x=x))
    return parts


def stands_beside(runs: Sequence[Run]) -> bool:
    """Return whether enough rows of a page have words beside words for it to hold columns or tables."""
    return sum(len(row) > 1 for row in pieces_of(runs, CLOSEST)) >= FEWEST_BESIDE


def in_reading_order(runs: Sequence[Run], depth: int = 0) -> list[Run]:
    """Return the runs of a page with columns one after the other, where they were drawn line by line across."""
    found = _split(runs, _are_columns) if depth < DEEPEST else None
    if found is None:
        return list(runs)
    side = found.side
    if found.turns < TURNS * found.beside:
        columns = [runs[number] for number in sorted(side)]
    else:
        columns = [
            run
            for left in (True, False)
            for run in in_reading_order([runs[number] for number in found.numbers if side[number] is left], depth + 1)
        ]
    start = min(side)
    before = [run for number, run in enumerate(runs) if number < start]
    after = [run for number, run in enumerate(runs) if number > start and number not in side]
    return [*in_reading_order(before, depth), *columns, *in_reading_order(after, depth)]


def in_columns_of_text(runs: Sequence[Run]) -> set[int]:
    """Return the places of the runs that stand in columns of text drawn across line by line, and so in no table."""
    rest = list(range(len(runs)))
    found: set[int] = set()
    while split := _split([runs[place] for place in rest], _are_text):
        if split.turns < LINE_BY_LINE * split.beside:
            break
        found.update(rest[number] for number in split.side)
        rest = [place for place in rest if place not in found]
    return found


@dataclass(slots=True)
class Split:
    """Two columns: which runs stand in the left one, how often the drawing goes across, and rows with both."""

    side: dict[int, bool]
    numbers: list[int]  # from the top, each row from the left
    turns: int
    beside: int


def _split(runs: Sequence[Run], are_columns: Callable[[Sequence[Sequence[Piece]], float], bool]) -> Split | None:
    """Return the longest stretch of two columns."""
    rows = pieces_of(runs)
    split = _columns(rows, are_columns)
    if split is None:
        return None
    first, last, x = split
    band = rows[first : last + 1]
    side = {number: piece.left < x for row in band for piece in row for number in piece.runs}
    drawn = [side[number] for number in sorted(side)]
    turns = sum(one != other for one, other in pairwise(drawn))
    return Split(side, [*side], turns, sum(_is_beside(row, x) for row in band))


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
        piece = Piece(run.x, run.end, run.y, run.size, [number], len(run.pieces), run.text.strip())
    if piece is not None:
        yield piece


def _columns(
    rows: Sequence[Sequence[Piece]], are_columns: Callable[[Sequence[Sequence[Piece]], float], bool]
) -> tuple[int, int, float] | None:
    """Return the first and last row of the longest stretch of two columns, and where these part; or None."""
    pieces = [piece for row in rows for piece in row]
    if sum(sum(piece.letters >= WORD for piece in row) > 1 for row in rows) < FEWEST_BESIDE:
        return None  # nothing stands beside anything but the numbers of lines
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = right - left
    best: tuple[int, int, float] | None = None
    for step in range(int(0.2 * width / BIN), int(0.8 * width / BIN) + 1):
        x = left + step * BIN
        for first, last in _stretches(rows, x):
            if (best is None or last - first > best[1] - best[0]) and are_columns(rows[first : last + 1], x):
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
            if number - first >= FEWEST_BESIDE:
                yield first, number - 1
            first = None


def _is_beside(row: Sequence[Piece], x: float) -> bool:
    """Return whether something stands on both sides."""
    return row[0].left < x <= row[-1].left


def _are_columns(band: Sequence[Sequence[Piece]], x: float) -> bool:
    """Return whether both sides of a gutter are columns: of lines that are long enough, or of text."""
    sides = _sides(band, x)
    long = all(len(s) >= FEWEST_ROWS and sum(p.letters for p in s) >= LETTERS * len(s) for s in sides)
    return bool(sides) and (long or _are_text(band, x))


def _are_text(band: Sequence[Sequence[Piece]], x: float) -> bool:
    """Return whether both sides of a gutter are columns of text."""
    sides = _sides(band, x)
    beside = sum(_is_beside(row, x) for row in band)
    return bool(sides) and beside >= FEWEST_BESIDE and all(is_prose(side) for side in sides)


def _sides(band: Sequence[Sequence[Piece]], x: float) -> list[list[Piece]]:
    """Return what stands left and right of a gutter; nothing where it is no gutter."""
    sides = [[piece for row in band for piece in row if (piece.left < x) is left] for left in (True, False)]
    apart = all(sides) and min(p.left for p in sides[1]) - max(p.right for p in sides[0]) >= GUTTER
    return sides if apart else []


def is_prose(pieces: Sequence[Piece]) -> bool:
    """Return whether the lines of a column, or of the columns side by side in it, go on in the next ones."""
    lanes: list[list[Piece]] = []
    reach = float("-inf")
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if piece.left < reach:
            lanes[-1].append(piece)
        else:
            lanes.append([piece])
        reach = max(reach, piece.right)
    texts = [lane for lane in lanes if sum(piece.letters for piece in lane) >= LABEL * len(lane)]
    return bool(texts) and all(_runs_on(lane) for lane in texts)


def _runs_on(lane: Sequence[Piece]) -> bool:
    lines = sorted(lane, key=lambda piece: (-piece.y, piece.left))
    width = max(piece.right for piece in lines) - min(piece.left for piece in lines)
    going = sum(_goes_on(before, line, width) for before, line in pairwise(lines))
    return going >= max(FEWEST_RUNNING, RUNNING * (len(lines) - 1))


def _goes_on(before: Piece, line: Piece, width: float) -> bool:
    """Return whether a line of text goes on in the next: by a small letter, a figure, or ideographs without an end."""
    end, start = before.text[-1:], line.text[:1]
    if before.right - before.left < FULL * width or before.letters < LETTERS:
        return False
    if _IDEOGRAPH.match(end) and _IDEOGRAPH.match(start):
        return True
    if DANGLING.search(before.text):
        return True
    return start.islower() or (start.isdigit() and before.letters >= LONG and end not in _SENTENCE_END)
