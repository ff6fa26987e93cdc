"""Confidence: the probabilities that the corpus holds an answer at all, and that the answer given is whole.

Two logistic models over the same clues, each with a plain meaning, fitted on the tuning halves of the question sets by
`python -m benchmarks.fitting.confidence` (`confidence.json`, with its card); how well they do on the halves that were
not looked at is in docs/benchmarks.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answers.answer_types import Kind, asked_for, given_by
from assistant.answers.clues import Clues
from assistant.answers.reading import Reading
from assistant.answers.records import Hit, Likeness, Query, Statement
from assistant.composing.weights import Idf, coverage, term_weights
from assistant.retrieval.names import pairs_of, words_of
from corpus.language.dates import without_dates
from corpus.language.places import without_places
from corpus.language.sentences import sentences
from corpus.language.terms import bigrams, terms
from corpus.records import Passage

MODEL = Path(__file__).with_name("confidence.json")
FIFTH = 4
UNREAD = 0.3  # how well labels fit, where nothing was read: between questions with an answer (.47) and without (.20)
FIRST = 3  # passages of which one should be what is asked for
ALIKE_SHARE = 2 / 3  # of the closeness; chosen, as .9 below, when it was the only confidence


def clues(
    query: Query,
    idf: Idf,
    hits: Sequence[Hit],
    statements: Sequence[Statement],
    alike: float,
    likeness: Mapping[str, Likeness],
    *,
    unmet: bool,
) -> Clues:
    """Gather what tells whether the statements, made of these hits, answer the question.

    `alike` is the cosine of the question to the nearest sentence of the answer, `likeness` that of every sentence of
    the hits; `unmet` tells that the question names what none of the hits does.
    """
    weights = term_weights(query, idf)
    asked = bigrams(terms(without_places(without_dates(query.text))))
    held = set[str]().union(*(pairs_of(hit) for hit in hits))
    kinds = asked_for(query.question)
    return Clues(
        alike=max(0.0, min(1.0, alike)),
        near=max((hit.similarity for hit in hits), default=0.0),
        asked=max((hit.asked for hit in hits), default=0.0),
        asked_zh=max((hit.asked_zh for hit in hits), default=0.0),
        held=max((coverage(weights, query.synonyms, words_of(hit), set()) for hit in hits), default=0.0),
        pairs=sum(pair in held for pair in asked) / len(asked) if asked else 0.5,
        apart=_apart(hits, alone=bool(query.documents)),
        lacks=bool(kinds) and not any(kinds & given_by(statement.text) for statement in statements),
        unmet=unmet,
        fits=max((fit(hit.passage, query.reading) for hit in hits[:FIRST]), default=0.0),
        declined=query.reading.foreign,
        asks=bool(kinds),
        given=_given(kinds, hits, likeness),
    )


def _apart(hits: Sequence[Hit], *, alone: bool) -> float:
    """Return how far the best hit stands from the fifth; the one passage of a short document has none to stand by."""
    if alone and len(hits) == 1:
        return hits[0].score
    return hits[0].score - hits[min(FIFTH, len(hits) - 1)].score if hits else 0.0


def _given(kinds: frozenset[Kind], hits: Sequence[Hit], likeness: Mapping[str, Likeness]) -> float:
    """Return the cosine of the question to the nearest sentence that gives what is asked for."""
    cosines = (
        cosine
        for hit in hits
        if hit.passage.id in likeness
        for text, cosine in zip(sentences(hit.passage.text), likeness[hit.passage.id].sentences, strict=True)
        if not kinds or kinds & given_by(text)
    )
    return max(0.0, *cosines, 0.0)


def fit(passage: Passage, reading: Reading) -> float:
    """Return how likely a passage speaks of the activity and aspect asked for; one without labels is not doubted."""
    if not reading.activity:
        return UNREAD
    activities = {word for label in passage.labels for word in label.activity} or reading.activity
    aspects = {word for label in passage.labels for word in label.aspect} or reading.aspect
    activity = max((reading.activity.get(word, 0.0) for word in activities), default=0.0)
    return activity * max((reading.aspect.get(word, 0.0) for word in aspects), default=0.0)


@dataclass(frozen=True, slots=True)
class Odds:
    """A logistic model of clues; below `least` what it is the probability of is not claimed."""

    base: float
    weights: Mapping[str, float]
    least: float

    def probability(self, found: Clues) -> float:
        """Return the probability in [0, 1] for these clues."""
        odds = self.base + sum(weight * getattr(found, name) for name, weight in self.weights.items())
        return round(1 / (1 + math.exp(-odds)), 3)


@cache
def answered(*, alone: bool = False, chinese: bool = False) -> Odds:
    """Return the model of whether the texts hold an answer; below its `least` a question is refused.

    Own documents asked `alone` have one of their own: a whole statute says something near to most questions, without
    answering them, and nobody wrote labels or questions for it. So have those in Chinese, of which the encoder tells
    nothing: what counts is the words that they share with the question.
    """
    name = f"answered by {'Chinese ' * chinese}documents" if alone else "answered"
    return Odds(**json.loads(MODEL.read_text(encoding="utf-8"))[name])


@cache
def whole() -> Odds:
    """Return the model of whether an answer holds every vital fact."""
    return Odds(**json.loads(MODEL.read_text(encoding="utf-8"))["whole"])


def closeness(query: Query, idf: Idf, cited: Sequence[Hit], alike: float) -> float:
    """Return in [0, 1] how much of what is asked the cited hits speak of, as far as words and meaning tell.

    It is no probability that there is an answer, and a better sign than that of one that is whole.
    """
    words = set[str]().union(*(words_of(hit) for hit in cited))
    covered = coverage(term_weights(query, idf), query.synonyms, words, set())
    return round(ALIKE_SHARE * max(0.0, min(1.0, alike)) + (1 - ALIKE_SHARE) * covered, 3)
