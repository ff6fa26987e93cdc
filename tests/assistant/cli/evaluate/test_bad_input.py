"""Bad input of every kind we could think of: one line that names the row, exit code 2, and nothing half-written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.evaluation.report import writing
from assistant.evaluation.sets import patterns, tables
from tests.assistant.evaluation.helpers import jsonl, sheets, write

GOOD = '{"id": "q1", "user_input": "What holds?", "reference": "R."}\n'
SAID = '{"id": "q1", "response": "R."}\n'
ENDLESS = "/(a|aa)+$/"  # tries every way to cut the a's before it fails
Write = Callable[[Path], Path]


@dataclass(frozen=True)
class Bad:
    """One kind of bad input: how its file is written, whether it holds questions or answers, and what is said."""

    kind: str
    make: Write
    said: str
    answers: bool = False


def text(name: str, content: str | bytes) -> Write:
    """Write a file of some text."""
    return lambda folder: write(folder / name, content)


def huge(folder: Path) -> Path:
    """Make a file of 200 MB that takes no place on the disk."""
    with (folder / "huge.jsonl").open("wb") as file:
        file.truncate(200_000_000)
    return folder / "huge.jsonl"


def bomb(folder: Path) -> Path:
    """Make a workbook of some kilobytes that unpacks to two megabytes, twice what the test allows."""
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    return folder / "bomb.xlsx"


def changed(folder: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Make a sound workbook and change its first sheet's XML."""
    source = sheets(folder / "sound.xlsx", Set=[("id", "user_input"), ("q1", "Q"), ("q2", "R")])
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            new.writestr(item, change(data) if item.endswith("sheet1.xml") else data)
    source.unlink()
    return write(folder / name, out.getvalue())


def torn(folder: Path) -> Path:
    """Make a workbook whose sheet breaks off in its second row."""
    return changed(folder, "torn.xlsx", lambda data: data[: data.index(b'r="3"')])


