"""What stands below an answer, and what a refusal says of the texts that are held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.composing.extractive import missing_places
from assistant.records import Intent, Query, Statement
from corpus.coverage import coverage
from corpus.records import Policy


def answer_notes(query: Query, statements: Sequence[Statement], policies: Mapping[str, Policy]) -> Iterator[str]:
    """Say below an answer what its date, its place and its sources leave open."""
    if query.as_of != date.today():  # noqa: DTZ011 - the user's own day
        yield f"As of {query.as_of.day} {query.as_of:%B %Y}: nothing published later was used."
    if not query.jurisdictions and (place := policies[statements[0].citations[0].policy_id].jurisdiction):
        yield f"No place was named: answered for {place}."
    if query.intent is Intent.COMPARISON:
        for place in missing_places(query, statements):
            yield f"{place}: not found in the texts."
    cited = {citation.policy_id for statement in statements for citation in statement.citations}
    checked = [when for id_ in cited if (when := policies[id_].evidence_to) is not None and when.last < query.as_of]
    if checked:
        yield f"Standing of these sources checked to {min(checked, key=lambda when: when.last)}."


def held(query: Query, policies: Mapping[str, Policy]) -> str:
    """Say up to when the places of a question are held."""
    held = [row for row in coverage(policies.values()) if row.place in query.jurisdictions]
    return "".join(f" I hold {row.place} up to {row.newest}." for row in held)
