"""Notes on the standing of sources: in force since when, replaced by what, and what applies in the meantime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.reading import Form
from assistant.answers.records import Hit, Intent, Part, Query, Statement
from corpus.history.hindsight import AsOf, as_of
from corpus.records import Life, Nature, PartialDate, Policy, Standing
from corpus.register.standing import standing

AHEAD = ("superseded_by", "amended_by", "implemented_by")  # the relations by which a later text acts on an earlier one
BEHIND = ("supersedes", "amends", "implements", "part_of")
COMING = (Standing.PROPOSED, Standing.NOT_YET_IN_FORCE)
MOST = 2  # of what comes next, in one note


@dataclass(frozen=True, slots=True)
class Register:
    """The policies as they could be known on the date of an answer."""

    known: AsOf

    @property
    def on(self) -> date:
        """The date."""
        return self.known.day

    def get(self, id_: str | None) -> Policy | None:
        """Return a policy that was out by then."""
        return self.known.get(id_ or "")

    def related(self, policy: Policy, relations: Sequence[str], standings: Sequence[Standing]) -> list[Policy]:
        """Return the policies related to one in one of these ways that have one of these standings on the date."""
        found = (self.get(id_) for relation in relations for id_ in policy.related(relation))
        kept = [other for other in found if other is not None and standing(other.life, self.on) in standings]
        return list({other.id: other for other in kept}.values())


def standing_notes(
    query: Query, statements: Sequence[Statement], hits: Sequence[Hit], policies: Mapping[str, Policy]
) -> Iterator[str]:
    """Say since when the rule holds, what comes next, what applies while a text is only proposed, what replaced what.

    Everything is said as it could be known on the date of the answer.
    """
    register = Register(as_of(policies, query.as_of))
    by_id = {hit.passage.id: hit for hit in hits}
    cited = [by_id[c.passage_id] for s in statements for c in s.citations if c.passage_id in by_id]
    if query.intent is Intent.STATUS and cited:
        yield from _since(cited[0])
        yield from _next(cited[0], register)
    if not any(statement.part is Part.ANSWER for statement in statements):
        yield from _meanwhile([hit for hit in cited if hit.standing in COMING], hits, register)
    told = succession(query, cited, policies)  # the first line has told it
    yield from dict.fromkeys(note for hit in cited if (note := _replaced(hit, register)) and note != told)


def succession(query: Query, cited: Sequence[Hit], policies: Mapping[str, Policy]) -> str:
    """Say what took the place of the text that an answer begins with, down to what holds; empty where nothing did.

    So a story begins, and so does any answer that begins with a proposal of which something has become since.
    """
    ends = (None, cited[0].policy.life.ended) if cited else ()  # None is that of a record of what came next
    if not cited or cited[0].passage.life.ended not in ends:
        return ""
    proposed = cited[0].standing is Standing.SUPERSEDED and cited[0].policy.life.nature is Nature.PROPOSAL
    if query.reading.form is not Form.STORY and not proposed:
        return ""
    register = Register(as_of(policies, query.as_of))
    policy = register.get(cited[0].policy.id)
    if policy is None or standing(policy.life, register.on) is not Standing.SUPERSEDED:
        return ""
    return _replacement(policy, policy.title, policy.life, register) if _successor(policy, register) else ""


def _since(hit: Hit) -> Iterator[str]:
    since = hit.passage.life.effective
    if hit.standing is Standing.IN_FORCE and since is not None:
        yield f"In force since {since}: {hit.policy.title}."
    if hit.standing is Standing.RECORD:
        yield "The first source is a record of what was said or done, and not itself a rule."
    if hit.standing is Standing.UNKNOWN:
        yield "Whether the first source is in force is not known."


def _next(hit: Hit, register: Register) -> Iterator[str]:
    """Name what is proposed, or made and still to apply, against the first source."""
    policy = register.get(hit.policy.id)
    if policy is None or hit.standing is not Standing.IN_FORCE:
        return
    coming = register.related(policy, AHEAD, COMING)
    if coming:
        yield f"Still to come: {'; '.join(_coming(other) for other in coming[:MOST])}."


def _coming(policy: Policy) -> str:
    if policy.life.effective is not None:
        return f"{policy.title} (applies from {policy.life.effective})"
    return f"{policy.title} (proposed, {policy.life.published})"


def _meanwhile(cited: Sequence[Hit], hits: Sequence[Hit], register: Register) -> Iterator[str]:
    """Say that the answer is no rule yet, and name what is in force on the matter in the same place."""
    policy = register.get(cited[0].policy.id) if cited else None
    if policy is None:
        return
    said = "made, but not yet in force" if cited[0].standing is Standing.NOT_YET_IN_FORCE else "only proposed"
    holding = register.related(policy, BEHIND, [Standing.IN_FORCE]) or [
        hit.policy
        for hit in hits
        if hit.standing is Standing.IN_FORCE
        and hit.policy.jurisdiction == policy.jurisdiction
        and set(hit.policy.topics) & set(policy.topics)
    ]
    where = f" in {policy.jurisdiction}" if policy.jurisdiction else ""
    if holding:
        yield f"This is {said}. In force{where} meanwhile: {holding[0].title}."
    else:
        yield f"This is {said}, and no rule in force{where} on it was found in the texts."


def _replaced(hit: Hit, register: Register) -> str | None:
    """Describe when a source ended and what took its place, down to what took the place of that."""
    policy = register.get(hit.policy.id)
    if hit.standing is not Standing.SUPERSEDED or policy is None:
        return None
    own = hit.passage.life.ended != policy.life.ended
    what = f"{policy.title}, {hit.passage.locator}," if own else policy.title
    return _replacement(policy, what, hit.passage.life, register)


def _replacement(policy: Policy, what: str, life: Life, register: Register) -> str:
    """Tell what took the place of a policy or of a paragraph of it, named by `what`, at the end of its life."""
    steps, seen = [], {policy.id}
    own = life.ended != policy.life.ended
    successor = register.get(life.by) or (None if own else _successor(policy, register))
    when: PartialDate | None = life.ended
    while successor is not None and successor.id not in seen:
        seen.add(successor.id)
        steps.append(f"{_on(when)} by {successor.title}")
        ended_too = standing(successor.life, register.on) is Standing.SUPERSEDED
        when = successor.life.ended
        successor = _successor(successor, register) if ended_too else None
    verb = "followed" if policy.life.nature is Nature.PROPOSAL else "replaced"
    return f"{what} was {verb} {', and that '.join(steps)}." if steps else f"{what} ended {_on(life.ended)}."


def _successor(policy: Policy, register: Register) -> Policy | None:
    return next(filter(None, (register.get(id_) for id_ in (policy.life.by, *policy.related("superseded_by")))), None)


def _on(when: PartialDate | None) -> str:
    if when is None:
        return "by then"
    return f"on {when}" if when.text.count("-") == 2 else f"in {when}"
