"""Key facts: full, partial or no support in an answer (the nuggets of TREC RAG), and what must not be said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from assistant.evaluation.scoring.critical import critical
from assistant.evaluation.scoring.text import Weights, parts, stems, tokens, words
from assistant.evaluation.sets.patterns import LONGEST
from assistant.evaluation.sets.records import EvalQuestion, Fact
from corpus.errors import InputError

FULL, PARTIAL, NONE = 1.0, 0.5, 0.0
# Recall of a fact's weight in one or two sentences. Chosen by hand, not calibrated: patterns are the better way.
FULL_FROM, PARTIAL_FROM = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class FactResult:
    """The support of one fact in one answer, and whether the answer says what it must not."""

    fact: Fact
    support: float
    forbidden: bool


def judge(question: EvalQuestion, answer: str, weights: Weights) -> list[FactResult]:
    """Judge every key fact of a question in a plain answer; a fact of which the opposite is said has no support.

    Raises InputError for a regular expression that does not come to an end.
    """
    results = []
    for fact in question.facts:
        try:
            forbidden = any(pattern.search(answer) for pattern in fact.must_not)
            support = NONE if forbidden or not fact.expected else _support(fact, answer, question.text, weights)
        except TimeoutError as error:
            raise InputError(
                f"Question {question.id!r}, row {question.row}: a regular expression of the key fact {fact.id!r} ran "
                f"for {LONGEST:g} s on an answer of {len(answer):,} characters; write it without repeats in repeats."
            ) from error
        results.append(FactResult(fact, support, forbidden))
    return results


def _support(fact: Fact, answer: str, question: str, weights: Weights) -> float:
    """Return 1 where a pattern matches; else by words, at most partial where the fact has patterns."""
    if any(pattern.search(answer) for pattern in fact.any_of):
        return FULL
    support = _by_words(fact.text, answer, question, weights) if fact.text else NONE
    return min(support, PARTIAL) if fact.any_of else support


def _by_words(fact: str, answer: str, question: str, weights: Weights) -> float:
    """Judge by the best recall of the fact's weight over windows of one and two sentences.

    Stems of the question weigh nothing, so that an echo supports nothing; a critical token of the fact that the
    window lacks caps at partial. A fact without a word of content ("No") is said by a sentence that begins with it.
    """
    if not words(fact):
        said = tokens(fact)
        return FULL if any(tokens(piece)[: len(said)] == said for piece in parts(answer)) else NONE
    wanted, asked = stems(fact), stems(question)
    only_asked = not weights.of(wanted, asked)
    whole = weights.of(wanted) if only_asked else weights.of(wanted, asked)
    without = frozenset[str]() if only_asked else asked
    pieces = parts(answer)
    windows = [(piece, stems(piece)) for piece in pieces]
    windows += [(f"{one} {two}", stems(one) | stems(two)) for one, two in pairwise(pieces)]
    best, window = 0.0, ""
    for candidate, held in windows:
        recall = weights.of(wanted & held, without) / whole if whole else 0.0
        if recall > best:
            best, window = recall, candidate
    if best < PARTIAL_FROM:
        return NONE
    if best < FULL_FROM or only_asked or not _same_critical(fact, window):
        return PARTIAL
    return FULL


def _same_critical(fact: str, window: str) -> bool:
    meant, said = critical(fact), critical(window)
    return (
        all(any(figure.same_as(other) for other in said.figures) for figure in meant.figures)
        and set(meant.dates) <= set(said.dates)
        and meant.strengths <= said.strengths
        and meant.negated == said.negated
    )
