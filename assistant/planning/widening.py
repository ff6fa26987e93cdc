"""Add what further searches find behind a question's best hits, never in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Protocol

from langchain_core.runnables import RunnableConfig

from assistant.answers.records import Findings, Hit, Intent, Query, Question
from assistant.planning.searches import Planner, needs_plan, planned
from assistant.retrieval.hindsight import drop_hindsight
from assistant.understanding.understander import Understander
from corpus.index.edition import Edition
from corpus.language.dates import written_day
from corpus.records import Policy, Standing
from corpus.register.standing import standing

EACH = 5  # hits of one search
FIRST = 10  # hits of the question itself that nothing else comes before


class Seeker(Protocol):
    """What is needed of a finder: the passages of an edition, ranked for a query."""

    @property
    def edition(self) -> Edition:
        """The edition that is searched."""
        ...

    def ranked(self, query: Query) -> list[Hit]:
        """Return the passages for a query, best first."""
        ...


def further(
    findings: Findings,
    asked: Question,
    model: Planner | None,
    reader: Understander,
    seek: Seeker,
    config: RunnableConfig | None = None,
) -> tuple[Findings, tuple[str, ...]]:
    """Return findings with what the model's plan finds besides, and its steps; nothing more for a plain question."""
    if model is None or not needs_plan(findings):
        return findings, ()
    plan = planned(model, findings, asked, reader, config)
    more, steps = widened(findings, plan.queries, seek)
    return more, (*plan.steps, *steps)


def widened(findings: Findings, queries: Sequence[Query], seek: Seeker) -> tuple[Findings, tuple[str, ...]]:
    """Return findings with what the searches find besides, and a step for each search.

    What they find stands as it does on the day of the question, and nothing published later is added.
    """
    known = {hit.passage.id for hit in (*findings.hits, *findings.retrieved)}
    each: list[list[Hit]] = []
    steps: list[str] = []
    for query in queries:
        hits = [hit for hit in seek.ranked(query) if not hit.passage.signs][:EACH]
        new = list(known_by(hits, findings.query.as_of, seek.edition.policies, known))
        known |= {hit.passage.id for hit in new}
        each.append(new)
        steps.append(f"searched: {described(query)}: {len(new)} of {len(hits)} passages are new")
    return added(findings, [hit for row in zip_longest(*each) for hit in row if hit is not None]), tuple(steps)


def known_by(
    hits: Sequence[Hit], day: date, policies: Mapping[str, Policy], known: Iterable[str] = ()
) -> Iterator[Hit]:
    """Yield hits as they stand on a day, without those that are known already or were published later."""
    for hit in drop_hindsight(hits, day, policies):
        stands = standing(hit.passage.life, day)
        if hit.passage.id not in known and stands is not Standing.NOT_PUBLISHED:
            yield replace(hit, standing=stands)


def added(findings: Findings, hits: Sequence[Hit]) -> Findings:
    """Return findings with further hits: of a comparison beside the cells, else behind its own first ones."""
    if findings.query.intent is Intent.COMPARISON:
        return replace(findings, retrieved=(*findings.retrieved, *hits))
    scores = sorted((hit.score for hit in findings.hits), reverse=True)
    most = scores[min(FIRST, len(scores)) - 1] if scores else 1.0
    return replace(findings, hits=(*findings.hits, *(replace(hit, score=min(hit.score, most)) for hit in hits)))


def described(query: Query) -> str:
    """Return a search in words."""
    where = f" in {', '.join(query.jurisdictions)}" if query.jurisdictions else ""
    return f"{query.question}{where}, as of {written_day(query.as_of)}"
