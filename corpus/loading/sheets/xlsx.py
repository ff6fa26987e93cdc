"""Excel workbooks: the cells of each sheet that is shown, as they are shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.errors import InputError
from corpus.loading.cleaning import clean, hide, report, squeeze
from corpus.loading.marks import lowered, raised, settled
from corpus.loading.parts.archive import Archive, joined, opened
from corpus.loading.parts.trees import Element, local
from corpus.loading.sheets.describing import document_of
from corpus.loading.sheets.matrix import Row, matrix
from corpus.loading.sheets.shown import BUILT_IN, GENERAL, shown
from corpus.loading.struck import strike
from corpus.records import Block, Document

MOST_CELLS = 1_000_000  # filled ones of a workbook
MOST_JOINED = 2_000  # cells that one merged cell may fill; a whole column that is merged is drawn, not written
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
OFF = {"0", "false", "off"}

_HEIGHTS = {"superscript": raised, "subscript": lowered}
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(slots=True)
class _Looks:
    """The formats and struck fonts of a workbook's cells by the number of their style."""

    forms: list[str] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class _Book:
    strings: list[str]
    looks: _Looks
    since_1904: bool
    found: Counter[str]
    cells: int = 0
    uncounted: int = 0  # formulas whose values the file does not hold


def load_xlsx(data: bytes, name: str) -> Document:
    """Read a workbook; raise InputError for one that is damaged, locked, too large when unpacked, or without text."""
    found: Counter[str] = Counter()
    blocks: list[Block] = []
    with opened(data, name, "Excel workbook", ".xlsx") as archive:
        book_tree = archive.tree("xl/workbook.xml")
        if book_tree is None:
            raise KeyError("xl/workbook.xml")
        links = _links(archive)
        dated = next((one.get("date1904", "0") for one in book_tree.iter("{*}workbookPr")), "0")
        book = _Book(_strings(archive), _looks(archive), dated not in OFF, found)
        for sheet in book_tree.iter("{*}sheet"):
            tree = archive.tree(links.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION) or "", ""))
            if tree is None:
                continue
            if sheet.get("state", "visible") != "visible":
                hide(" ".join(text for row in _rows(tree, book, name) for text in row.cells.values()), found)
            else:
                blocks += matrix(squeeze(clean(sheet.get("name", ""), found)), _rows(tree, book, name))
    told = f"Left out: {book.uncounted} formulas whose values the file does not hold; save it again from a spreadsheet."
    return document_of(blocks, name, (*([told] if book.uncounted else []), *report(found)))


def _links(archive: Archive) -> dict[str, str]:
    tree = archive.tree("xl/_rels/workbook.xml.rels")
    links = () if tree is None else tree.iter("{*}Relationship")
    return {one.get("Id", ""): joined("xl", one.get("Target", "")) for one in links}


def _strings(archive: Archive) -> list[str]:
    """Return the shared strings, struck runs marked."""
    tree = archive.tree("xl/sharedStrings.xml")
    return [] if tree is None else [_string(one) for one in tree.iter("{*}si")]


def _string(element: Element) -> str:
    """Return the text of a string, whole or in runs; phonetic readings are none of it."""
    text = ""
    for child in element:
        if local(child) == "t":
            text += child.text or ""
        elif local(child) == "r":
            words = "".join(one.text or "" for one in child.iter("{*}t"))
            crossed = any(one.get("val", "1") not in OFF for one in child.iter("{*}strike"))
            height = next((one.get("val", "") for one in child.iter("{*}vertAlign")), "")
            if height in _HEIGHTS and text.strip():
                words = _HEIGHTS[height](text, words)
            text += strike(words) if crossed else words
    return settled(text)


def _looks(archive: Archive) -> _Looks:
    tree = archive.tree("xl/styles.xml")
    looks = _Looks()
    if tree is None:
        return looks
    own = {one.get("numFmtId", ""): one.get("formatCode", GENERAL) for one in tree.iter("{*}numFmt")}
    fonts = [
        any(one.get("val", "1") not in OFF for one in font.iter("{*}strike"))
        for fonts in tree.iter("{*}fonts")
        for font in fonts
    ]
    for style in (one for styles in tree.iter("{*}cellXfs") for one in styles):
        number, font = style.get("numFmtId", "0"), _whole(style.get("fontId", "0"))
        looks.forms.append(own.get(number) or BUILT_IN.get(_whole(number), GENERAL))
        looks.struck.append(font < len(fonts) and fonts[font])
    return looks


