"""Confidence: the probability that the corpus holds an answer at all, and that what was found is one.

A logistic model over five clues, each with a plain meaning. Its weights and the threshold were fitted on the tuning
halves of three question sets by `python -m tests.benchmarks.confidence --fit`; how well it does on the half that was
not looked at is in the README.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.composing.asked import asked_for, given_by
from assistant.composing.weighing import Idf, coverage, term_weights
from assistant.dates import without_dates
from assistant.naming import pairs_of, words_of
from assistant.records import Clues, Hit, Query, Statement
from corpus.lexical import bigrams, terms
from corpus.places import without_places

# What each signal adds to the log odds of an answer.
BASE, ALIKE, HELD, PAIRS, LACKS, UNMET = -3.93, 5.94, 1.92, 1.04, -1.27, -1.02
LEAST = 0.33  # of the probability: below it an answer is refused; chosen so that no more core questions are than before
ALIKE_SHARE = 2 / 3  # of the closeness; chosen, as .9 below, when it was the only confidence
SOFTENED = 0.9  # of the closeness, where the question names what nothing found does


def clues(
    query: Query, idf: Idf, hits: Sequence[Hit], statements: Sequence[Statement], alike: float, *, unmet: bool
) -> Clues:
    """Gather what tells whether the statements, made of these hits, answer the question.

    `alike` is the cosine of the question to the nearest sentence of the answer; `unmet` tells that the question names
    what none of the hits does.
    """
    weights = term_weights(query, idf)
    asked = bigrams(terms(without_places(without_dates(query.text))))
    held = set[str]().union(*(pairs_of(hit) for hit in hits))
    kinds = asked_for(query.question)
    return Clues(
        alike=max(0.0, min(1.0, alike)),
        held=max((coverage(weights, query.synonyms, words_of(hit), set()) for hit in hits), default=0.0),
        pairs=sum(pair in held for pair in asked) / len(asked) if asked else 0.5,
        lacks=bool(kinds) and not any(kinds & given_by(statement.text) for statement in statements),
        unmet=unmet,
    )


def confidence(found: Clues) -> float:
    """Give the probability in [0, 1] that these clues come with an answer."""
    odds = (
        BASE + ALIKE * found.alike + HELD * found.held + PAIRS * found.pairs + LACKS * found.lacks + UNMET * found.unmet
    )
    return round(1 / (1 + math.exp(-odds)), 3)


def closeness(query: Query, idf: Idf, cited: Sequence[Hit], alike: float) -> float:
    """Give in [0, 1] how much of what is asked the cited hits speak of, as far as words and meaning tell.

    It is no probability that there is an answer, and a better sign than that of one that is whole.
    """
    words = set[str]().union(*(words_of(hit) for hit in cited))
    covered = coverage(term_weights(query, idf), query.synonyms, words, set())
    return round(ALIKE_SHARE * max(0.0, min(1.0, alike)) + (1 - ALIKE_SHARE) * covered, 3)
