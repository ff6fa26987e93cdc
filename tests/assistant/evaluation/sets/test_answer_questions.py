"""Question sets: what is read, what is refused with its row, and that a cut run goes on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.answers.records import Answer, Intent, Question, Turn
from assistant.evaluation.sets.answer_questions import QuestionRow, answer_set, read_questions
from corpus.errors import InputError


def write(path: Path, text: str) -> Path:
    """Write a file."""
    path.write_text(text, encoding="utf-8")
    return path


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write an XLSX file."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def ask(question: Question) -> Answer:
    """Answer anything, except what is hopeless."""
    if question.text == "hopeless":
        raise InputError("no hope")
    return Answer(question.text, date(2026, 1, 1), Intent.FACT, refusal="not today")


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


def test_three_formats_say_the_same(tmp_path: Path) -> None:
    """JSONL, CSV and XLSX with the same columns give the same questions."""
    expected = [
        QuestionRow(
            "q1", Question("Is it allowed?", date(2025, 3, 1), ("Hong Kong", "Singapore"), (Turn("user", "Hi"),))
        )
    ]
    row = {
        "id": "q1",
        "user_input": "Is it allowed?",
        "as_of": "2025-03-01",
        "jurisdictions": ["Hong Kong", "Singapore"],
    }
    jsonl = write(tmp_path / "q.jsonl", json.dumps({"_meta": {}}) + "\n" + json.dumps(row | {"history": ["Hi"]}) + "\n")
    csv = write(
        tmp_path / "q.csv",
        "id,user_input,as_of,jurisdictions,history\nq1,Is it allowed?,2025-03-01,Hong Kong; Singapore,Hi\n",
    )
    names = ("id", "user_input", "as_of", "jurisdictions", "history")
    xlsx = sheet(tmp_path / "q.xlsx", names, ("q1", "Is it allowed?", date(2025, 3, 1), "Hong Kong;Singapore", "Hi"))
    assert read_questions(jsonl) == read_questions(csv) == read_questions(xlsx) == expected


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("q.jsonl", '{"id": "q1"}\n', "row 1: user_input is missing"),
        (
            "q.jsonl",
            '{"id": "q1", "user_input": "a"}\n{"id": "q1", "user_input": "b"}\n',
            "row 2: the id 'q1' is used twice",
        ),
        ("q.jsonl", '{"id": "q1", "user_input": "a", "as_of": "soon"}\n', "row 1: as_of is 'soon'"),
        (
            "q.jsonl",
            '{"id": "q1", "user_input": "a", "jurisdictions": ["Atlantis"]}\n',
            "unknown jurisdiction 'Atlantis'",
        ),
        ("q.jsonl", "not json\n", "line 1: not valid JSON"),
        ("q.jsonl", "[1, 2]\n", "line 1: a row is a JSON object"),
        ("q.jsonl", "", "holds no question"),
        ("q.csv", "id,user_input\nq1,\n", "row 2: user_input is missing"),
        ("q.txt", "Is it allowed?", "give a .jsonl, .csv or .xlsx file"),
        ("q.xlsx", "no workbook", "not a readable XLSX file"),
    ],
)
def test_bad_sets_name_the_row(tmp_path: Path, name: str, text: str, reason: str) -> None:
    """The first thing that is wrong is said with its row."""
    with pytest.raises(InputError) as caught:
        read_questions(write(tmp_path / name, text))
    assert reason in str(caught.value)


def test_documents_of_a_row_are_asked_alone(tmp_path: Path) -> None:
    """A list in JSONL, and names between semicolons in CSV, are the documents of the question."""
    row = {"id": "1", "user_input": "Summarise it", "documents": ["MiCA", "own-1"]}
    listed = read_questions(write(tmp_path / "set.jsonl", json.dumps(row)))
    joined = read_questions(write(tmp_path / "set.csv", "id,user_input,documents\n1,Summarise it,MiCA;own-1\n"))
    assert listed == joined == [QuestionRow("1", Question("Summarise it", documents=("MiCA", "own-1")))]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A path without a file is one line."""
    with pytest.raises(InputError, match="does not exist"):
        read_questions(tmp_path / "none.csv")


def test_a_question_that_fails_gets_its_row_and_the_run_goes_on(tmp_path: Path) -> None:
    """One hopeless question of three: two answers, one error row."""
    questions = [QuestionRow(str(n), Question(text)) for n, text in enumerate(("a", "hopeless", "b"))]
    report = answer_set(questions, tmp_path / "out.jsonl", ask, resume=False, progress=no_progress)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (report.answered, report.failed, report.kept) == (2, 1, 0)
    assert [row["error"] for row in rows] == [None, "no hope", None]


def test_a_cut_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Rows that were answered are kept, the half-written last line is dropped, and errors are asked again."""
    questions = [QuestionRow(str(n), Question(text)) for n, text in enumerate(("a", "b", "c"))]
    out = tmp_path / "out.jsonl"
    answer_set(questions[:1], out, ask, resume=False, progress=no_progress)
    with out.open("a", encoding="utf-8") as file:
        file.write('{"id": "1", "user_in')
    asked: list[str] = []
    report = answer_set(
        questions, out, lambda question: asked.append(question.text) or ask(question), resume=True, progress=no_progress
    )
    assert asked == ["b", "c"]
    assert (report.answered, report.kept) == (2, 1)
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["0", "1", "2"]


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    """Without --resume an answer file is never lost."""
    out = write(tmp_path / "out.jsonl", "precious")
    with pytest.raises(InputError, match="--resume"):
        answer_set([], out, ask, resume=False, progress=no_progress)
    assert out.read_text(encoding="utf-8") == "precious"
