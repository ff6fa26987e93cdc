"""Lineage: where a policy comes from and what came of it, by its relations in both directions as known on a date."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corpus.errors import InputError
from corpus.history.hindsight import AsOf, as_of
from corpus.records import Policy, Standing
from corpus.register.front_matter import INVERSE
from corpus.register.standing import standing

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
        """Return the relation as people say it: `implements`, `superseded by`."""
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


def lineage(policies: Mapping[str, Policy], id_: str, day: date) -> Lineage:
    """Return a policy's lineage on a date; raise InputError, naming the nearest id, where there is no such policy."""
    register = as_of(policies, day)
    policy = register.seen(find(policies, id_))
    return Lineage(
        policy=policy,
        as_of=day,
        standing=standing(policy.life, day),
        before=_followed(register, policy, ORIGINS),
        after=_followed(register, policy, OUTCOMES),
        aside=_followed(register, policy, ASIDE, steps=1),
    )


def find(policies: Mapping[str, Policy], id_: str) -> Policy:
    """Return a policy by id; raise InputError, naming a near id if there is one, where there is none."""
    if id_ not in policies:
        nearest = difflib.get_close_matches(id_.lower(), policies, n=1)
        hint = f": did you mean {nearest[0]}?" if nearest else "." if policies else ": the index holds none."
        raise InputError(f"There is no policy {id_!r}{hint}")
    return policies[id_]


def _followed(register: AsOf, policy: Policy, relations: tuple[str, ...], steps: int | None = None) -> tuple[Step, ...]:
    """Follow some relations breadth first, so that each policy is met on its shortest way, and put them in order."""
    met: dict[str, Step] = {}
    nearer = [policy]
    while nearer and steps != 0:
        next_steps = [step for other in nearer for step in _next(register, other, relations)]
        new = {step.policy.id: step for step in reversed(next_steps) if step.policy.id not in {*met, policy.id}}
        met |= new
        nearer = [step.policy for step in new.values()]
        steps = None if steps is None else steps - 1
    return tuple(sorted(met.values(), key=lambda step: _published(step.policy)))


def _next(register: AsOf, other: Policy, relations: tuple[str, ...]) -> list[Step]:
    return [
        Step(policy, INVERSE[relation], other, standing(policy.life, register.day))  # as seen from the far end
        for relation, id_ in other.relations
        if relation in relations and (policy := register.get(id_)) is not None
    ]


def _published(policy: Policy) -> tuple[date, str]:
    return (policy.life.published.last if policy.life.published else date.min, policy.id)
