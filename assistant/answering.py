"""Answering a whole question set: rows in (JSONL, CSV, XLSX), answer rows out, resumable."""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.records import Answer, Question, Turn
from assistant.rows import Row, answer_row, error_row
from corpus.errors import AssistantError, InputError
from corpus.files import write_whole
from corpus.places import PLACES

LIST_BREAK = ";"


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of a set."""

    id: str
    question: Question


@dataclass(frozen=True, slots=True)
class RunReport:
    """What became of a question set."""

    answered: int
    failed: int
    kept: int


def read_questions(path: Path) -> list[QuestionRow]:
    """Read a question set; raise InputError with the row of the first thing that is wrong."""
    rows = list(_rows(path))
    if not rows:
        raise InputError(f"{path} holds no question.")
    questions = [_question(path, number, row) for number, row in rows]
    seen: set[str] = set()
    for (number, _), question in zip(rows, questions, strict=True):
        if question.id in seen:
            raise InputError(f"{path}, row {number}: the id {question.id!r} is used twice; give each question its own.")
        seen.add(question.id)
    return questions


def answer_set(
    questions: list[QuestionRow],
    out: Path,
    ask: Callable[[Question], Answer],
    *,
    resume: bool,
    progress: Callable[[int, int], None],
) -> RunReport:
    """Answer every question into a JSONL file, a row at a time, so that a killed run can be resumed.

    A question that fails gets a row with `error` set, and the run goes on. With `resume` the rows already answered
    are kept, and those with an error asked again. Raises InputError when the file exists and `resume` is not set.
    """
    if out.exists() and not resume:
        raise InputError(f"{out} exists already: add --resume to go on with it, or name another file.")
    kept = _finished(out) if out.exists() else {}
    run_id = next((str(row["run_id"]) for row in kept.values()), uuid.uuid4().hex[:12])
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, "".join(_line(row) for row in kept.values()).encode())
    failed = 0
    with out.open("a", encoding="utf-8") as file:
        for number, (row_id, question) in enumerate(((q.id, q.question) for q in questions), 1):
            if row_id not in kept:
                row = _answered(row_id, run_id, question, ask)
                failed += row["error"] is not None
                file.write(_line(row))
                file.flush()
            progress(number, len(questions))
    return RunReport(answered=len(questions) - len(kept) - failed, failed=failed, kept=len(kept))


def _answered(row_id: str, run_id: str, question: Question, ask: Callable[[Question], Answer]) -> Row:
    try:
        return answer_row(ask(question), row_id, run_id)
    except AssistantError as error:
        return error_row(row_id, run_id, question.text, str(error))


def _finished(out: Path) -> dict[str, Row]:
    """Give the rows of an earlier run that hold an answer; a last line that was cut off is dropped."""
    rows: dict[str, Row] = {}
    for line in out.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"{out} is not an answer set: name another file with --out.") from error
            if row.get("error") is None:
                rows[str(row["id"])] = row
    return rows


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Give (row number as an editor shows it, row) of a file in any of the formats."""
    try:
        match path.suffix.lower():
            case ".jsonl":
                yield from _json_lines(path)
            case ".csv":
                with path.open(encoding="utf-8-sig", newline="") as file:
                    yield from enumerate(csv.DictReader(file, strict=True), 2)
            case ".xlsx":
                yield from _sheet(path)
            case _:
                raise InputError(f"{path} is no question set: give a .jsonl, .csv or .xlsx file.")
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    except csv.Error as error:
        raise InputError(f"{path} is not a readable CSV file: {error}.") from error


def _json_lines(path: Path) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: not valid JSON ({error}).") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}, line {number}: a row is a JSON object with `id` and `user_input`.")
        if "_meta" not in row:
            yield number, row


def _sheet(path: Path) -> Iterator[tuple[int, Row]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError) as error:
        raise InputError(f"{path} is not a readable XLSX file: save it again from your spreadsheet program.") from error
    lines = sheet.iter_rows(values_only=True)
    names = [str(name or "") for name in next(lines, ())]
    for number, values in enumerate(lines, 2):
        if any(value is not None for value in values):
            yield number, dict(zip(names, values, strict=False))


def _question(path: Path, number: int, row: Row) -> QuestionRow:
    for name in ("id", "user_input"):
        if row.get(name) in (None, ""):
            raise InputError(f"{path}, row {number}: {name} is missing.")
    places = _list(row.get("jurisdictions"))
    for place in places:
        if place not in PLACES:
            raise InputError(f"{path}, row {number}: unknown jurisdiction {place!r}; one of {', '.join(PLACES)}.")
    history = _history(path, number, row.get("history"))
    as_of = _as_of(path, number, row.get("as_of"))
    return QuestionRow(str(row["id"]), Question(str(row["user_input"]), as_of, tuple(places), history))


def _as_of(path: Path, number: int, value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise InputError(f"{path}, row {number}: as_of is {value!r}; write YYYY-MM-DD.") from error


def _list(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return [item.strip() for item in str(value or "").split(LIST_BREAK) if item.strip()]


def _history(path: Path, number: int, value: object) -> tuple[Turn, ...]:
    if isinstance(value, str) and value.strip():
        try:
            value = json.loads(value)
        except ValueError:
            value = [value]
    if value in (None, ""):
        return ()
    if not isinstance(value, list):
        raise InputError(f"{path}, row {number}: history is a list of earlier turns.")
    return tuple(
        Turn(str(turn.get("role", "user")), str(turn.get("content", "")))
        if isinstance(turn, dict)
        else Turn("user", str(turn))
        for turn in value
    )
