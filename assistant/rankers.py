"""Rankers: the signals of the candidates become one score each. The default is a sum of named weights.

The weights began as those fitted on the dev questions of ObliQA (softmax over the candidates of each question, as
`tune` does), which are .08, .15, .12, .06, .05, .36 and .18. They were moved towards the two legs, at no cost there, so
that the first hit does not fall on the tuning halves of tests/sets/core.jsonl and time.jsonl.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.settings import Settings
from assistant.signals import BIGRAMS, BREVITY, COVERAGE, KEYWORD, LATE, NEIGHBOURS, VECTORS, Column, Signals, stretched
from corpus.cross_encoders import CrossReader

RERANKED = 20  # candidates that a cross-encoder reads: 135 to 240 ms for a small one on two cores
RERANKED_SHARE = 0.5  # of the cross-encoder's opinion beside the ranker's own
OTHERS_SHARE = 0.5  # what the scores of those that it does not read are multiplied by: they stay below the others


class Ranker(Protocol):
    """Anything that scores candidates; `name` says what it is, for reports."""

    @property
    def name(self) -> str:
        """The name."""
        ...

    def scores(self, question: str, signals: Signals) -> Column:
        """Give one score in [0, 1] a candidate: float32, shape (candidates,)."""
        ...


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted sum of signals; the weights are positive and sum to 1."""

    name: str
    weights: Mapping[str, float]

    def scores(self, question: str, signals: Signals) -> Column:  # noqa: ARG002 - the signals know the question
        """Give the sum."""
        total = np.zeros(len(signals.passages), dtype=np.float32)
        for name, weight in self.weights.items():
            total += np.float32(weight) * signals.columns[name]
        return total


FUSED = Weighted("keyword and vectors", {KEYWORD: 0.65, VECTORS: 0.35})
DEFAULT = Weighted(
    "default",
    {KEYWORD: 0.2, BIGRAMS: 0.12, COVERAGE: 0.12, NEIGHBOURS: 0.06, VECTORS: 0.1, LATE: 0.32, BREVITY: 0.08},
)


class Pairs(Protocol):
    """Anything that reads a question beside each of some texts and says how well they fit, such as a cross-encoder."""

    name: str

    def fit(self, question: str, texts: Sequence[str]) -> Column:
        """Give one number a text, higher for better: float32, shape (texts,)."""
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

    def scores(self, question: str, signals: Signals) -> Column:
        """Score as the ranker does, and the first candidates anew, above all others."""
        scores = self.first.scores(question, signals)
        ranked = np.lexsort((np.arange(len(scores)), -scores))[:RERANKED]
        if not len(ranked):
            return scores
        fit = stretched(self.pairs.fit(question, [signals.passages[row].text for row in ranked]))
        found = np.asarray(scores * OTHERS_SHARE, dtype=np.float32)
        found[ranked] = OTHERS_SHARE + (1 - OTHERS_SHARE) * (
            RERANKED_SHARE * fit + (1 - RERANKED_SHARE) * stretched(scores[ranked])
        )
        return found


def open_ranker(settings: Settings) -> Ranker:
    """Open the ranker that the settings describe; raise InputError for one that cannot be used."""
    ranker: Ranker = DEFAULT
    if settings.ranking:
        from assistant.artefacts import read_artefact

        ranker = read_artefact(Path(settings.ranking), settings.encoder)
    return Reranked(ranker, CrossReader(settings.reranker)) if settings.reranker else ranker
