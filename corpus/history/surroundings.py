"""The context of a cited paragraph as known on a day: its neighbours, and what replaced what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.history.lineage import lineage
from corpus.index.edition import Edition
from corpus.records import PartialDate, Passage, Policy, Standing
from corpus.register.coverage import coverage
from corpus.register.standing import standing

TOLD = ("supersedes", "amends", "superseded_by", "amended_by")
MOST = 3  # of a kind: the note has them all


@dataclass(frozen=True, slots=True)
class Succession:
    """One policy that a text superseded or amended, or that did so to it, and when it was published.

    `words` say the relation as seen from the text: `supersedes`, `amended by`.
    """

    words: str
    title: str
    published: PartialDate | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The paragraphs before and after a cited one, and its text's succession in short."""

    before: Passage | None = None
    after: Passage | None = None
    successions: tuple[Succession, ...] = ()


def surroundings(edition: Edition, passage: Passage, as_of: date) -> Surroundings:
    """Return what stands around a passage; nothing that became known after the day, or addresses a model.

    A passage or a policy that the edition no longer holds has no surroundings.
    """
    if passage.policy_id not in edition.policies:
        return Surroundings()
    passages = edition.texts.passages_of(passage.policy_id)
    place = next((number for number, other in enumerate(passages) if other.id == passage.id), None)
    successions = tuple(_successions(edition.policies, passage.policy_id, as_of))
    if place is None:
        return Surroundings(successions=successions)
    before = _shown(passages[place - 1 : place] if place else [], as_of)
    return Surroundings(before, _shown(passages[place + 1 : place + 2], as_of), successions)


def _shown(beside: Sequence[Passage], as_of: date) -> Passage | None:
    """Return a paragraph beside the cited one, if the day knows it."""
    return next(
        (one for one in beside if not one.signs and standing(one.life, as_of) is not Standing.NOT_PUBLISHED), None
    )


def _successions(policies: Mapping[str, Policy], id_: str, as_of: date) -> Iterator[Succession]:
    line = lineage(policies, id_, as_of)
    steps = [step for step in (*line.before, *line.after) if step.other.id == id_]
    for relation in TOLD:
        # A step's relation is told from its far end: what this text replaced is `superseded_by` it.
        for step in [step for step in steps if step.policy.id in policies[id_].related(relation)][:MOST]:
            yield Succession(relation.replace("_", " "), step.policy.title, step.policy.life.published)


def held(edition: Edition, places: Sequence[str], as_of: date) -> Iterator[tuple[str, PartialDate]]:
    """Return up to when each of some places was checked, where that is before the day."""
    rows = coverage(edition.policies.values())
    return ((row.place, row.newest) for row in rows if row.place in places and row.newest.last < as_of)
