"""Ranking sentences: how well each sentence of the hits answers the question, with no model.

Signals, each with a named weight: the share of the question's weight that the sentence holds (in its own words or in
synonyms), what it means and what stands above it means, the rank of its passage, and whether its form and its standing
are what was asked for. The weights were chosen on the tuning half of the
`pol-` rows of tests/sets/core.jsonl.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.answer_types import Kind, asked_for, given_by
from assistant.answers.records import Hit, Intent, Likeness, Part, Query
from assistant.composing.weights import Idf, coverage, term_weights
from assistant.understanding import patterns
from corpus.language.places import HOME
from corpus.language.sentences import sentences
from corpus.language.terms import terms
from corpus.records import Standing

COVERAGE_WEIGHT, HIT_WEIGHT, SIMILARITY_WEIGHT, ABOVE_WEIGHT = 1.6, 0.3, 1.6, 1.0
KIND_BONUS = 0.25  # for a sentence with an amount, a share, a time or a date to give where one is asked for
TYPE_BONUS = 0.1
RULE_FIRST = 0.12  # for "is it allowed": a rule in force before what somebody said
FRESHEST = 0.09  # for a question about now: of two statements of fact the later one
PLACE_FIRST = 0.2  # for what a place named (or else home) says itself, before international texts
STATE_BONUS = 0.2  # for a sentence that tells how far a text has come, where the question asks whether it has
OPENS = 0.1  # for the first paragraph of a note, which says what it is and when
GOVERNS = 0.1  # for a sentence of the very note that governs a term of the question
DEFINES, DEFINES_FIRST = 0.3, 0.6  # the same where a definition is asked for, and for the note's first paragraph
FIRST_PARAGRAPH = "¶1"

PART_OF: dict[Standing, Part] = {
    Standing.IN_FORCE: Part.ANSWER,
    Standing.RECORD: Part.ANSWER,
    Standing.UNKNOWN: Part.ANSWER,
    Standing.PROPOSED: Part.COMING,
    Standing.NOT_YET_IN_FORCE: Part.COMING,
    Standing.SUPERSEDED: Part.PAST,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could stand in the answer; `cosine` is how alike it is to the question."""

    text: str
    hit: Hit
    score: float
    words: frozenset[str]
    cosine: float

    @property
    def part(self) -> Part:
        """The part of the answer that the sentence's standing puts it in."""
        return part_of(self.hit)


def part_of(hit: Hit) -> Part:
    """Return the part of an answer that a hit belongs to; the record of what came next, to what it came after."""
    if hit.standing is Standing.RECORD and hit.passage.life.follows(hit.policy.life.ended):
        return Part.PAST
    return PART_OF[hit.standing]


Admitted = Callable[[Hit, str], bool]  # tells whether a sentence of a hit may stand in the answer


def rank_sentences(
    query: Query,
    hits: Sequence[Hit],
    idf: Idf,
    likeness: Mapping[str, Likeness],
    admitted: Admitted | None = None,
) -> list[Candidate]:
    """Score every sentence of the hits, best first; `likeness` is by passage id.

    `admitted` keeps the sentences that may stand in the answer at all; without it all may.
    """
    weights, asked = term_weights(query, idf), asked_for(query.question)
    candidates = []
    for hit in hits:
        around = set(terms(" ".join((hit.policy.title, *hit.passage.headings))))
        alike = likeness[hit.passage.id]
        for text, cosine in zip(sentences(hit.passage.text), alike.sentences, strict=True):
            if admitted is not None and not admitted(hit, text):
                continue
            words = frozenset(terms(text))
            if not any(word.isalpha() for word in words):
                continue  # a mark such as "[1]" behind a full stop says nothing
            score = (
                COVERAGE_WEIGHT * coverage(weights, query.synonyms, words, around)
                + SIMILARITY_WEIGHT * cosine
                + ABOVE_WEIGHT * alike.above
                + HIT_WEIGHT * hit.score
                + _fits(query, asked, text)
                + _timely(query, hit)
                + (PLACE_FIRST if hit.policy.jurisdiction in (query.jurisdictions or (HOME,)) else 0.0)
                + _governs(query, hit)
                + OPENS * (hit.passage.locator == FIRST_PARAGRAPH)
            )
            candidates.append(Candidate(text, hit, score, words, cosine))
    return sorted(candidates, key=_best_first)


def _best_first(candidate: Candidate) -> tuple[float, str, str]:
    return (-candidate.score, candidate.hit.passage.id, candidate.text)


def _fits(query: Query, asked: frozenset[Kind], text: str) -> float:
    """Return a bonus to a sentence of the form that the question asks for."""
    bonus = KIND_BONUS * bool(asked & given_by(text))
    if patterns.HOW_FAR.search(query.question):
        bonus += STATE_BONUS * bool(patterns.STATE.search(text))
    if query.intent is Intent.STATUS:
        bonus += TYPE_BONUS * bool(patterns.MODALITY.search(text))
    if query.intent is Intent.DEFINITION:
        bonus += TYPE_BONUS * bool(patterns.DEFINING.search(text))
    return bonus


def _governs(query: Query, hit: Hit) -> float:
    """Prefer the note that governs a term of the question, and for a definition its first paragraph."""
    if hit.policy.id not in query.policies:
        return 0.0
    if query.intent is not Intent.DEFINITION:
        return GOVERNS
    return DEFINES_FIRST if hit.passage.locator == FIRST_PARAGRAPH else DEFINES


def _timely(query: Query, hit: Hit) -> float:
    """Prefer the rule in force where the question asks for it, and of records the recent ones."""
    bonus = RULE_FIRST if query.intent is Intent.STATUS and hit.standing is Standing.IN_FORCE else 0.0
    published = hit.passage.life.published
    if query.intent is not Intent.HISTORY and published is not None:
        years = max(0, (query.as_of - published.last).days) / 365
        bonus += FRESHEST / (1 + years)
    return bonus
