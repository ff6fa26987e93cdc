"""Comparison: places side by side, one aspect after the other, each cell from the texts of its own place.

A cell is filled by what speaks of its aspect and passes a floor of relevance, or it is empty and says so: a wrong
cell is worse than an empty one. The rule in force comes first; a proposal stands alone only where no rule is in force.

The floor and the shares were chosen on the tuning half of tests/sets/cells.jsonl (44 cells).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from assistant.answering.confidence import closeness
from assistant.answers.citing import cite
from assistant.answers.records import Check, Hit, Intent, Part, Query, Statement
from assistant.composing.sentences import Candidate, rank_sentences
from assistant.retrieval import retrieve
from assistant.retrieval.hindsight import drop_hindsight
from assistant.retrieval.likeness import likeness_to
from assistant.retrieval.ranking import DEFAULT, DEFAULT_WEIGHTS, Ranker
from assistant.understanding.titles import called_by_number, called_by_title
from assistant.verification import verify
from corpus.encoders.sentence import Encoder
from corpus.index.edition import Edition
from corpus.language.places import ANYWHERE, places_in
from corpus.records import Standing
from corpus.vocabulary.aspects import Aspect
from corpus.vocabulary.glossary import Glossary
from corpus.vocabulary.synonyms import Wording

NOT_FOUND = "not found in the corpus"
DEPTH = 40  # passages that a cell looks through: a place's own texts on a topic are about as many
PER_CELL = 2  # statements: more is an answer and no table
READ = 3  # passages that a model reads for a cell: what else a place says stands in those of its other cells
LEAST_SURE = 0.36  # of a sentence that the aspect's words have admitted; in a user's own words LEAST_OWN
LEAST_OWN = 0.45
ENOUGH = 0.85  # of the first statement's score, for a second one of the same part
ENOUGH_APART = 0.75  # the same for what is proposed beside what holds
SAME = 0.6  # overlap of terms at which two sentences say the same
NEAREST = 0.8  # of the best score: where no words guard the aspect, a weaker rule does not come before what answers
RECORD_SHARE = 0.8  # of its score, where a record of what was said stands against a proposal
DOLLARS = re.compile(r"\bUS(?:\$| dollars?)")  # money, and no place


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared: places by aspects, on a date; `synonyms` are other wordings of the question's terms."""

    question: str
    as_of: date
    places: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    synonyms: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)

    def name(self, aspect: Aspect) -> str:
        """Name a row: by the aspect's label, or the whole question where it has none."""
        return aspect.label or self.question


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on one aspect: its statements, or none, which means that the texts hold nothing on it.

    `sure` tells in [0, 1] how surely the first statement speaks of the aspect. `read` are the passages that speak of
    it, best first; `writer` names the model whose words the cell holds, and is empty where they are the texts' own.
    `failure` says why a model that is set did not write it.
    """

    place: str
    aspect: Aspect
    statements: tuple[Statement, ...] = ()
    hits: tuple[Hit, ...] = ()
    sure: float = 0.0
    read: tuple[Hit, ...] = ()
    writer: str = ""
    failure: str = ""


def compare(
    comparison: Comparison,
    edition: Edition,
    encoder: Encoder,
    glossary: Glossary,
    most: int = PER_CELL,
    ranker: Ranker = DEFAULT,
) -> Iterator[Cell]:
    """Yield the cells as they are ready, place after place within an aspect, with at most `most` statements each.

    Markers count through all cells: the same sentence has the same marker. Raises InputError as `retrieve` does.
    """
    markers: dict[tuple[str, str], str] = {}
    check = partial(verify, as_of=comparison.as_of, policies=edition.policies, glossary=glossary)
    for aspect in comparison.aspects:
        text, synonyms = aspect.question, comparison.synonyms
        called = (*called_by_number(text, edition.policies.values()), *called_by_title(text, edition.policies.values()))
        for place in comparison.places:
            query = Query(text, text, comparison.as_of, Intent.FACT, (place,), synonyms=synonyms, called=called)
            hits = _hits(query, edition, encoder, ranker)
            found = _speaking(query, aspect, hits, edition, encoder)
            cell = _filled(place, aspect, check, _chosen(found, most), markers)
            speaking = dict.fromkeys(candidate.hit for candidate, _ in found)
            yield replace(cell, read=tuple(speaking)[:READ] if cell.statements else ())


def _of_cells(ranker: Ranker) -> Ranker:
    """Return the ranker for cells: what is fitted on whole questions knows nothing of an aspect's own words."""
    return DEFAULT_WEIGHTS if ranker is DEFAULT else ranker


def _hits(query: Query, edition: Edition, encoder: Encoder, ranker: Ranker) -> list[Hit]:
    """Return the passages of the place itself: an own document of no known place fills no cell."""
    found = drop_hindsight(retrieve(query, edition, encoder, DEPTH, _of_cells(ranker)), query.as_of, edition.policies)
    return [hit for hit in found if hit.policy.jurisdiction in query.jurisdictions]


