"""Converting sets to another program's format: written, read back and compared before a file is made.

What the format cannot hold is named. The formats themselves are in `formats.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.evaluation.sets import (
    JUDGEMENTS,
    RUNS,
    answer_rows,
    question_rows,
    read_answer_set,
    read_answer_sets,
    read_question_set,
)
from assistant.evaluation.sets.formats import FORMATS, Sets, heading, whole
from assistant.evaluation.sets.records import AnswerSet, EvalAnswer, EvalQuestion
from assistant.evaluation.sets.tables import read_rows
from corpus.errors import InputError
from corpus.files import write_whole


def read_files(questions: Path, answers: Sequence[Path]) -> Sets:
    """Read sets to convert; a lone file that holds answers too is both.

    Raises InputError as reading does.
    """
    held = read_question_set(questions)
    if not answers and held.columns and "response" in held.columns.values():
        answers = (questions,)
    rows = [] if questions.suffix.lower() in JUDGEMENTS else [row for _, row in question_rows(questions)[0]]
    said = [
        {} if path.suffix.lower() in RUNS else {row["id"]: row for _, row in answer_rows(path, held)[0]}
        for path in answers
    ]
    answer_sets = read_answer_sets(answers, held)
    known = {*held.columns, *(column for item in answer_sets for column in item.columns)}
    unread = {column for path in (questions, *answers) for column in _columns(path)} - known - {"_meta"}
    return Sets(held, tuple(answer_sets), tuple(map(whole, rows)), tuple(said), tuple(sorted(unread)))


def _columns(path: Path) -> set[str]:
    """Name the columns of a file, those of nested rows left out: they are read by their inner names."""
    if path.suffix.lower() in (*JUDGEMENTS, *RUNS):
        return set()
    nested = {"vars", "testCase", "additional_metadata"}
    return {column for _, row in read_rows(path) if not nested & row.keys() for column in row}


def convert(sets: Sets, form: str, out: Path) -> list[str]:
    """Write sets in another program's format; give what it does not hold.

    Raises InputError for a format that cannot hold the sets at all; then nothing is written.
    """
    if form not in FORMATS:
        raise InputError(f"{form!r} is not a format; one of {', '.join(FORMATS)}.")
    suffixes, make = FORMATS[form]
    if out.suffix.lower() not in suffixes:
        raise InputError(f"{out} is not a name for a file of {form}: end it with {' or '.join(suffixes)}.")
    if len(sets.answers) > 1 and form != "promptfoo":
        raise InputError(f"A file of {form} holds one answer set: convert each by itself.")
    if form != "trec" and not any(row.text for row in sets.questions.questions):
        raise InputError(f"{form} needs the words of the questions, and {sets.questions.name} holds ids alone.")
    data = make(sets, out.suffix.lower())
    lost = _lost(sets, data, out)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, data)
    return lost


def _lost(sets: Sets, data: bytes, out: Path) -> list[str]:
    """Read what was made, and name what is not as it was."""
    lost = [f"the columns {', '.join(sets.unread)}, which are not recognised"] if sets.unread else []
    lost += ["_meta"] if sets.questions.meta else []
    kind = out.suffix.lower()
    if kind in RUNS:
        lost.append("the questions")
    if kind in JUDGEMENTS and sets.answers:
        lost.append("the answers")
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"made{out.suffix}"
        path.write_bytes(data)
        parts = [
            f"made{out.suffix}#{heading(item.name)}" if len(sets.answers) > 1 else path.name for item in sets.answers
        ]
        if kind not in RUNS:
            again = read_question_set(path.with_name(parts[0]) if parts else path)
            there = {row.id: row for row in again.questions}
            pairs = [(row, there.get(row.id)) for row in sets.questions.questions]
            lost += _differences("of questions", EvalQuestion, pairs)
        for answers, part in zip(sets.answers, parts, strict=True):
            if kind not in JUDGEMENTS:
                lost += _lost_answers(answers, read_answer_set(path.with_name(part), sets.questions))
    return lost


def _lost_answers(answers: AnswerSet, again: AnswerSet) -> list[str]:
    pairs = [(row, again.answers.get(id_)) for id_, row in answers.answers.items()]
    lost = _differences(f"of {answers.name}", EvalAnswer, pairs)
    if spare := len(again.answers.keys() - answers.answers.keys()):
        lost.append(f"of {answers.name} that {spare} have no answer (they read as empty ones)")
    return lost


def _differences(what: str, kind: type, pairs: Sequence[tuple[Any, Any]]) -> list[str]:
    """Name the fields that differ between records and what was read again (None: the row is gone)."""
    gone = sum(again is None for _, again in pairs)
    kept = [(row, again) for row, again in pairs if again is not None]
    counts = {
        name: sum(getattr(a, name) != getattr(b, name) for a, b in kept)
        for name in (field.name for field in fields(kind) if field.compare)
    }
    counted = [f"{name} ({count} rows)" for name, count in counts.items() if count]
    counted = [f"{gone} of {len(pairs)} rows", *counted] if gone else counted
    return [f"{what} {', '.join(counted)}"] if counted else []
