"""The notes below an answer, and how up to date the texts are where none was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.answering.standings import standing_notes
from assistant.answers.records import Hit, Query, Statement
from corpus.history.hindsight import is_published
from corpus.language.dates import written_day
from corpus.language.screening import reasons, screen
from corpus.records import Policy
from corpus.register.coverage import coverage


def answer_notes(
    query: Query,
    statements: Sequence[Statement],
    policies: Mapping[str, Policy],
    hits: Sequence[Hit] = (),
    *,
    today: date,
) -> Iterator[str]:
    """Say below an answer what its date, its place and its sources leave open; `hits` are those it was made from.

    `today` is the user's own day: of a replay, the day of the record.
    """
    if query.as_of != today:
        happened = f" ({query.happened})" if query.happened else ""
        late = "nothing published later was used" if query.as_of < today else "from what has been published by today"
        yield f"As of {written_day(query.as_of)}{happened}: {late}."
    yield from standing_notes(query, statements, hits, policies)
    cited = dict.fromkeys(citation.policy_id for statement in statements for citation in statement.citations)
    places = dict.fromkeys(policies[id_].jurisdiction for id_ in cited if policies[id_].jurisdiction)
    if not query.jurisdictions and not query.documents and places:
        yield f"No place was named: answered for {' and '.join(places)}."
    checked = [when for id_ in cited if (when := policies[id_].evidence_to) is not None and when.last < query.as_of]
    if checked:
        yield f"Standing of these sources checked to {min(checked, key=lambda when: when.last)}."


def held(query: Query, policies: Mapping[str, Policy]) -> str:
    """Say up to when the places of a question are held, where that is before its date."""
    known = [policy for policy in policies.values() if is_published(policy, query.as_of)]
    held = [row for row in coverage(known) if row.place in query.jurisdictions and row.newest.last <= query.as_of]
    return "".join(f" {row.place} sources go up to {row.newest}." for row in held)


def left_out_notes(hits: Sequence[Hit]) -> Iterator[str]:
    """Say from which passages an answer was not made, and why; a title that is itself to blame is not shown."""
    of_policy: dict[str, list[Hit]] = {}
    for hit in {hit.passage.id: hit for hit in hits}.values():
        of_policy.setdefault(hit.policy.id, []).append(hit)
    for policy_id, those in of_policy.items():
        title = policy_id if screen(those[0].policy.title) else those[0].policy.title
        signs = dict.fromkeys(sign for hit in those for sign in hit.passage.signs)
        one = len(those) == 1
        yield (
            f"{len(those)} passage{'' if one else 's'} of {title} {'was' if one else 'were'} left out: "
            f"{'it addresses' if one else 'they address'} the assistant ({reasons(list(signs))})."
        )