def _rows(sheet: Element, book: _Book, name: str) -> Iterator[Row]:
    """Yield the filled rows of a sheet; hidden rows and columns are counted and left out."""
    unseen = {
        column
        for one in sheet.iter("{*}col")
        if one.get("hidden", "0") not in OFF
        for column in range(_whole(one.get("min", "1")) - 1, min(_whole(one.get("max", "1")), 16_384))
    }
    merged = _merged(sheet)
    above: dict[tuple[int, int], str] = {}
    number = 0
    for row in sheet.iter("{*}row"):
        number = _whole(row.get("r", "")) or number + 1
        cells = _cells(row, unseen, book)
        book.cells += len(cells)
        if book.cells > MOST_CELLS:
            raise InputError(f"{name} has more than {MOST_CELLS:,} filled cells: split it into parts.")
        spanning = _join(cells, merged.get(number, {}), above)
        if cells:
            yield Row(number, cells, spanning)


def _cells(row: Element, unseen: set[int], book: _Book) -> dict[int, str]:
    """Return the filled cells of a row by their columns; of a hidden row or column they are counted."""
    cells: dict[int, str] = {}
    column = -1
    is_hidden = row.get("hidden", "0") not in OFF
    for cell in (one for one in row if local(one) == "c"):
        place = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(place.group(1)) if place else column + 1
        text = squeeze(clean(_cell(cell, book), book.found))
        if text and (is_hidden or column in unseen):
            hide(text, book.found)
        elif text:
            cells[column] = text
    return cells


def _join(
    cells: dict[int, str], merged: dict[tuple[int, int], tuple[int, int]], above: dict[tuple[int, int], str]
) -> frozenset[int]:
    """Fill the cells of merged ones from the first of each; return the columns that one spans with its left one."""
    spanning = set()
    for (line, column), (top, left) in merged.items():
        if (top, left) == (line, column):
            above[top, left] = cells.get(left, "")
        elif text := above.get((top, left), ""):
            cells.setdefault(column, text)
            if column != left:
                spanning.add(column)
    return frozenset(spanning)


def _merged(sheet: Element) -> dict[int, dict[tuple[int, int], tuple[int, int]]]:
    """Return, by row, the cells of merged ones, each as (row, column), with the first cell of theirs."""
    found: dict[int, dict[tuple[int, int], tuple[int, int]]] = {}
    for one in sheet.iter("{*}mergeCell"):
        corners = [_REFERENCE.fullmatch(corner) for corner in one.get("ref", "").split(":")]
        if len(corners) != 2 or None in corners:
            continue
        (left, top), (right, bottom) = ((_column(c.group(1)), int(c.group(2))) for c in corners if c is not None)
        if not 0 < (right - left + 1) * (bottom - top + 1) <= MOST_JOINED:
            continue
        for line in range(top, bottom + 1):
            for column in range(left, right + 1):
                found.setdefault(line, {})[line, column] = (top, left)
    return found


def _cell(cell: Element, book: _Book) -> str:
    """Return what a cell shows."""
    kind, style = cell.get("t", "n"), _whole(cell.get("s", "0"))
    value = next((one.text or "" for one in cell if local(one) == "v"), "")
    if kind == "inlineStr":
        text = next((_string(one) for one in cell if local(one) == "is"), "")
    elif kind == "s":
        place = _whole(value)
        text = book.strings[place] if value and place < len(book.strings) else ""
    elif kind == "b":
        text = {"1": "TRUE", "0": "FALSE"}.get(value, value)
    elif kind == "n" and value:
        form = book.looks.forms[style] if style < len(book.looks.forms) else GENERAL
        text = shown(value, form, since_1904=book.since_1904)
    else:
        text = value
    if not text and any(local(one) == "f" for one in cell):
        book.uncounted += kind == "n" and not value
    return strike(text) if style < len(book.looks.struck) and book.looks.struck[style] else text


def _column(letters: str) -> int:
    """Return the place of a column from 0: `AA` is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
