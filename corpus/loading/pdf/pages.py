"""A page as lines: what is drawn on it is seen or hidden, put into reading order, and its tables become rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pypdf import PageObject, PdfReader

from corpus.loading.pdf.aligned import aligned_tables
from corpus.loading.pdf.columns import in_columns_of_text, in_reading_order, parted, stands_beside
from corpus.loading.pdf.drawn.drawing import Drawing
from corpus.loading.pdf.drawn.filled import Filled, filled_fields, struck_lines
from corpus.loading.pdf.drawn.fonts import UNMAPPED, Font
from corpus.loading.pdf.drawn.ink import Box, Ink, Run
from corpus.loading.pdf.drawn.layers import Layers
from corpus.loading.pdf.drawn.visible import Strikes, overprinted, visible
from corpus.loading.pdf.furniture import MARGIN
from corpus.loading.pdf.grid import Grid, grids
from corpus.loading.pdf.lines import Fragment, Line, lines_of, row_line
from corpus.loading.pdf.stray import with_labels

MOST_RUNS = 15_000  # of a page whose columns and tables are looked for: twice as many as it has letters
LONG_CELL = 900  # letters: a frame with so much in it is no cell
SCAN = 0.5  # of the page: a picture as large, on a page without text, is that of its text
FEWEST_LETTERS = 10
TICKS = ("☒", "☐")
UNREADABLE = 0.3  # of a page's letters: more without a meaning, and the page is told


@dataclass(slots=True)
class Pages:
    """Reads the pages of one document; what cannot be read is kept by page for the reader of the warnings."""

    reader: PdfReader
    found: Counter[str]
    pictures: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    _fonts: dict[object, Font] = field(default_factory=dict)

    def read(self) -> Iterator[tuple[list[Line], float]]:
        """Yield the lines and the height in points of each page."""
        layers = Layers(self.reader)
        for number, page in enumerate(self.reader.pages, 1):
            ink = Drawing(layers, self._fonts).page(page)
            ink.rules += struck_lines(page)
            box = _page_box(page)
            yield self._lines(ink, box, list(filled_fields(page, self.found)), number), float(page.mediabox.height)

    def _lines(self, ink: Ink, box: Box, fields: Sequence[Filled], number: int) -> list[Line]:
        seen, dashes = overprinted(self._mapped(visible(ink, box, self.found), number))
        runs = with_labels([part for run in seen for part in parted(run)])
        height = box[3] - box[1]
        within = [run for run in runs if run.scanned or MARGIN * height < run.y - box[1] < (1 - MARGIN) * height]
        if sum(len(run.text.strip()) for run in within) < FEWEST_LETTERS:  # a stamp or a foot is not the page's text
            size = (box[2] - box[0]) * height
            covered = sum((a.box[2] - a.box[0]) * (a.box[3] - a.box[1]) for a in ink.areas if a.picture)
            if covered > SCAN * size and number not in self.unmapped:
                self.pictures.append(number)
        strikes = Strikes([*ink.rules, *dashes])
        lines = _with_tables(runs, grids(ink.rules), strikes, number, self.found)
        return _with_fields(lines, fields, number)

    def _mapped(self, runs: list[Run], number: int) -> list[Run]:
        """Leave out letters whose meaning the file does not tell; a page with many is told."""
        letters = sum(len(run.pieces) for run in runs)
        unknown = sum(UNMAPPED in run.pieces for run in runs)
        if not unknown:
            return runs
        lost = sum(len(run.pieces) for run in runs if UNMAPPED in run.pieces)
        if lost > max(3.0, 0.02 * letters):
            self.unmapped.append(number)
        return [run for run in runs if run.pieces.count(UNMAPPED) <= UNREADABLE * len(run.pieces)]


def _page_box(page: PageObject) -> Box:
    box = page.cropbox
    left, bottom, right, top = (float(value) for value in (box.left, box.bottom, box.right, box.top))
    return (min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _with_tables(
    runs: Sequence[Run], found: Sequence[Grid], strikes: Strikes, number: int, counts: Counter[str]
) -> list[Line]:
    """Return the lines of a page with each table at the place of its first letters."""
    if len(runs) > MOST_RUNS:
        return lines_of(runs, number, strikes, counts)
    rows: dict[int, list[Line]] = {}  # by the place of the first run
    taken: set[int] = set()
    for grid in found:
        inside = [
            place for place, run in enumerate(runs) if run.angle == 0 and place not in taken and _is_in(run, grid)
        ]
        lines = _rows([runs[place] for place in inside], grid, strikes, number, counts) if inside else []
        if lines:
            rows[min(inside)] = lines
            taken.update(inside)
    if not rows and not stands_beside(runs):
        return lines_of(runs, number, strikes, counts)
    rest = [place for place in range(len(runs)) if place not in taken]
    of_text = {rest[position] for position in in_columns_of_text([runs[place] for place in rest])}
    rest = [place for place in rest if place not in of_text]
    for table in aligned_tables([runs[place] for place in rest]):
        places = {rest[position] for position in table.runs}
        rows[min(places)] = [
            row_line(cells, table.x, height, table.size, number)
            for cells, height in zip(table.cells, table.heights, strict=True)
        ]
        taken |= places
    if not rows:
        return lines_of(in_reading_order(runs), number, strikes, counts)
    result: list[Line] = []
    free: list[Run] = []
    for place, run in enumerate(runs):
        if place in rows:
            result += [*lines_of(in_reading_order(free), number, strikes, counts), *rows[place]]
            free = []
        if place not in taken:
            free.append(run)
    return [*result, *lines_of(in_reading_order(free), number, strikes, counts)]


def _is_in(run: Run, grid: Grid) -> bool:
    return grid.cell(run.x + 0.3 * run.size, run.y + 0.3 * run.size) is not None


def _rows(runs: Sequence[Run], grid: Grid, strikes: Strikes, number: int, counts: Counter[str]) -> list[Line]:
    """Return the rows of a table with lines around its cells; none where it is a frame around text."""
    held: dict[int, list[Run]] = {}
    for run in runs:
        cell = grid.cell(run.x + 0.3 * run.size, run.y + 0.3 * run.size)
        if cell is not None:
            held.setdefault(cell, []).append(run)
    texts = {
        cell: "\n".join(
            line.text for line in lines_of(sorted(own, key=lambda run: -round(run.y)), number, strikes, counts)
        )
        for cell, own in held.items()
    }
    if len(texts) < 2 or max(map(len, texts.values())) > LONG_CELL:
        return []
    result: list[Line] = []
    size = max(runs, key=lambda run: len(run.pieces)).size
    for row, (bottom, _) in zip(grid.cells, grid.rows, strict=True):
        cells = [texts.get(cell, "") for cell in dict.fromkeys(row)]
        if any(cells):
            result.append(row_line(cells, grid.box[0], bottom, size, number))
    return result


def _with_fields(lines: list[Line], fields: Sequence[Filled], number: int) -> list[Line]:
    """Put what fields hold behind the words that stand left of them, or on a line of its own."""
    for item in sorted(fields, key=lambda item: (-item.box[1], item.box[0])):
        left, bottom, _, top = item.box
        beside = [
            place for place, line in enumerate(lines)
            if not line.rotated and bottom - 3 <= line.y + 0.3 * line.size <= top + 3 and line.x < left
        ]  # fmt: skip
        text = " ".join(item.text.split())
        ticked = [
            place for place, line in enumerate(lines)
            if text in TICKS and not line.rotated and abs(line.y - bottom) < item.box[3] - bottom + 3 and line.x > left
        ]  # fmt: skip
        if ticked:
            place = min(ticked, key=lambda place: lines[place].x)
            line = lines[place]
            part = Fragment(f"{text} ", line.x, line.y, line.size, line.bold, end=line.x)
            lines[place] = replace(line, fragments=(part, *line.fragments), alone=True)
        elif beside:
            place = max(beside, key=lambda place: lines[place].x)
            line = lines[place]
            colon = "" if line.text.endswith((":", "?", ".", *TICKS)) or text in TICKS else ":"
            part = Fragment(f"{colon} {text}", left, line.y, line.size, line.bold, end=item.box[2])
            lines[place] = replace(line, fragments=(*line.fragments, part), alone=True)
        else:
            below = next((place for place, line in enumerate(lines) if line.y < bottom), len(lines))
            size = lines[0].size if lines else 10.0
            lines.insert(below, Line((Fragment(text, left, bottom, size, end=item.box[2]),), number, alone=True))
    return lines
