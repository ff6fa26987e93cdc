"""A matrix: rows of cells become blocks, each with the heads of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.loading.cleaning import squeeze
from corpus.loading.struck import END, START
from corpus.records import Block, BlockKind

SAMPLE = 200  # rows by which the width of a table is told
MOST_HEADS = 3  # rows of heads, one above the other
WIDE = 0.6  # share of the usual width that the row of heads fills
LETTERS = 600  # of one part of a row: what the encoder reads at once, with figures in many cells
FEWEST_COLUMNS = 2  # in a table of so many a row of one cell is one whose value is missing
FEWEST_LETTERS = 3  # of a head that words between figures are: `n/a` is none
NOTE_LENGTH = 80  # letters from which a row of one cell is a note, and no heading of the rows below
MARKS = str.maketrans("", "", START + END)

_FIGURE = re.compile(r"[^\w]*[\d.,:/%() -]+(?:[A-Z]{3}|%)?|\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number, the text of each cell by its column from 0, and the columns that a cell spans with."""

    number: int
    cells: dict[int, str]
    joined: frozenset[int] = frozenset()

    @property
    def texts(self) -> list[str]:
        """The filled cells; one that spans columns counts once."""
        return [text for column, text in sorted(self.cells.items()) if column not in self.joined]


def matrix(sheet: str, rows: Iterable[Row]) -> Iterator[Block]:
    """Yield the blocks of a sheet; its name may be empty. A row is one block with the heads of its columns.

    What stands above the heads, and rows of one cell, are headings and notes.
    """
    filled = [row for row in rows if row.cells]
    if sheet and filled:
        yield Block(sheet, BlockKind.HEADING, 1)
    place = 0
    heads: dict[int, str] = {}
    width = _width(filled)
    while place < len(filled):
        row = filled[place]
        gap = place == 0 or row.number > filled[place - 1].number + 1
        if _opens(row, width, heads, gap=gap) or (gap and _breaks(filled[place - 1 : place + 2])):
            count = _head_rows(filled[place:])
            heads = _heads(filled[place : place + count])
            place += count
            continue
        place += 1
        if heads and row.cells == heads:  # repeated on each printed page
            continue
        yield from _blocks(sheet, row, heads, may_head=width > FEWEST_COLUMNS and place < len(filled))


def _width(rows: Sequence[Row]) -> float:
    """Return how many cells a row of the table usually has."""
    counts = [len(row.cells) for row in rows[:SAMPLE] if len(row.texts) > 1]
    return median(counts) if counts else 1.0


def _opens(row: Row, width: float, heads: dict[int, str], *, gap: bool) -> bool:
    """Return whether a row holds heads: the first that is wide enough, or behind a gap one of other columns."""
    texts = row.texts
    if len(texts) < 2 or len(row.cells) < WIDE * width:
        return False
    if sum(map(_is_figure, texts)) * 2 > len(texts):
        return False
    return not heads or (gap and row.cells.keys() != heads.keys() and row.cells.keys() - heads.keys() != set())


def _breaks(rows: Sequence[Row]) -> bool:
    """Return whether the second of three rows holds heads of a new table: words between figures of one column."""
    if len(rows) < 3 or rows[2].number > rows[1].number + 1:
        return False
    above, row, below = (row.cells for row in rows)
    words = all(sum(map(str.isalpha, text)) >= FEWEST_LETTERS and not _is_figure(text) for text in row.values())
    columns = list(row)[1:]
    return words and any(_is_figure(above.get(one, "")) and _is_figure(below.get(one, "")) for one in columns)


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text.translate(MARKS)) is not None


def _head_rows(rows: Sequence[Row]) -> int:
    """Return how many rows of heads stand above one another: a head that spans columns has others below it."""
    count = 1
    while count < min(MOST_HEADS, len(rows) - 1) and rows[count - 1].joined:
        count += 1
    return count


def _heads(rows: Sequence[Row]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for row in rows:
        for column, text in row.cells.items():
            parts = found.setdefault(column, [])
            if text not in parts:
                parts.append(text)
    return {column: " – ".join(parts) for column, parts in found.items()}


def _blocks(sheet: str, row: Row, heads: dict[int, str], *, may_head: bool) -> Iterator[Block]:
    label = f"{sheet}, row {row.number}" if sheet else f"row {row.number}"
    texts = row.texts
    bare = texts[0].translate(MARKS)
    is_note = len(bare) > NOTE_LENGTH or bare.endswith((".", ";"))
    if len(texts) == 1 and (not heads or is_note):
        yield Block(texts[0], label=label)
        return
    if len(texts) == 1 and may_head and any(map(str.isalpha, bare)):
        yield Block(texts[0], BlockKind.HEADING, 2)
        return
    pairs: list[str] = []
    for column, text in sorted(row.cells.items()):
        if column in row.joined and column not in heads:
            continue
        head = heads.get(column, "")
        pair = f"{head}: {text}" if head and head != text else text
        if text[:1] == START and text.find(END) == len(text) - 1:  # nothing stands of such a cell, its head neither
            pair = f"{START}{pair.translate(MARKS)}{END}"
            pairs[-1:] = [f"{pairs[-1]}{pair}"] if pairs else [pair]
        else:
            pairs.append(pair)
    for part in _parts([squeeze(pair) for pair in pairs]):
        yield Block("; ".join(part), BlockKind.TABLE, label=label)


def _parts(pairs: Sequence[str]) -> Iterator[list[str]]:
    """Cut a long row; what names the row, its first cell, stands in each part."""
    part: list[str] = []
    for pair in pairs:
        if len(part) > 1 and sum(map(len, part)) + len(pair) > LETTERS:
            yield part
            part = [pairs[0]] if len(pairs[0]) < LETTERS // 2 else []
        part.append(pair)
    if part:
        yield part
