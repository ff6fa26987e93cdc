"""A comparison as a file: XLSX and Markdown with a column per place, CSV with a row per statement."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.answering.comparison import NOT_FOUND, Cell, Comparison
from assistant.answers.naming import full_name
from assistant.answers.records import Citation, Hit, Statement
from assistant.answers.rows import Row, citation_row, readable, statement_row
from assistant.exporting.spreadsheets import csv_text, workbook_cell
from corpus.errors import InputError
from corpus.files import write_whole
from corpus.language.dates import written_day
from corpus.records import PartialDate, Standing

SOURCE_COLUMNS = (
    "source", "place", "title", "locator", "page", "standing", "published", "applies from", "ended", "checked to",
    "official text", "cited words",
)  # fmt: skip
STATEMENT_COLUMNS = ("aspect", "place", "statement", *SOURCE_COLUMNS[0:1], *SOURCE_COLUMNS[2:-1])
WIDTHS = {"aspect": 22, "place": 20, "title": 44, "official text": 50, "cited words": 70, "locator": 14}
ENDINGS = (".xlsx", ".csv", ".md")
PLACE_WIDTH, OTHER_WIDTH = 52, 16  # characters


def comparison_row(comparison: Comparison, cells: Sequence[Cell]) -> Row:
    """Return a comparison as `compare --json` prints it."""
    return {
        "question": comparison.question,
        "as_of": comparison.as_of.isoformat(),
        "places": list(comparison.places),
        "aspects": [comparison.name(aspect) for aspect in comparison.aspects],
        "cells": [
            {
                "place": cell.place,
                "aspect": comparison.name(cell.aspect),
                "found": bool(cell.statements),
                "confidence": cell.sure,
                "statements": [statement_row(statement) for statement in cell.statements],
            }
            for cell in cells
        ],
        "citations": [citation_row(citation) for citation, _ in sources(cells)],
    }


def sources(cells: Sequence[Cell]) -> list[tuple[Citation, Hit]]:
    """Return what the cells cite, each marker once, with the passage behind it."""
    cited: dict[str, tuple[Citation, Hit]] = {}
    for cell in cells:
        hits = {hit.passage.id: hit for hit in cell.hits}
        for statement in cell.statements:
            for citation in statement.citations:
                cited.setdefault(citation.marker, (citation, hits[citation.passage_id]))
    return list(cited.values())


def said(statement: Statement) -> str:
    """Return a statement as plain text with its standing, where it is no rule in force, and its markers."""
    standing = statement.citations[0].standing
    label = "" if standing is Standing.IN_FORCE else f"({standing.value}) "
    return f"{label}{statement.text} {''.join(f'[{citation.marker}]' for citation in statement.citations)}"


def grid(comparison: Comparison, cells: Sequence[Cell]) -> Iterator[tuple[str, ...]]:
    """Yield the table as rows of plain text: the header, then an aspect a row; an empty cell says that it is."""
    by_place = {(cell.aspect.label, cell.place): cell for cell in cells}
    yield ("aspect", *comparison.places)
    for aspect in comparison.aspects:
        row = (by_place[aspect.label, place] for place in comparison.places)
        yield (
            comparison.name(aspect),
            *("\n".join(map(said, cell.statements)) or NOT_FOUND for cell in row),
        )


def csv_bytes(comparison: Comparison, cells: Sequence[Cell]) -> bytes:
    """Return the statements as CSV, a row each with its source; UTF-8 with the mark by which spreadsheets know it."""
    rows: list[Sequence[Any]] = [STATEMENT_COLUMNS]
    for cell in cells:
        hits = {hit.passage.id: hit for hit in cell.hits}
        head = (comparison.name(cell.aspect), cell.place)
        if not cell.statements:
            rows.append((*head, NOT_FOUND, *[""] * (len(STATEMENT_COLUMNS) - 3)))
        for statement in cell.statements:
            for citation in statement.citations:
                marker, _, *rest, _ = _source(citation, hits[citation.passage_id])
                rows.append((*head, statement.text, marker, *rest))
    return csv_text(rows).encode("utf-8-sig")


def markdown_text(comparison: Comparison, cells: Sequence[Cell]) -> str:
    """Return the table and its sources as Markdown; no text of a source becomes markup."""
    header, *rows = grid(comparison, cells)
    lines = [_line(header), _line(["---"] * len(header), plain=False), *map(_line, rows)]
    listed = [_listed(citation, hit) for citation, hit in sources(cells)]
    day = f"As of {written_day(comparison.as_of)}."
    return "\n".join([day, "", *lines, "", *listed, ""])


def _line(cells: Sequence[str], *, plain: bool = True) -> str:
    shown = [
        "<br>".join(readable(line).replace("|", "\\|") for line in cell.split("\n")) if plain else cell
        for cell in cells
    ]
    return f"| {' | '.join(shown)} |"


def _listed(citation: Citation, hit: Hit) -> str:
    page = f", page {citation.page}" if citation.page is not None else ""
    name = full_name(hit.policy)
    facts = f"[{citation.marker}] {name}, {citation.locator}{page} ({citation.standing.value})"
    published = f", published {hit.passage.life.published}" if hit.passage.life.published else ""
    url = f" {readable(citation.url)}" if citation.url else ""
    return f"- {readable(facts + published)}{url}"


def workbook_bytes(comparison: Comparison, cells: Sequence[Cell]) -> bytes:
    """Return an XLSX file of two sheets: the table, its header frozen and its cells wrapped, and the sources."""
    from openpyxl import Workbook

    book = Workbook()
    table = book.active
    table.title = "Comparison"
    _fill(table, list(grid(comparison, cells)))
    _fill(book.create_sheet("Sources"), [SOURCE_COLUMNS, *(_source(*pair) for pair in sources(cells))])
    book.properties.title = comparison.question or "Comparison"
    book.properties.description = f"As of {comparison.as_of}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row in rows:
        sheet.append([workbook_cell(cell) for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1 or (cell.column == 1 and sheet.title == "Comparison"))
    for column, name in enumerate(rows[0], 1):
        usual = PLACE_WIDTH if sheet.title == "Comparison" else OTHER_WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, usual)
    sheet.freeze_panes = "B2"


def _source(citation: Citation, hit: Hit) -> tuple[Any, ...]:
    life = hit.passage.life
    checked = None if hit.policy.own else hit.policy.evidence_to
    return (
        citation.marker, hit.policy.jurisdiction, full_name(hit.policy), citation.locator, citation.page,
        citation.standing.value, *map(_when, (life.published, life.effective, life.ended, checked)), citation.url,
        citation.quote,
    )  # fmt: skip


def _when(date: PartialDate | None) -> str:
    return date.text if date else ""


def check_ending(path: Path) -> None:
    """Raise InputError for a file that cannot be written: another ending, or a folder that is not there."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} has no known ending: name a file that ends in {', '.join(ENDINGS)}.")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is not a folder: make it, or name another file.")


def write_comparison(path: Path, comparison: Comparison, cells: Sequence[Cell]) -> None:
    """Write a comparison as the file's ending says; raise InputError as `check_ending` does."""
    check_ending(path)
    write_whole(path, as_file(path.suffix.lower(), comparison, cells))


def as_file(ending: str, comparison: Comparison, cells: Sequence[Cell]) -> bytes:
    """Return the bytes of a file with one of the known endings."""
    match ending:
        case ".xlsx":
            return workbook_bytes(comparison, cells)
        case ".csv":
            return csv_bytes(comparison, cells)
        case _:
            return markdown_text(comparison, cells).encode()