def _speaking(
    query: Query, aspect: Aspect, hits: Sequence[Hit], edition: Edition, encoder: Encoder
) -> list[tuple[Candidate, float]]:
    """Return the sentences that speak of the aspect and of no other place, best first, each with its confidence."""

    def speaks(hit: Hit, text: str) -> bool:
        elsewhere = set(places_in(DOLLARS.sub(" ", text))) - ANYWHERE - {hit.policy.jurisdiction}
        around = " ".join((hit.policy.title, *hit.passage.headings))
        return not elsewhere and aspect.said_in(text, around)

    least = LEAST_OWN if aspect.own else LEAST_SURE
    idf = edition.lexical_by(query.as_of).idf
    ranked = rank_sentences(query, hits, idf, likeness_to(query, hits, edition, encoder), speaks)
    found = [(c, closeness(query, idf, [c.hit], c.cosine)) for c in ranked]
    best = max((_weight(candidate) for candidate in ranked), default=0.0)
    nearest = NEAREST * best if aspect.own else 0.0
    kept = [(candidate, sure) for candidate, sure in found if sure >= least and _weight(candidate) >= nearest]
    if aspect.own or any(candidate.part is not Part.PAST for candidate, _ in kept):
        return kept
    return kept if all(candidate.part is Part.PAST for candidate in ranked) else []  # the living may have been missed


def _chosen(found: Sequence[tuple[Candidate, float]], most: int) -> list[tuple[Candidate, float]]:
    """Choose what stands in a cell: the best of what holds, and then what adds to it or is to come.

    Only where nothing is in force does a proposal or a record stand first, and only where nothing else is found what
    is past.
    """
    if not found:
        return []
    first = min(found, key=lambda pair: (_tier(pair[0]), -_weight(pair[0])))
    coming, further = (
        [pair for pair in found if pair[0].part is part and _weight(pair[0]) >= share * first[0].score]
        for part, share in ((Part.COMING, ENOUGH_APART), (first[0].part, ENOUGH))
    )
    coming.sort(
        key=lambda pair: pair[0].hit.standing is Standing.PROPOSED
    )  # a law that is made comes before a proposal
    chosen = [first]
    for pair in (*(coming if first[0].part is Part.ANSWER else ()), *further):
        if len(chosen) < most and not any(_same(pair[0], other) for other, _ in chosen):
            chosen.append(pair)
    return chosen


def unfilled(cells: Sequence[Cell]) -> Iterator[str]:
    """Describe where nothing was found: a place that is empty throughout once, others by aspect."""
    filled = {cell.place for cell in cells if cell.statements}
    for place in dict.fromkeys(cell.place for cell in cells if cell.place not in filled):
        yield f"{place}: {NOT_FOUND}."
    for cell in cells:
        if cell.place in filled and not cell.statements:
            yield f"{cell.aspect.label} · {cell.place}: {NOT_FOUND}."


def in_own_words(cells: Sequence[Cell]) -> Iterator[str]:
    """Describe which cells a model that is set did not write, and why: they stand in the texts' own sentences."""
    reasons: dict[str, list[Cell]] = {}
    held = [cell for cell in cells if cell.statements]
    for cell in held:
        if cell.failure:
            reasons.setdefault(cell.failure, []).append(cell)
    for why, those in reasons.items():
        names = ", ".join(" · ".join(filter(None, (cell.statements[0].aspect, cell.place))) for cell in those)
        yield f"In the texts' own sentences, because {why}{'' if len(those) == len(held) else f': {names}'}."


def _tier(candidate: Candidate) -> int:
    return 0 if candidate.hit.standing is Standing.IN_FORCE else 2 if candidate.part is Part.PAST else 1


def _weight(candidate: Candidate) -> float:
    return candidate.score * (RECORD_SHARE if candidate.hit.standing is Standing.RECORD else 1.0)


def _same(one: Candidate, other: Candidate) -> bool:
    return len(one.words & other.words) >= SAME * min(len(one.words), len(other.words))


def _filled(
    place: str,
    aspect: Aspect,
    check: Callable[..., tuple[Check, ...]],
    chosen: Sequence[tuple[Candidate, float]],
    markers: dict[tuple[str, str], str],
) -> Cell:
    """Cite, check and label what was chosen; what fails a check is left out."""
    passages = {candidate.hit.passage.id: candidate.hit.passage for candidate, _ in chosen}
    kept: list[tuple[Statement, Candidate, float]] = []
    for candidate, sure in chosen:
        key = (candidate.hit.passage.id, candidate.text)
        marker = markers.get(key) or str(len(markers) + 1)
        cited = (cite(candidate.hit, candidate.text, marker),)
        drafted = Statement(candidate.text, cited, candidate.part, place, aspect.label)
        statement = replace(drafted, checks=check(drafted, passages))
        if statement.passed:
            markers[key] = marker
            kept.append((statement, candidate, sure))
    return Cell(
        place,
        aspect,
        tuple(statement for statement, _, _ in kept),
        tuple(dict.fromkeys(candidate.hit for _, candidate, _ in kept)),
        kept[0][2] if kept else 0.0,
    )
