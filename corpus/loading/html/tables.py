"""Tables of a page: which ones only set text beside text, and the rows of the others with their heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from corpus.loading.cleaning import squeeze
from corpus.loading.html.inline import BLOCKS, lines_in, text_of

LONG_CELL = 250  # letters: cells of more on the average, in blocks of their own, are no figures
LABEL_LENGTH = 12
MOST_LAYOUT = 50  # cells of a table that lays out a page
MOST_CELLS = 2_000_000  # cells that spans may make of a table; where they would make more, none counts
MOST_DIGITS = 6  # of a span: more is the whole width
MOST_HEADS = 5  # rows at the top that can be heads
_LABEL = re.compile(r"\W{0,2}\w{1,5}\W{0,2}|[—–-]|\(?\w{1,6}[.)]|[►▼]\w{1,3}")

_FIGURE = re.compile(r"\W*(?:[A-Z$€£¥]{1,3}\s?)?\d[\d.,\s]*\W?(?:\s?\w{1,12})?")

Cells = list[etree._Element]  # noqa: SLF001 - lxml names its type so


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table as text, every span filled; the first `heads` rows are the heads of the columns."""

    rows: tuple[tuple[str, ...], ...]
    heads: int


def rows_of(table: etree._Element) -> list[Cells]:
    """Return the cells of a table's own rows, without those of tables within it."""
    rows: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows += [row for row in child if row.tag == "tr"]
    return [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]


def sets_text(table: etree._Element, rows: Sequence[Cells]) -> bool:
    """Return whether a table only sets labels beside their text, or lays out a page."""
    if table.get("role") in {"presentation", "none"} or not any(rows):
        return True
    cells = [cell for row in rows for cell in row]
    if any(next(cell.iterdescendants("h1", "h2", "h3"), None) is not None for cell in cells if cell.tag == "td"):
        return True  # headings of a page, and no heads of columns
    if any(cell.tag == "th" for cell in cells):
        return False
    if all(len(row) <= 2 for row in rows) and all(len(row) < 2 or _is_label(row[0]) for row in rows):
        return True
    blocks = sum(_has_blocks(cell) for cell in cells)
    return blocks > 0 and len(cells) < MOST_LAYOUT and _letters(cells) > LONG_CELL * len(cells)


def grid(rows: Sequence[Cells]) -> Grid:
    """Return the text of a table with every cell repeated over the rows and columns that it spans.

    Several rows of heads become one, from the top down: `Haircut: licence A`. A row of one cell over the whole width
    is the head of the rows below it, and stands in their first cell.
    """
    heads = _heads(rows)
    filled = list(_filled(rows))
    width = max((len(row) for row in filled), default=0)
    lines: list[tuple[str, ...]] = []
    if heads:
        columns = zip(*(row + [""] * (width - len(row)) for row in filled[:heads]), strict=True)
        lines.append(tuple(": ".join(dict.fromkeys(filter(None, column))) for column in columns))
    group = ""
    body = [
        (cells, line) for cells, row in zip(rows[heads:], filled[heads:], strict=True) for line in _beside(cells, row)
    ]
    for cells, row in body:
        if width > 1 and len(cells) == 1 and len(row) == width and len(set(row)) == 1:
            group = row[0]
            lines.append((group,))
            continue
        lines.append((f"{group}: {row[0]}", *row[1:]) if group and row and row[0] else tuple(row))
    return Grid(tuple(lines), min(heads, 1))


def _beside(cells: Cells, row: list[str]) -> list[list[str]]:
    """Return the rows that one is where its cells hold as many lines each, of which one cell's are all figures."""
    if len(cells) != len(row) or not any(next(cell.iter("br"), None) is not None for cell in cells):
        return [row]
    lines = [[line for part in lines_in(cell).split("\n") if (line := squeeze(part))] for cell in cells]
    most = max(map(len, lines))
    whole = [one for one in lines if len(one) > 1]
    figures = any(all(_FIGURE.fullmatch(line) for line in one) for one in whole)
    if most < 2 or len(whole) < 2 or any(len(one) != most for one in whole) or not figures:
        return [row]
    return [[one[place] if len(one) > 1 else "".join(one) for one in lines] for place in range(most)]


def _heads(rows: Sequence[Cells]) -> int:
    """Return how many rows at the top are heads: those of `thead`, those of nothing but `th`, or the first one."""
    count = 0
    for row in islice(rows, MOST_HEADS):
        in_head = bool(row) and row[0].getparent().getparent().tag == "thead"
        if not in_head and not (row and all(cell.tag == "th" for cell in row)):
            break
        count += 1
    if len(rows) < 2:
        return 0
    return min(count, len(rows) - 1) or 1


def _filled(rows: Sequence[Cells]) -> Iterator[list[str]]:
    """Yield the text of each row with its spans filled; spans that would fill the memory count as none."""
    most = max((len(row) for row in rows), default=0)
    spans = [[(_span(cell, "colspan", most), _span(cell, "rowspan", len(rows))) for cell in row] for row in rows]
    if sum(wide * high for row in spans for wide, high in row) > MOST_CELLS:
        spans = [[(1, 1) for _ in row] for row in rows]
    down: dict[int, tuple[str, int]] = {}  # column -> text that reaches down, and for how many more rows
    for row, sizes in zip(rows, spans, strict=True):
        texts = [squeeze(text_of(cell)) for cell in row]
        if not down and all(size == (1, 1) for size in sizes):
            yield texts
            continue
        line: list[str] = []
        reaching: dict[int, tuple[str, int]] = {}
        for text, (wide, high) in zip(texts, sizes, strict=True):
            _fill(line, down, reaching)
            for _ in range(wide):
                down.pop(len(line), None)
                if high > 1:
                    reaching[len(line)] = (text, high - 1)
                line.append(text)
        _fill(line, down, reaching)
        down |= reaching
        yield line


def _fill(line: list[str], down: dict[int, tuple[str, int]], reaching: dict[int, tuple[str, int]]) -> None:
    """Put into a row what reaches down into its next columns."""
    while len(line) in down:
        text, left = down.pop(len(line))
        if left > 1:
            reaching[len(line)] = (text, left - 1)
        line.append(text)


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name)
    if text is None:
        return 1
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    return most if len(text) > MOST_DIGITS or int(text) == 0 else max(1, min(int(text), most))


def _is_label(cell: etree._Element) -> bool:
    parts: list[str] = []
    length = 0
    for part in cell.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > LABEL_LENGTH:
            return False
    return _LABEL.fullmatch(squeeze("".join(parts))) is not None


def _has_blocks(cell: etree._Element) -> bool:
    return next(cell.iterdescendants(*BLOCKS), None) is not None


def _letters(cells: Sequence[etree._Element]) -> int:
    return sum(len(part.strip()) for cell in cells for part in cell.itertext())
