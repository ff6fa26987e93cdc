"""Text that is safe in CSV and XLSX: no cell that runs as a formula, no character that cannot be stored."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # neither XML nor XLSX holds them
LONGEST = 32_767  # characters of an XLSX cell


def safe(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def printable(text: str) -> str:
    """Drop the characters that XML and XLSX do not hold."""
    return UNPRINTABLE.sub("", text)


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Write rows as CSV with safe text cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def workbook_cell(cell: Cell) -> Cell:
    """Return a cell that XLSX holds: text without control characters, not too long, and no formula."""
    return safe(printable(cell))[:LONGEST] if isinstance(cell, str) else cell
