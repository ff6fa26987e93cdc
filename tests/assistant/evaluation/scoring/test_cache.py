"""Scores kept by content: the same bytes with and without, and a spoilt cache costs time alone."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import scoring
from assistant.evaluation.report.exports import write_scores
from assistant.evaluation.scoring import ScoreTable, score_set
from assistant.evaluation.scoring.cache import ScoreCache
from assistant.evaluation.sets.records import EvalAnswer
from tests.assistant.evaluation.helpers import COLLECTION, Row, answer_set, no_progress, question_set

QUESTIONS: list[Row] = [
    {"id": "q1", "user_input": "What is the haircut?", "reference": "At least 60%.", "gold_sources": [{"doc_id": "a"}]},
    {"id": "q2", "user_input": "What must be kept cold?", "reference": "98% of client assets.",
     "key_facts": [{"text": "98% in cold storage", "importance": "vital", "any_of": ["98%"]}]},
    {"id": "q3", "user_input": "Who will win?", "expected_behavior": "refuse"},
]  # fmt: skip
ANSWERS: list[Row] = [
    {"id": "q1", "response": "The haircut is at least 60%.", "retrieved_context_ids": ["a#p1", "b#p1"]},
    {"id": "q2", "response": "Platforms keep 98% cold.", "retrieved_context_ids": ["b#p1"]},
    {"id": "q3", "response": "I do not have that.", "refused": True},
]


def table(folder: Path, cache: ScoreCache | None, answers: list[Row] | None = None) -> ScoreTable:
    """Score the three answers."""
    held = question_set(folder, *QUESTIONS)
    given = answer_set(folder, held, *(answers or ANSWERS))
    return score_set(held, given, COLLECTION, no_progress, cache)


def scores(folder: Path, found: ScoreTable) -> bytes:
    """Return the bytes of scores.csv."""
    write_scores(folder / "scores.csv", [found])
    return (folder / "scores.csv").read_bytes()


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Name the answers that are looked at."""
    seen: list[str] = []
    judge = scoring.judge_answer

    def watched(question: object, answer: EvalAnswer, *rest: object) -> object:
        seen.append(answer.id)
        return judge(question, answer, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(scoring, "judge_answer", watched)
    return seen


def test_an_unchanged_row_is_not_scored_again(tmp_path: Path, looked_at: list[str]) -> None:
    """The second run looks at no answer and writes the same bytes as the first, and as a run without a cache."""
    cache = ScoreCache.of(tmp_path)
    first = scores(tmp_path, table(tmp_path, cache))
    looked_at.clear()
    assert scores(tmp_path, table(tmp_path, cache)) == first
    assert looked_at == []
    assert scores(tmp_path, table(tmp_path, None)) == first


def test_a_changed_answer_alone_is_scored_again(tmp_path: Path, looked_at: list[str]) -> None:
    """One other answer is one row to score, and its scores are those of a run without a cache."""
    cache = ScoreCache.of(tmp_path)
    table(tmp_path, cache)
    looked_at.clear()
    changed = [ANSWERS[0], {**ANSWERS[1], "response": "Platforms keep 90% cold."}, ANSWERS[2]]
    found = table(tmp_path, cache, changed)
    assert looked_at == ["q2"]
    np.testing.assert_array_equal(found.values, table(tmp_path, None, changed).values)


def test_a_spoilt_file_is_begun_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that is no database is a warning, and the next run has a cache again."""
    cache = ScoreCache.of(tmp_path)
    expected = scores(tmp_path, table(tmp_path, cache))
    cache.path.write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with caplog.at_level(logging.WARNING):
        assert scores(tmp_path, table(tmp_path, cache)) == expected
    assert "is spoilt" in caplog.text
    caplog.clear()
    assert scores(tmp_path, table(tmp_path, cache)) == expected
    assert not caplog.records


def test_a_spoilt_row_is_scored_again(tmp_path: Path, caplog: pytest.LogCaptureFixture, looked_at: list[str]) -> None:
    """A row whose check sum does not fit is a warning, and only it is scored again."""
    cache = ScoreCache.of(tmp_path)
    expected = scores(tmp_path, table(tmp_path, cache))
    database = sqlite3.connect(cache.path)
    with database:
        key = database.execute("SELECT key FROM scores ORDER BY key").fetchone()
        database.execute("UPDATE scores SET row = row || ' ' WHERE key = ?", key)
    database.close()
    looked_at.clear()
    with caplog.at_level(logging.WARNING):
        assert scores(tmp_path, table(tmp_path, cache)) == expected
    assert "1 spoilt rows" in caplog.text
    assert len(looked_at) == 1


def test_a_cache_that_cannot_be_written_costs_time_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where a file stands in the place of the folder, the scores come with a warning."""
    (tmp_path / "evaluation").write_text("a file", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        found = table(tmp_path, ScoreCache.of(tmp_path))
    assert "scored again" in caplog.text
    np.testing.assert_array_equal(found.values, table(tmp_path, None).values)
