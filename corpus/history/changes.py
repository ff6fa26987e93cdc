"""What changed between two dates: policies whose standing changed, and paragraphs that changed on their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.errors import InputError
from corpus.history.hindsight import as_of
from corpus.index.edition import Edition
from corpus.records import Life, PartialDate, Passage, Policy, Standing
from corpus.register.standing import standing


@dataclass(frozen=True, slots=True)
class Change:
    """One move of one policy, or of one of its paragraphs (`passage`), and the day on which it happened."""

    policy: Policy
    passage: Passage | None
    before: Standing
    after: Standing
    when: PartialDate


def changes(edition: Edition, begin: date, end: date, places: tuple[str, ...] = (), topic: str = "") -> list[Change]:
    """Return what moved after `begin` and up to `end`, oldest first; raise InputError when `end` is not after `begin`.

    Everything is told as it was known on `end`. Own documents without a date never move. `topic` keeps the
    policies that name it.
    """
    if end <= begin:
        raise InputError(f"--to {end} must lie after --from {begin}.")
    moves: list[Change] = []
    register = as_of(edition.policies, end)
    for policy in register.values():
        if (places and policy.jurisdiction not in places) or (topic and topic not in policy.topics):
            continue
        own = list(_moves(policy, None, policy.life, begin, end))
        moves += own
        for held in edition.texts.passages_of(policy.id):
            passage = replace(held, life=register.life(policy, held.life))
            if passage.life != policy.life:
                moved = _moves(policy, passage, passage.life, begin, end)
                known = {(change.after, change.when) for change in own}
                moves += [change for change in moved if (change.after, change.when) not in known]
    return sorted(moves, key=_in_order)


def _in_order(change: Change) -> tuple[date, str]:
    return (change.when.last, change.policy.id)  # paragraphs keep the order of the text


def _moves(policy: Policy, passage: Passage | None, life: Life, begin: date, end: date) -> Iterator[Change]:
    """Yield each step of a life that lies between the dates; a text may be published and take effect within them."""
    steps = [(life.published, "last"), (life.effective, "last"), (life.ended, "first")]
    days = sorted({(getattr(when, bound), when) for when, bound in steps if when is not None}, key=lambda step: step[0])
    before = standing(life, begin)
    for day, when in days:
        after = standing(life, day)
        if begin < day <= end and after is not before:
            yield Change(policy, passage, before, after, when)
            before = after
