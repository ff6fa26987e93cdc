"""The one reader of tables: JSONL, JSON, CSV, TSV and XLSX (`file.xlsx#Sheet`) become numbered rows.

Whatever is wrong is one InputError that names the file, the row as an editor shows it, and what to do.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from corpus.errors import InputError

Row = dict[str, Any]
MEGABYTE = 1_000_000
LARGEST = 150 * MEGABYTE  # of one file; 10,000 answers with ten passages each have about 60 MB
LARGEST_UNPACKED = 600 * MEGABYTE  # an XLSX file is a ZIP: what it unpacks to
LONGEST_CELL = 10 * MEGABYTE
MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576  # of a sheet, in any spreadsheet program
MOST_CELLS = 20_000_000  # of a sheet, the empty ones before a full one too
SPREADSHEETS = (".csv", ".tsv", ".xlsx")
KINDS = (".jsonl", ".json", *SPREADSHEETS)
HALF = re.compile(r"\\u[dD][89a-fA-F]")  # an escape that may be half of a pair
# Where other programs keep their rows inside one JSON object (RAGChecker, deepeval, promptfoo, ours).
WRAPPERS = ("results", "test_cases", "testCases", "goldens", "questions", "answers", "rows", "data")


def located(source: Path) -> tuple[Path, str]:
    """Split `file.xlsx#Sheet` into the file and its part; a file whose own name holds `#` is taken as it is."""
    head, mark, part = source.name.partition("#")
    return (source, "") if source.exists() or not mark else (source.with_name(head), part)


def read_rows(source: Path) -> Iterator[tuple[int, Row]]:
    """Yield (row number as an editor shows it, row) of a file in any of the formats, `_meta` rows included."""
    path, part = located(source)
    check_size(path)
    try:
        match path.suffix.lower():
            case ".jsonl":
                yield from _json_lines(path)
            case ".json":
                yield from _json_rows(path)
            case ".csv" | ".tsv":
                yield from _separated(path)
            case ".xlsx":
                yield from _sheet(path, part)
            case _:
                raise InputError(
                    f"{path} is not a table that can be read: give a .jsonl, .csv or .xlsx file, or .json."
                )
    except UnicodeDecodeError as error:
        line = _undecodable(path)
        raise InputError(f"{path}, line {line}: not UTF-8 text; save the whole file as UTF-8.") from error


def check_size(path: Path) -> None:
    """Raise InputError for a file that does not exist, is a folder, or is too large."""
    if not path.is_file():
        raise InputError(f"{path} {'is a folder' if path.is_dir() else 'does not exist'}: name a file.")
    if (size := path.stat().st_size) > LARGEST:
        raise InputError(
            f"{path} has {size / MEGABYTE:.0f} MB and may have {LARGEST / MEGABYTE:.0f}: split it by questions."
        )


def _undecodable(path: Path) -> int:
    """Return the number of the first line that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def load_json(text: str) -> Any:
    """Read JSON as the standard has it; NaN, Infinity, half characters and endless nesting are errors (ValueError)."""
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("lists and objects are nested too deep") from error
    if HALF.search(text) and not _is_whole(content):
        raise ValueError("half of a surrogate pair, which is not a character")
    return content


def _is_whole(content: object) -> bool:
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value; write null or leave the key out")


def _json_lines(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8-sig") as file:  # not splitlines(): U+2028 may stand inside a JSON string
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = load_json(line)
            except ValueError as error:
                raise InputError(f"{path}, line {number}: not valid JSON ({error}).") from error
            _check_row(f"{path}, line {number}", row)
            yield number, row


def _check_row(where: str, row: object) -> None:
    """Raise InputError for what is no row of a table."""
    if not isinstance(row, dict):
        raise InputError(f"{where}: a row is a JSON object with `id` and `user_input`.")
    if len(row) > MOST_COLUMNS:
        raise InputError(f"{where}: {len(row):,} names, and a row may have {MOST_COLUMNS:,}.")


def _json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        content = load_json(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise
    except ValueError as error:
        raise InputError(f"{path}: not valid JSON ({error}).") from error
    while isinstance(content, dict):  # promptfoo has results within results
        inner = next((content[name] for name in WRAPPERS if isinstance(content.get(name), (list, dict))), None)
        if inner is None:
            raise InputError(f"{path}: no list of rows; one of {', '.join(WRAPPERS)}, or a list at the top.")
        content = inner
    if not isinstance(content, list):
        raise InputError(f"{path}: no list of rows; a list at the top, or under one of {', '.join(WRAPPERS)}.")
    for number, row in enumerate(content, 1):
        _check_row(f"{path}, row {number}", row)
        yield number, row


def _separated(path: Path) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        mark = max(",;\t", key=head.count)  # spreadsheets in Europe write semicolons
        rows = csv.DictReader(_without_nul(path, file), strict=True, delimiter=mark)
        number = 1
        try:
            _check_heading(path, rows.fieldnames or ())
            for number, row in enumerate(rows, 2):
                if None in row:
                    raise InputError(f"{path}, row {number}: more cells than the heading has; quote cells with commas.")
                yield number, dict(row)
        except csv.Error as error:
            raise InputError(f"{path}, after row {number}: not a readable CSV file ({error}).") from error


def _without_nul(path: Path, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise InputError(f"{path}, line {number}: a NUL byte, which is not text; save the whole file as UTF-8.")
        yield line


def _check_heading(path: Path, names: Sequence[str]) -> None:
    """Raise InputError for two columns of one name, of which one would be lost, and for more than a table has."""
    if len(names) > MOST_COLUMNS:
        raise InputError(f"{path}, row 1: {len(names):,} columns, and a table may have {MOST_COLUMNS:,}.")
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise InputError(f"{path}, row 1: the heading {twice[0]!r} stands twice; give each column its own.")


def _sheet(path: Path, part: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a sheet; what is torn may show only in the middle of it, broken XML as a SyntaxError."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise InputError(f"{path} unpacks to {unpacked / MEGABYTE:.0f} MB: save it as CSV or split it.")
        book = load_workbook(path, read_only=True)
        try:
            if part and part not in book.sheetnames:
                raise InputError(f"{path} has no sheet {part!r}; its sheets are {', '.join(book.sheetnames)}.")
            sheet = book[part] if part else book.worksheets[0]
            sheet.reset_dimensions()  # the size that a file declares may be less than it has
            yield from _cells(path, sheet)
        finally:
            book.close()
    except (zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, EOFError) as error:
        raise InputError(f"{path} is not a readable XLSX file: save it again from your spreadsheet program.") from error


def _cells(path: Path, sheet: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Row]]:
    names: list[str] = []
    count = 0
    for number, cells in enumerate(sheet, 1):
        count += len(cells)
        if number > MOST_ROWS or count > MOST_CELLS:
            raise InputError(f"{path} has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells: save it as CSV.")
        if not names:
            names = [str(cell.value or "").strip() for cell in cells]
            _check_heading(path, names)
            continue
        for cell in cells:
            if cell.data_type == "f":
                where = f"{path}, row {number}: cell {cell.coordinate}"
                raise InputError(f"{where} holds a formula; paste its value instead.")
        values = [_cell(cell.value) for cell in cells]
        if any(value is not None for value in values):
            yield number, {name: value for name, value in zip(names, values, strict=False) if name}


def _cell(value: object) -> object:
    """Return a cell's value; a date as YYYY-MM-DD."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
