"""The journal: a line for each answer, whole lines, and no words of questions."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answers.records import Answer, Intent
from assistant.chain import PolicyChain
from assistant.journal import enter
from assistant.prices import Usage
from assistant.settings import Settings, load_settings
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

MARGIN = "Is margin financing against bitcoin allowed?"


def lines(settings: Settings) -> list[dict[str, Any]]:
    """Read the journal."""
    return [json.loads(line) for path in settings.journal.glob("*.jsonl") for line in path.read_text().splitlines()]


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


def test_each_answer_has_a_line(chain: PolicyChain) -> None:
    """An answer and a refusal each leave a line with what they were made from and how long each stage took."""
    answer, refusal = chain.invoke(MARGIN), chain.invoke("How do I bake bread?")
    told, declined = lines(Settings())
    assert told["statements"] == len(answer.statements) > 0
    assert told["edition"] == answer.edition
    assert {"understand", "retrieve", "compose", "total"} <= told["latency_ms"].keys()
    assert (told["refused"], declined["refused"]) == (False, refusal.refused) == (False, True)


def test_questions_stay_out(chain: PolicyChain) -> None:
    """No word of a question is in the journal, only its length, and nobody else may read the file."""
    chain.invoke(MARGIN)
    (path,) = Settings().journal.glob("*.jsonl")
    assert "bitcoin" not in path.read_text()
    assert lines(Settings())[0]["characters"] == len(MARGIN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_questions_go_in_where_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASSISTANT_LOG_QUESTIONS=true adds the words."""
    monkeypatch.setenv("ASSISTANT_LOG_QUESTIONS", "true")
    enter(Answer(MARGIN, date(2026, 1, 1), Intent.FACT), load_settings())
    assert lines(Settings())[0]["question"] == MARGIN


def test_the_models_use_is_told() -> None:
    """Model, tokens and cost of an answer stand in its line."""
    enter(Answer("?", date(2026, 1, 1), Intent.FACT, model="openai:m", usage=Usage(100, 10, 0.25)), Settings())
    (line,) = lines(Settings())
    assert [line[name] for name in ("model", "input_tokens", "output_tokens", "cost")] == ["openai:m", 100, 10, 0.25]


def test_lines_stay_whole() -> None:
    """Many threads write long lines at once, and each line can be read."""
    settings = Settings(log_questions=True)
    answer = Answer("x" * 2_000, date(2026, 1, 1), Intent.FACT)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: enter(replace(answer, confidence=number), settings), range(200)))
    assert sorted(line["confidence"] for line in lines(settings)) == list(range(200))


def test_an_answer_is_not_lost_for_its_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where the folder cannot be written the answer goes on and the log says so."""
    (tmp_path / "file").touch()
    enter(Answer("?", date(2026, 1, 1), Intent.FACT), Settings(data=tmp_path / "file"))
    assert "no journal line was written" in caplog.text
