"""Tables of values parted by commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections import Counter

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.encodings import decode
from corpus.loading.sheets.describing import document_of
from corpus.loading.sheets.matrix import Row, matrix
from corpus.records import Document

DELIMITERS = ",;\t|"
SAMPLE_LINES = 20
LONGEST_CELL = 1_000_000  # letters


def load_separated(data: bytes, name: str) -> Document:
    """Read a table; raise InputError for a binary file, a cell without end and a table without text."""
    text, warnings = decode(data, name)
    found: Counter[str] = Counter()
    csv.field_size_limit(LONGEST_CELL)
    lines = clean(text, found).split("\n")
    try:
        records = list(csv.reader((f"{line}\n" for line in lines), delimiter=_delimiter(lines), strict=False))
    except csv.Error as error:
        raise InputError(f"{name} is no table of values ({error}): save it again from a spreadsheet.") from error
    rows = [
        Row(number, {column: words for column, cell in enumerate(record) if (words := squeeze(cell))})
        for number, record in enumerate(records, 1)
    ]
    return document_of(list(matrix("", rows)), name, (*warnings, *report(found)))


def _delimiter(lines: list[str]) -> str:
    """Return the sign that parts the first lines into the most even number of cells."""
    sample = [line for line in lines if line.strip()][:SAMPLE_LINES]

    def evenness(sign: str) -> tuple[int, int]:
        counts = Counter(len(record) for record in csv.reader(sample, delimiter=sign))
        return max(((number, width) for width, number in counts.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=evenness)
