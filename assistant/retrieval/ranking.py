"""Rankers: the signals of the candidates become one score each. The default is a sum of named weights.

The weights began as those fitted on the dev questions of ObliQA (softmax over the candidates of each question, as
`tune` does), which are .08, .15, .12, .06, .05, .36 and .18. They were moved towards the two legs, at no cost there, so
that the first hit does not fall on the tuning halves of tests/sets/core.jsonl and time.jsonl.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.retrieval.context import HOME_PLACE, filled
from assistant.retrieval.signals import (
    ASKED,
    BIGRAMS,
    BREVITY,
    COSINE,
    COVERAGE,
    KEYWORD,
    LATE,
    NEIGHBOURS,
    VECTORS,
    Column,
    Signals,
    stretched,
)
from assistant.settings import Settings
from corpus.encoders.cross import CrossReader
from corpus.index.questions import NONE

FITTED, OF_DOCUMENTS = Path(__file__).with_name("ranking.json"), Path(__file__).with_name("documents.json")
SPREAD = 4.0  # divides log-odds: scores of passages that differ little stay apart by little
RERANKED = 20  # candidates that a cross-encoder reads: 135 to 240 ms for a small one on two cores
RERANKED_SHARE = 0.5  # of the cross-encoder's opinion beside the ranker's own
OTHERS_SHARE = 0.5  # what the scores of those that it does not read are multiplied by: they stay below the others


class Ranker(Protocol):
    """Anything that scores candidates; `name` says what it is, for reports."""

    @property
    def name(self) -> str:
        """The name."""
        ...

    @property
    def late(self) -> bool:
        """Whether late interaction is among the signals that it uses."""
        ...

    def scores(self, question: str, signals: Signals) -> Column:
        """Return one score in [0, 1] a candidate: float32, shape (candidates,)."""
        ...


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted sum of signals; the weights are positive."""

    name: str
    weights: Mapping[str, float]

    @property
    def late(self) -> bool:
        """Whether late interaction has a weight."""
        return LATE in self.weights

    def scores(self, question: str, signals: Signals) -> Column:  # noqa: ARG002 - the signals know the question
        """Return the sum."""
        total = np.zeros(len(signals.passages), dtype=np.float32)
        for name, weight in self.weights.items():
            total += np.float32(weight) * signals.columns[name]
        return total


FUSED = Weighted("keyword and vectors", {KEYWORD: 0.65, VECTORS: 0.35})
DEFAULT_WEIGHTS = Weighted(
    "weights",
    # The last is not of ObliQA: Hong Kong first where a question names no place.
    {
        KEYWORD: 0.2,
        BIGRAMS: 0.12,
        COVERAGE: 0.12,
        NEIGHBOURS: 0.06,
        VECTORS: 0.1,
        LATE: 0.32,
        BREVITY: 0.08,
        HOME_PLACE: 0.1,
    },
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A linear ranker fitted on questions about notes; `python -m benchmarks.fitting.ranking` fits it again.

    Its scores are log-odds among the candidates. In an edition without own questions it has nothing to go by and
    leaves the ranking to `otherwise`.
    """

    weights: Mapping[str, float]
    slope: float
    level: float
    otherwise: Weighted = DEFAULT_WEIGHTS
    name: str = "default"

    @property
    def late(self) -> bool:
        """Whether late interaction has a weight; `otherwise` is used where no passage has questions of its own."""
        return LATE in self.weights

    def scores(self, question: str, signals: Signals) -> Column:
        """Return the probability of each candidate, relative to the best: float32 in (0, 1], shape (candidates,)."""
        if not len(signals.passages) or signals.columns[ASKED].max() <= NONE:
            return self.otherwise.scores(question, signals)
        odds = self.odds(signals)
        return np.asarray(np.exp((odds - odds.max()) / SPREAD), dtype=np.float32)

    def odds(self, signals: Signals) -> Column:
        """Return the log-odds of each candidate: float32, shape (candidates,)."""
        columns = filled(signals.columns, self.slope, self.level, signals.passages)
        total = np.zeros(len(signals.passages), dtype=np.float32)
        for name, weight in self.weights.items():
            total += np.float32(weight) * columns[name]
        return total


@dataclass(frozen=True, slots=True)
class OfDocuments:
    """A linear ranker of own documents that are asked by themselves, fitted on questions about official texts.

    They are longer than notes and have neither labels nor own questions; `python -m benchmarks.fitting.documents` fits
    it again.
    """

    weights: Mapping[str, float]
    name: str = "documents"

    @property
    def late(self) -> bool:
        """Whether late interaction has a weight."""
        return LATE in self.weights

    def scores(self, question: str, signals: Signals) -> Column:  # noqa: ARG002 - the signals know the question
        """Return the probability of each candidate, relative to the best: float32 in (0, 1], shape (candidates,)."""
        odds = np.zeros(len(signals.passages), dtype=np.float32)
        for name, weight in self.weights.items():
            odds += np.float32(weight) * signals.columns[name]
        return np.asarray(np.exp((odds - odds.max()) / SPREAD) if len(odds) else odds, dtype=np.float32)


def _shipped() -> Fitted:
    held = json.loads(FITTED.read_text(encoding="utf-8"))
    return Fitted(held["weights"], held["asked by cosine"]["slope"], held["asked by cosine"]["level"])


SHIPPED = _shipped()
DOCUMENTS = OfDocuments(json.loads(OF_DOCUMENTS.read_text(encoding="utf-8"))["weights"])
DEFAULT: Ranker = SHIPPED


def expected(signals: Signals) -> Column:
    """Return how near each candidate's nearest own question is; of one that has none, what the cosine lets expect."""
    guessed = SHIPPED.level + SHIPPED.slope * signals.columns[COSINE]
    return np.where(signals.columns[ASKED] <= NONE, guessed, signals.columns[ASKED])


class Pairs(Protocol):
    """Anything that reads a question beside each of some texts and says how well they fit, such as a cross-encoder."""

    name: str

    def fit(self, question: str, texts: Sequence[str]) -> Column:
        """Return one number per text, higher for better: float32, shape (texts,)."""
        ...


@dataclass(frozen=True, slots=True)
class Reranked:
    """The first candidates of a ranker, put in order by a cross-encoder's opinion and the ranker's own."""

    first: Ranker
    pairs: Pairs

    @property
    def name(self) -> str:
        """Name both."""
        return f"{self.first.name}, reranked by {self.pairs.name}"

    @property
    def late(self) -> bool:
        """Whether the first ranker uses late interaction."""
        return self.first.late

    def scores(self, question: str, signals: Signals) -> Column:
        """Score as the ranker does, and the first candidates anew, above all others."""
        scores = self.first.scores(question, signals)
        ranked = np.lexsort((np.arange(len(scores)), -scores))[:RERANKED]
        if not len(ranked):
            return scores
        fit = stretched(self.pairs.fit(question, [signals.passages[row].text for row in ranked]))
        reranked = np.asarray(scores * OTHERS_SHARE, dtype=np.float32)
        reranked[ranked] = OTHERS_SHARE + (1 - OTHERS_SHARE) * (
            RERANKED_SHARE * fit + (1 - RERANKED_SHARE) * stretched(scores[ranked])
        )
        return reranked


def open_ranker(settings: Settings) -> Ranker:
    """Open the ranker that the settings describe; raise InputError for one that cannot be used."""
    ranker = DEFAULT
    if settings.ranking:
        from assistant.retrieval.tuned import read_artefact

        ranker = read_artefact(Path(settings.ranking), settings.encoder)
    return Reranked(ranker, CrossReader(settings.reranker)) if settings.reranker else ranker