def laughing(folder: Path) -> Path:
    """Make a workbook whose sheet defines entities of entities."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>'.encode()
    return changed(folder, "laughing.xlsx", lambda data: head + data.replace(b"<v>0</v>", b"<v>&e9;</v>"))


def formula(folder: Path) -> Path:
    """Make a workbook with a formula in a cell."""
    return sheets(folder / "formula.xlsx", Set=[("id", "user_input"), ("q1", "Q"), ("q2", "=1+1")])


def fact(**content: object) -> str:
    """Write a question with one key fact."""
    return json.dumps({"id": "q1", "user_input": "What holds?", "key_facts": [{"id": "f1", **content}]})


BAD = [
    Bad("missing columns", text("x.csv", "a,b\n1,2\n"), "no column is recognised"),
    Bad("missing question", text("x.csv", "id,user_input\nq1,Q\nq2,\n"), "row 3: user_input is missing"),
    Bad("duplicate ids", text("x.jsonl", GOOD * 2), "row 2: the id 'q1' is used twice (first in row 1)"),
    Bad("duplicate headings", text("x.csv", "id,user_input,id\nq1,Q,q2\n"), "row 1: the heading 'id' stands twice"),
    Bad("NaN in JSON", text("x.jsonl", '{"id": "q1", "user_input": "Q", "weight": NaN}'), "line 1: not valid JSON"),
    Bad("NaN in a cell", text("x.csv", "id,user_input,weight\nq1,Q,nan\n"), "row 2: weight is 'nan'"),
    Bad("mixed encodings", text("x.csv", b"id,user_input\nq1,caf\xc3\xa9\nq2,caf\xe9\n"), "line 3: not UTF-8 text"),
    Bad("200 MB", huge, "has 200 MB and may have 150: split it"),
    Bad("formula in a cell", formula, "row 3: cell B3 holds a formula"),
    Bad(
        "answer without question", text("x.jsonl", '{"id": "q9", "response": "A"}'), "row 1: the id 'q9'", answers=True
    ),
    Bad("two answers", text("x.jsonl", SAID * 2), "row 2: a second answer to 'q1'", answers=True),
    Bad("wrong date", text("x.csv", "id,user_input,as_of\nq1,Q,31.1.2026\n"), "row 2: as_of is '31.1.2026'"),
    Bad(
        "unknown behaviour", text("x.csv", "id,user_input,expected_behavior\nq1,Q,dance\n"), "row 2: expected_behavior"
    ),
    Bad(
        "broken expression", text("x.jsonl", fact(any_of=["/(/"])), "row 1: key fact 1: /(/ is not a regular expression"
    ),
    Bad("endless expression", text("x.jsonl", fact(any_of=[ENDLESS])), "Question 'q1', row 1: a regular expression of"),
    Bad("endless, forbidden", text("x.jsonl", fact(must_not=[ENDLESS])), "Question 'q1', row 1: a regular expression"),
    Bad("zip bomb", bomb, "unpacks to 2 MB: save it as CSV or split it"),
    Bad("torn workbook", torn, "torn.xlsx is not a readable XLSX file"),
    Bad("entities of entities", laughing, "laughing.xlsx is not a readable XLSX file"),
    Bad("empty file", text("x.csv", ""), "holds no question"),
    Bad("empty answers", text("x.jsonl", ""), "holds no answer", answers=True),
    Bad("NUL bytes", text("x.csv", "id,user_input\nq1,a\0b\n"), "line 2: a NUL byte"),
    Bad("NUL bytes in JSON", text("x.jsonl", GOOD + '{"id": "q2", "user_input": "a\0b"}'), "line 2: not valid JSON"),
    Bad("open quote", text("x.csv", 'id,user_input\nq1,Q\nq2,"open\n'), "after row 2: not a readable CSV file"),
    Bad(
        "half a character", text("x.jsonl", '{"id": "q1", "user_input": "\\udead"}'), "line 1: not valid JSON (half of"
    ),
    Bad("nested too deep", text("x.jsonl", "[" * 100_000), "line 1: not valid JSON"),
    Bad("not a table", text("x.pdf", b"%PDF-1.7"), "not a table that can be read"),
]


@pytest.mark.parametrize("bad", BAD, ids=[bad.kind for bad in BAD])
def test_bad_input_is_one_line_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bad: Bad
) -> None:
    """What is wrong is said in one line with its row, with exit code 2, and no folder or part of one is left."""
    monkeypatch.setattr(patterns, "LONGEST", 0.01)
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 1_000_000)
    file = bad.make(tmp_path)
    other = write(tmp_path / "other.jsonl", GOOD if bad.answers else SAID.replace("R.", "a" * 60 + "b"))
    sets = (other, file) if bad.answers else (file, other)
    before = {path.name for path in tmp_path.iterdir()}
    assert main(["evaluate", "score", *map(str, sets), "--out", str(tmp_path / "out" / "in")]) == 2
    said = capsys.readouterr()
    assert bad.said in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert {path.name for path in tmp_path.iterdir()} - {"data"} == before


def test_a_writing_that_fails_leaves_the_earlier_evaluation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills while the report is written leaves what was there before, and no half of the new one."""
    questions, answers = write(tmp_path / "q.jsonl", GOOD), write(tmp_path / "a.jsonl", SAID)
    out = tmp_path / "out"
    command = ["evaluate", "score", str(questions), str(answers), "--out", str(out)]
    assert main(command) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    jsonl(answers, {"id": "q1", "response": "Something else."})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "report.xlsx")

    monkeypatch.setattr(writing, "write_workbook", full)
    assert main(command) == 2
    assert "report.xlsx cannot be read or written: No space left on device." in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert {path.name for path in tmp_path.iterdir()} <= {"q.jsonl", "a.jsonl", "out", "data"}


def test_a_half_written_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with scores but without the manifest, which is written last, is not taken for an evaluation."""
    questions, answers = write(tmp_path / "q.jsonl", GOOD), write(tmp_path / "a.jsonl", SAID)
    out = tmp_path / "out"
    out.mkdir()
    write(out / "scores.csv", "set,id,measure,value,status\n")
    assert main(["evaluate", "score", str(questions), str(answers), "--out", str(out)]) == 2
    assert "not an earlier evaluation: name another folder" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["scores.csv"]
