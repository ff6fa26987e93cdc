"""Browsing the register: filter policies, put them in order, and count them by standing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.errors import InputError
from corpus.history.hindsight import as_of
from corpus.language.places import PLACES
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing


class Order(StrEnum):
    """How a list of policies is sorted."""

    NEWEST = "newest first"
    PLACE = "by place"
    TITLE = "by title"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for on a date: an empty choice lets everything pass, and each word of `text` must be met."""

    on: date
    text: str = ""
    standings: tuple[Standing, ...] = ()
    places: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Browsed:
    """The policies that match, as known on the date; `counts` tells of each standing, whichever were wanted."""

    policies: tuple[Policy, ...]
    counts: Mapping[Standing, int]


def browse(policies: Iterable[Policy], wanted: Wanted, order: Order = Order.NEWEST) -> Browsed:
    """Return the policies published by the date that match; words are looked for in titles and ids."""
    register = as_of({policy.id: policy for policy in policies}, wanted.on)
    words = _folded(wanted.text).split()
    matching = [
        (policy, standing(policy.life, wanted.on))
        for policy in register.values()
        if _passes(policy, wanted) and all(word in _folded(f"{policy.title} {policy.id}") for word in words)
    ]
    counted: Counter[Standing] = Counter(then for _, then in matching)
    shown = [policy for policy, then in matching if not wanted.standings or then in wanted.standings]
    return Browsed(tuple(_sorted(shown, order)), {then: counted[then] for then in Standing if counted[then]})


def _passes(policy: Policy, wanted: Wanted) -> bool:
    return (
        (not wanted.places or policy.jurisdiction in wanted.places)
        and (not wanted.issuers or policy.issuer in wanted.issuers)
        and (not wanted.kinds or policy.kind in wanted.kinds)
        and (not wanted.topics or not set(wanted.topics).isdisjoint(policy.topics))
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _sorted(policies: Sequence[Policy], order: Order) -> list[Policy]:
    """Sort by title, and then by what is asked for: sorting keeps the order of equals."""
    named = sorted(policies, key=lambda policy: (_folded(policy.title), policy.id))
    if order is Order.TITLE:
        return named
    newest = sorted(named, key=_published, reverse=True)
    if order is Order.NEWEST:
        return newest
    places = {place: position for position, place in enumerate(PLACES)}
    return sorted(newest, key=lambda policy: places.get(policy.jurisdiction, len(places)))


def _published(policy: Policy) -> date:
    return policy.life.published.last if policy.life.published else date.min


def paragraph(passages: Sequence[Passage], named: str) -> Passage:
    """Return the paragraph that an address names, by number (`2`) or place (`article-36-1`).

    Raises InputError, naming the first and the last, where there is none.
    """
    places = {place_of(passage): passage for passage in passages}
    named_one = places.get(named.strip().lower()) or places.get(f"p{named.strip()}")
    if named_one is None:
        span = f"{short_place(passages[0])} to {short_place(passages[-1])}" if passages else "none"
        raise InputError(f"This text has no paragraph {named!r}: it has {span}.")
    return named_one


def place_of(passage: Passage) -> str:
    """Return the place of a passage in its text as its id has it: `p2`, `article-36-1`."""
    return passage.id.rsplit("#", 1)[-1]


def short_place(passage: Passage) -> str:
    """Return the place as addresses have it: the number alone for a numbered paragraph of a note."""
    place = place_of(passage)
    return place[1:] if place[:1] == "p" and place[1:].isdigit() else place
