"""Adapting: models are trained on judged questions, held out honestly, and refused where they do not win."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.tuning import Judged, Method, known_of, measures, tune
from assistant.evaluation.tuning.adapting import Adapted, encoders, lessons, rerankers
from assistant.retrieval.known_questions import Known
from assistant.retrieval.ranking import Ranker, open_ranker
from assistant.retrieval.signals import NAMES, RAW, Signals
from assistant.settings import Settings
from corpus.encoders.cross import CrossReader
from corpus.encoders.sentence import DEFAULT_ENCODER, SentenceEncoder
from corpus.encoders.training import check_packages
from corpus.encoders.verdict import write_verdict
from corpus.errors import InputError
from corpus.records import Life, Nature, Passage
from tests.assistant.evaluation.tuning.columns import unasked

TOPICS = ("custody", "staking", "stablecoins", "derivatives", "lending", "mining", "airdrops", "bridges")


def silent(*_: object) -> None:
    """Tell nobody."""


def judged(count: int) -> list[Judged]:
    """Make questions on one topic each, whose passage names it; the candidates' other signals tell nothing."""
    made = []
    for number in range(count):
        topic = TOPICS[number % len(TOPICS)]
        texts = [f"A firm that offers {other} must hold licence {number}." for other in TOPICS]
        passages = tuple(
            Passage(f"p#{number}-{row}", "p", text, "", Life(Nature.RULE, None)) for row, text in enumerate(texts)
        )
        columns = {name: np.full(len(texts), 0.5, dtype=np.float32) for name in (*NAMES, *RAW)}
        columns |= unasked(len(texts))
        signals = Signals(passages, columns, np.eye(8, dtype=np.float32)[number % 8])
        right = frozenset({passages[TOPICS.index(topic)].id})
        made.append(Judged(f"q{number}", signals, right, text=f"Who may offer {topic}?"))
    return made


def test_a_lesson_has_a_right_text_and_wrong_ones() -> None:
    """Wrong texts are never relevant ones, and the same questions give the same lessons."""
    questions = judged(4)
    made = lessons(questions, 5)
    assert [lesson.question for lesson in made] == [question.text for question in questions]
    assert all("custody" in lesson.right for lesson in made[:1])
    assert all(lesson.right not in lesson.wrong and len(set(lesson.wrong)) == 5 for lesson in made)
    assert lessons(questions, 5) == made
    assert lessons([replace(questions[0], relevant=frozenset({"elsewhere"}))], 5) == []


def test_a_reranker_is_trained_held_out_and_kept(tmp_path: Path) -> None:
    """The folder holds a cross-encoder that scores pairs, and one that did not win is refused in one line."""
    pytest.importorskip("peft")
    steps: list[tuple[str, int, int]] = []
    method = rerankers(Settings(), lambda *at: steps.append(at))
    ranker = method.fit(judged(8), Known(np.zeros((0, 8), dtype=np.float32), [], []), tmp_path / "model")
    assert steps[-1] == ("Training", 2, 2)
    scores = ranker.scores("Who may offer custody?", judged(1)[0].signals)
    assert scores.shape == (len(TOPICS),)
    assert scores.max() <= 1
    write_verdict(tmp_path / "model", {"won": True})
    assert np.isfinite(CrossReader(str(tmp_path / "model")).fit("a", ["b"])).all()
    write_verdict(tmp_path / "model", {"won": False})
    refused = open_ranker(Settings(reranker=str(tmp_path / "model")))
    with pytest.raises(InputError, match=r"did not win on held-out questions.*unset ASSISTANT_RERANKER"):
        refused.scores("Who may offer custody?", judged(1)[0].signals)


def test_an_adapted_encoder_is_an_encoder_like_any_other(tmp_path: Path) -> None:
    """Its folder opens as an encoder with other vectors, tells tokens, and is refused where it did not win."""
    pytest.importorskip("peft")
    questions = judged(96)
    asked: list[str] = []

    def judge(settings: Settings) -> Sequence[Judged]:
        asked.append(settings.encoder)
        return questions

    method = encoders(Settings(), judge, silent)
    ranker = method.fit(questions, known_of(questions), tmp_path / "model")
    assert isinstance(ranker, Adapted)
    assert [question.id for question in method.asked(ranker, questions[3:5])] == ["q3", "q4"]
    assert asked == [str(tmp_path / "model")]
    ours, theirs = (SentenceEncoder(name).question("Who may offer custody?") for name in (asked[0], DEFAULT_ENCODER))
    assert ours.tokens.shape == theirs.tokens.shape
    assert 0.5 < float(ours.vector @ theirs.vector) < 0.99999
    write_verdict(tmp_path / "model", {"won": False})
    with pytest.raises(InputError, match=r"did not win on held-out questions.*unset ASSISTANT_ENCODER"):
        SentenceEncoder(asked[0]).encode(["text"])


def test_held_out_questions_are_measured_as_the_ranker_asks_them(tmp_path: Path) -> None:
    """Where a ranker has other candidates, those are measured, and the default keeps its own."""
    questions = judged(60)

    def found(_: Ranker, held: Sequence[Judged]) -> list[Judged]:
        return [
            replace(
                one, signals=replace(one.signals, columns=one.signals.columns | {"late": one.hits.astype(np.float32)})
            )
            for one in held
        ]

    method = Method(lambda *_: Adapted("oracle", tmp_path), found)
    fitted = tune(questions, method, tmp_path, silent, folds=3)
    assert fitted.folds == 3
    assert fitted.levels[1].mean == 1
    assert fitted.base[:, 1].mean() == np.mean([measures(np.zeros(8, dtype=np.float32), one)[1] for one in questions])
    assert fitted.won


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line holds the command."""
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(InputError, match=r"pip install peft=="):
        check_packages()
