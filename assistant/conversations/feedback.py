"""Readers' feedback as a question set: their corrections are references to score answers against."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from assistant.answers.rows import Row
from assistant.conversations.records import Rated
from corpus.errors import InputError
from corpus.files import write_whole

META = {"name": "feedback", "made_by": "People who rated answers; a correction is in their words and unchecked."}
DIGITS = 12  # of a hash that stands for an exchange


def write_feedback(rated: Iterable[Rated], path: Path) -> int:
    """Write a question set as JSONL, a row a rated answer; give their count, raise InputError where there is none."""
    rows = [question_row(one) for one in rated]
    if not rows:
        raise InputError("Nobody has rated an answer yet: there is nothing to write.")
    lines = [{"_meta": META}, *rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode())
    return len(rows)


def question_row(rated: Rated) -> Row:
    """Return one row of the set; it is answered as of the day that the rated answer was.

    Its id does not tell that of the exchange. Without a correction nothing is known of what a bad answer should have
    been, and `expected_behavior` is left out.
    """
    question, answer, feedback = rated.question, rated.answer, rated.feedback
    as_of = question.as_of or (answer.as_of if answer else rated.at.date())
    row: Row = {
        "id": f"feedback-{_short(rated.exchange)}",
        "user_input": question.text,
        "as_of": as_of.isoformat(),
        "history": [asdict(turn) for turn in question.history],
        "jurisdictions": list(question.jurisdictions),
        "reference": feedback.correction,
        "expected_behavior": _expected(rated),
        "cluster_id": f"question-{_short(question.text)}",
        "notes": f"{'good' if feedback.good else 'not good'} on {feedback.at.date()}: {feedback.reason}".rstrip(": "),
    }
    return {name: value for name, value in row.items() if value}


def _expected(rated: Rated) -> str:
    if rated.feedback.correction:
        return "answer"
    if not rated.feedback.good or rated.answer is None:
        return ""
    return "refuse" if rated.answer.refused else "answer"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
