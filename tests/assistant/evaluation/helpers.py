"""Small sets and files that the tests of this room share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from assistant.cli import main
from assistant.evaluation.scoring import ScoreTable, score_set
from assistant.evaluation.scoring.collection import Collection
from assistant.evaluation.scoring.text import Weights
from assistant.evaluation.sets import read_answer_set, read_question_set
from assistant.evaluation.sets.records import AnswerSet, QuestionSet

Row = Mapping[str, Any]
PASSAGES = (
    "Brokers may offer margin financing against bitcoin and ether.",
    "Platforms must keep 98% of client assets in cold storage.",
    "Issuers must redeem stablecoins within one business day.",
    "The haircut on bitcoin collateral is at least 60%.",
)
COLLECTION = Collection(Weights.over(PASSAGES), frozenset({"a", "a#p1", "b", "b#p1"}), "0" * 64)


def write(path: Path, text: str | bytes) -> Path:
    """Write a file."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def jsonl(path: Path, *rows: Row) -> Path:
    """Write a JSONL file."""
    return write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def sheets(path: Path, **tables: list[tuple[object, ...]]) -> Path:
    """Write an XLSX file of named sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command as a terminal does; give its exit code and all that it says."""
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out + said.err


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Show nothing."""


def question_set(folder: Path, *rows: Row) -> QuestionSet:
    """Read questions through a file, as users do."""
    return read_question_set(jsonl(folder / "questions.jsonl", *rows))


def answer_set(folder: Path, questions: QuestionSet, *rows: Row, name: str = "answers") -> AnswerSet:
    """Read answers through a file, as users do."""
    return read_answer_set(jsonl(folder / f"{name}.jsonl", *rows), questions)


def scored(folder: Path, questions: list[Row], answers: list[Row]) -> ScoreTable:
    """Score answers to questions over the four-passage collection."""
    held = question_set(folder, *questions)
    return score_set(held, answer_set(folder, held, *answers), COLLECTION, no_progress)
