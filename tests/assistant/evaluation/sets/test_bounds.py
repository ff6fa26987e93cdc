"""Sets that are too much: columns, rows and patterns have bounds, and nothing is left out in silence."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest

from assistant.evaluation.sets import read_question_set
from assistant.evaluation.sets.patterns import Pattern
from assistant.evaluation.sets.tables import MOST_COLUMNS, read_rows
from corpus.errors import InputError
from tests.assistant.evaluation.helpers import sheets, write

SECONDS = 20  # of a busy machine: these took minutes, or did not end


def rewritten(path: Path, found: str, put: str) -> None:
    """Put other words into the first sheet of a workbook."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert found in parts[name].decode()
    parts[name] = parts[name].decode().replace(found, put).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)


@pytest.mark.parametrize("declared", ["A1:B2", "A1", "A1:A4"])
def test_rows_beyond_the_declared_size_are_read(tmp_path: Path, declared: str) -> None:
    """Other programs write a size that is too small; the rows are there all the same."""
    path = sheets(tmp_path / "a.xlsx", Mine=[("id", "user_input"), ("1", "One?"), ("2", "Two?"), ("3", "Three?")])
    rewritten(path, 'ref="A1:B4"', f'ref="{declared}"')
    assert [question.text for question in read_question_set(path).questions] == ["One?", "Two?", "Three?"]


def test_a_row_of_two_thousand_millions_is_told(tmp_path: Path) -> None:
    """The rows before it are not made up one by one."""
    path = sheets(tmp_path / "a.xlsx", Mine=[("id", "user_input"), ("1", "One?")])
    rewritten(path, '<row r="2"', '<row r="2000000000"')
    started = time.process_time()
    with pytest.raises(InputError, match="more than 1,048,576 rows"):
        list(read_rows(path))
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("kind", [".csv", ".tsv", ".jsonl", ".json"])
def test_columns_are_bounded(tmp_path: Path, kind: str) -> None:
    """200,000 columns are told at once; as many as there may be are read."""
    for count, read in ((200_000, False), (MOST_COLUMNS, True)):
        names = [f"c{number}" for number in range(count)]
        row = json.dumps(dict.fromkeys(names, "1"))
        mark = "\t" if kind == ".tsv" else ","
        table = f"{mark.join(names)}\n{mark.join('1' for _ in names)}\n"
        text = {".jsonl": row, ".json": f"[{row}]"}.get(kind, table)
        path = write(tmp_path / f"{count}{kind}", text)
        started = time.process_time()
        if read:
            assert len(list(read_rows(path))) == 1
        else:
            with pytest.raises(InputError, match=r"200,000 (columns|names)"):
                list(read_rows(path))
        assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1000000000}",
        "a{1000000}",
        "(?:a{1000}){1000}",
        "(?:(?:(?:a{50}){50}){50}){50}",
        "[a-z]{60000}",
        r"\d{5,90000}",
        "(?:" * 30 + "a" + "){9}" * 30,
        "(" * 200 + "a" + ")" * 200,
        "(" * 5_000 + "a" + ")" * 5_000,
        "a|" * 20_000 + "b",
        "{1000}{1000}a{99999999999999999999999}",
    ],
    ids=lambda pattern: pattern[:20],
)
def test_a_pattern_is_bounded_before_it_is_compiled(pattern: str) -> None:
    """What nests or unrolls without bound is refused at once; it took gigabytes, or the process."""
    started = time.process_time()
    with pytest.raises(ValueError, match="it "):
        Pattern.read(f"/{pattern}/")
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\d{4}-\d{2}-\d{2}", "2026-11-28"),
        (r"(HK\$)?\d{1,3}(,\d{3}){1,4}", "HK$25,000,000"),
        (r"[^]]{3}[{}]{2}\{2\}", "abc{}{2}"),
        (r"(one|1)\s+(?:business )?day{1,}", "one day"),
        (r"\(a\){2}" + r"(?:x{1,9}|y{0,200}){0,20}", "(a))"),
    ],
)
def test_a_sound_pattern_is_none_of_these(pattern: str, text: str) -> None:
    """Dates, amounts and words, with the braces and brackets that are meant as such."""
    assert Pattern.read(f"/{pattern}/").search(text)
