"""Answering a whole question set: rows in (JSONL, CSV, XLSX), answer rows out, resumable."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answers.records import Answer, Question, Turn
from assistant.answers.rows import Row, answer_row, error_row
from assistant.evaluation.sets import question_rows
from assistant.evaluation.sets.fields import when
from corpus.errors import AssistantError, InputError
from corpus.files import write_whole
from corpus.language.places import PLACES

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
    return [_question(path, number, row) for number, row in question_rows(path)[0]]


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
    """Return the rows of an earlier run that hold an answer; a last line that was cut off is dropped."""
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


def _question(path: Path, number: int, row: Row) -> QuestionRow:
    places = _list(row.get("jurisdictions"))
    for place in places:
        if place not in PLACES:
            raise InputError(f"{path}, row {number}: unknown jurisdiction {place!r}; one of {', '.join(PLACES)}.")
    history = _history(path, number, row.get("history"))
    day = when(f"{path}, row {number}", row.get("as_of"))
    as_of = date.fromisoformat(day) if day else None
    documents = tuple(_list(row.get("documents")))
    return QuestionRow(row["id"], Question(str(row["user_input"]), as_of, tuple(places), history, documents=documents))


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
