"""Adapting models to judged questions: what `tune` fits besides weights and forests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evaluation.tuning import Judged, Method, Told
from assistant.retrieval.known_questions import Known
from assistant.retrieval.ranking import DEFAULT, Ranker, Reranked
from assistant.retrieval.signals import Column, Signals
from assistant.settings import Settings
from corpus.encoders.cross import CrossReader
from corpus.encoders.training import Lesson, adapt_encoder, train_reranker

WRONG = 5  # texts of a lesson that do not answer it
MISLEADING = 30  # of the first so many candidates, the wrong texts are drawn
SEED = 1


@dataclass(frozen=True, slots=True)
class Adapted:
    """The default ranker over the candidates of an adapted encoder."""

    name: str
    folder: Path

    late = True

    def scores(self, question: str, signals: Signals) -> Column:
        """Score as the default ranker does."""
        return DEFAULT.scores(question, signals)


def rerankers(settings: Settings, progress: Told) -> Method:
    """Train a cross-encoder, begun from the one that is set, or else from the encoder, to put candidates in order."""

    def fit(questions: Sequence[Judged], _: Known, folder: Path) -> Ranker:
        base = settings.reranker or settings.encoder
        train_reranker(base, lessons(questions, WRONG), folder, lambda *at: progress("Training", *at))
        return Reranked(DEFAULT, CrossReader(str(folder)))

    return Method(fit)


def encoders(settings: Settings, judge: Callable[[Settings], Sequence[Judged]], progress: Told) -> Method:
    """Adapt the encoder by LoRA; `judge` asks the questions anew, of an index with the encoder that is set."""

    def fit(questions: Sequence[Judged], _: Known, folder: Path) -> Adapted:
        adapt_encoder(settings.encoder, lessons(questions, 1), folder, lambda *at: progress("Training", *at))
        return Adapted("adapted encoder", folder)

    def asked(ranker: Ranker, questions: Sequence[Judged]) -> list[Judged]:
        assert isinstance(ranker, Adapted)
        again = {
            question.id: question for question in judge(settings.model_copy(update={"encoder": str(ranker.folder)}))
        }
        return [again[question.id] for question in questions]

    return Method(fit, asked)


def lessons(questions: Sequence[Judged], wrong: int) -> list[Lesson]:
    """Make a lesson of each relevant candidate: the wrong texts are drawn from the first others, always the same.

    Texts that equal a right one are never wrong; a question without enough others teaches nothing.
    """
    random, made = np.random.default_rng(SEED), []
    for question in questions:
        ranked = np.argsort(-DEFAULT.scores(question.text, question.signals), kind="stable")
        texts = [question.signals.passages[row].text for row in ranked]
        right = {text for text, row in zip(texts, ranked, strict=True) if question.hits[row]}
        others = [text for text in dict.fromkeys(texts[:MISLEADING]) if text not in right]
        if len(others) >= wrong:
            for text in sorted(right):
                drawn = random.choice(len(others), wrong, replace=False)
                made.append(Lesson(question.text, text, tuple(others[place] for place in drawn)))
    return made
