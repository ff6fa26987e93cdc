"""Where a policy comes from and what came of it: its relations followed both ways, as far as a date knows them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from corpus.errors import InputError
from corpus.records import Life, Policy, Standing
from corpus.register import INVERSE
from corpus.standing import standing

ORIGINS = ("supersedes", "implements", "amends", "part_of")  # relations to what a policy comes from
OUTCOMES = tuple(INVERSE[name] for name in ORIGINS)
ASIDE = ("related",)


@dataclass(frozen=True, slots=True)
class Step:
    """One policy of a lineage: how it stands to `other`, the policy one step nearer, and its standing on the date."""

    policy: Policy
    relation: str
    other: Policy
    standing: Standing

    @property
    def words(self) -> str:
        """Give the relation as people say it: `implements`, `superseded by`."""
        return self.relation.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Lineage:
    """A policy with what it comes from (`before`), what came of it (`after`) and what it touches (`aside`).

    Each in order of publication; what was published after `as_of` is not there, nor is what only it leads to.
    """

    policy: Policy
    as_of: date
    standing: Standing
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    aside: tuple[Step, ...]


def lineage(policies: Mapping[str, Policy], id_: str, as_of: date) -> Lineage:
    """Give a policy's lineage on a date; raise InputError, naming the nearest id, where there is no such policy."""
    policy = known(policies, find(policies, id_), as_of)
    return Lineage(
        policy=policy,
        as_of=as_of,
        standing=standing(policy.life, as_of),
        before=_followed(policies, policy, ORIGINS, as_of),
        after=_followed(policies, policy, OUTCOMES, as_of),
        aside=_followed(policies, policy, ASIDE, as_of, steps=1),
    )


def find(policies: Mapping[str, Policy], id_: str) -> Policy:
    """Give a policy by id; raise InputError, naming the nearest id, where there is none."""
    if id_ not in policies:
        nearest = difflib.get_close_matches(id_.lower(), policies, n=1, cutoff=0)
        hint = f": did you mean {nearest[0]}?" if nearest else ": the index holds none."
        raise InputError(f"There is no policy {id_!r}{hint}")
    return policies[id_]


def known(policies: Mapping[str, Policy], policy: Policy, on: date) -> Policy:
    """Give a policy without an end that could not be known on a date."""
    return replace(policy, life=known_life(policies, policy, policy.life, on))


def known_life(policies: Mapping[str, Policy], policy: Policy, life: Life, on: date) -> Life:
    """Give the life of a policy, or of a paragraph of it, without an end that could not be known on a date.

    An end to come is known where its cause was published by then, or where it still lay ahead when it was checked.
    """
    if life.ended is None or life.ended.first <= on:
        return life
    cause = policies.get(life.by or "")
    if cause is not None:
        announced = standing(cause.life, on) is not Standing.NOT_PUBLISHED
    else:
        announced = policy.evidence_to is not None and policy.evidence_to.last < life.ended.first
    return life if announced else replace(life, ended=None, by=None)


def _followed(
    policies: Mapping[str, Policy], policy: Policy, relations: tuple[str, ...], as_of: date, steps: int | None = None
) -> tuple[Step, ...]:
    """Follow some relations breadth first, so that each policy is met on its shortest way, and put them in order."""
    met: dict[str, Step] = {}
    nearer = [policy]
    while nearer and steps != 0:
        found = [step for other in nearer for step in _next(policies, other, relations, as_of)]
        new = {step.policy.id: step for step in reversed(found) if step.policy.id not in {*met, policy.id}}
        met |= new
        nearer = [step.policy for step in new.values()]
        steps = None if steps is None else steps - 1
    return tuple(sorted(met.values(), key=lambda step: _published(step.policy)))


def _next(policies: Mapping[str, Policy], other: Policy, relations: tuple[str, ...], as_of: date) -> list[Step]:
    return [
        Step(known(policies, policy, as_of), INVERSE[relation], other, then)  # as seen from the far end
        for relation, id_ in other.relations
        if relation in relations and (policy := policies.get(id_)) is not None
        if (then := standing(policy.life, as_of)) is not Standing.NOT_PUBLISHED
    ]


def _published(policy: Policy) -> tuple[date, str]:
    return (policy.life.published.last if policy.life.published else date.min, policy.id)
