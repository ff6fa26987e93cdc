"""OpenDocument spreadsheets: the cells of each sheet that is shown, as they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.errors import InputError
from corpus.loading.cleaning import clean, hide, report, squeeze
from corpus.loading.odf.lines import Lines
from corpus.loading.odf.styles import Styles
from corpus.loading.parts.archive import opened
from corpus.loading.parts.runs import Look, line
from corpus.loading.parts.trees import Element, local
from corpus.loading.sheets.describing import document_of
from corpus.loading.sheets.matrix import Row, matrix
from corpus.records import Block, Document

MOST_CELLS = 1_000_000  # filled ones of a spreadsheet
MOST_REPEATED = 200  # times that a filled cell or row is read again; a longer run is a fill, drawn and not written
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def load_ods(data: bytes, name: str) -> Document:
    """Read a spreadsheet; raise InputError for one that is damaged, locked, too large unpacked, or without text."""
    found: Counter[str] = Counter()
    with opened(data, name, "OpenDocument spreadsheet", ".ods") as archive:
        manifest = archive.tree("META-INF/manifest.xml")
        if manifest is not None and any(local(one) == "encryption-data" for one in manifest.iter("{*}*")):
            raise InputError(f"{name} is locked with a password: save it without one.")
        content, styles = archive.tree("content.xml"), archive.tree("styles.xml")
    if content is None:
        raise InputError(f"{name} is no OpenDocument spreadsheet, or is damaged: download it again or save it as .ods.")
    known = Styles(styles, content)
    reader = _Sheets(Lines(content, known, found), known, found, name)
    blocks: list[Block] = []
    for sheet in content.iter(f"{TABLE}table"):
        rows = list(reader.rows(sheet))
        if known.shows_table(sheet.get(f"{TABLE}style-name", "")):
            blocks += matrix(squeeze(clean(sheet.get(f"{TABLE}name", ""), found)), rows)
        else:
            hide(" ".join(text for row in rows for text in row.cells.values()), found)
    return document_of(blocks, name, report(found))


class _Sheets:
    """Reads the rows of sheets, and counts their cells."""

    def __init__(self, lines: Lines, styles: Styles, found: Counter[str], name: str) -> None:
        self._lines, self._styles, self._found, self._name = lines, styles, found, name
        self._cells = 0

    def rows(self, sheet: Element) -> Iterator[Row]:
        """Yield the filled rows of a sheet; a cell that spans others stands in each of them."""
        number = 1
        below: dict[int, tuple[int, str]] = {}  # by column: for how many rows a cell above goes on, and its text
        for row in sheet.iter(f"{TABLE}table-row"):
            repeated = _count(row, "number-rows-repeated")
            cells, spanning = self._row(row, below)
            if row.get(f"{TABLE}visibility", "visible") != "visible":
                hide(" ".join(cells.values()), self._found)
                cells = {}
            for again in range(min(repeated, MOST_REPEATED) if cells else 0):
                self._cells += len(cells)
                if self._cells > MOST_CELLS:
                    raise InputError(f"{self._name} has more than {MOST_CELLS:,} filled cells: split it into parts.")
                yield Row(number + again, cells, spanning)
            number += repeated

    def _row(self, row: Element, below: dict[int, tuple[int, str]]) -> tuple[dict[int, str], frozenset[int]]:
        cells: dict[int, str] = {}
        spanning: set[int] = set()
        column, left, text = 0, 0, ""
        for cell in row:
            repeated = _count(cell, "number-columns-repeated")
            if local(cell) == "table-cell":
                text, left = self._text(cell), _count(cell, "number-columns-spanned") - 1
                rows = _count(cell, "number-rows-spanned") - 1
                for place in range(column, column + min(repeated, MOST_REPEATED)):
                    below[place] = (rows, text)
                    if text:
                        cells[place] = text
            elif local(cell) == "covered-table-cell":
                for place in range(column, column + min(repeated, MOST_REPEATED)):
                    goes_on, above = below.get(place, (0, ""))
                    if left > 0 and text:
                        cells[place] = text
                        spanning.add(place)
                        left -= 1
                    elif goes_on > 0 and above:
                        cells[place] = above
                        below[place] = (goes_on - 1, above)
            column += repeated
        return cells, frozenset(spanning)

    def _text(self, cell: Element) -> str:
        around = self._styles.look("table-cell", cell.get(f"{TABLE}style-name", ""), Look())
        lines = (line(self._lines.runs(one, around)[0], self._found) for one in cell if local(one) == "p")
        return " ".join(text for text in lines if text)


def _count(element: Element, name: str) -> int:
    value = element.get(f"{TABLE}{name}", "1")
    return int(value) if value.isdecimal() and 0 < len(value) < 8 else 1
