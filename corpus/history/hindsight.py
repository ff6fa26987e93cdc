"""The lens for the day: the register as it was known then. Answers, lists, lineage and calendar all look through it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from corpus.language.dates import mentions
from corpus.records import Life, Policy

CODE = re.compile(r"\b(?P<year>\d\d)(?:EC|CP)\d+\b")  # the SFC's own numbers begin with the year
LATER_PART = re.compile(r"(?:[;,]| \(| and | with )[^;,]*$")


class AsOf(Mapping[str, Policy]):
    """The register as it was known on a day: a mapping of ids to the policies that were out by then, without hindsight.

    Policies are looked at when they are asked for, and once. Made by `as_of`.
    """

    def __init__(self, policies: Mapping[str, Policy], day: date) -> None:
        """Take the whole register and the day."""
        self._policies = policies
        self._known: dict[str, Policy] = {}
        self.day = day

    def __getitem__(self, id_: str) -> Policy:
        """Return a policy as it was known; raise KeyError where there is none, or it was not out by the day."""
        policy = self._policies[id_]
        if not is_published(policy, self.day):
            raise KeyError(id_)
        return self.seen(policy)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the policies that were out by the day, in the order of the register.

        A shipped official text is none of its entries: its note tells of it. It is there by its id.
        """
        out = ((id_, policy) for id_, policy in self._policies.items() if is_published(policy, self.day))
        return (id_ for id_, policy in out if not policy.terms)

    def __len__(self) -> int:
        """Return how many policies were out by the day."""
        return sum(1 for _ in self)

    def seen(self, policy: Policy) -> Policy:
        """Return a policy of the register as it was known, whether or not it was out by the day."""
        if policy.id not in self._known:
            self._known[policy.id] = known_policy(policy, self.day, self._policies)
        return self._known[policy.id]

    def life(self, policy: Policy, life: Life) -> Life:
        """Return the life of a paragraph of a policy as it was known on the day."""
        return known_life(life, policy, self.day, self._policies)


def as_of(policies: Mapping[str, Policy], day: date) -> AsOf:
    """Return the register as it was known on a day.

    >>> from datetime import date
    >>> from corpus.records import Life, Nature, PartialDate, Policy
    >>> rule = Life(Nature.RULE, PartialDate.parse("2026-02-11"))
    >>> circular = Policy("margin-2026", "Margin financing", "SFC", "Hong Kong", "circular", rule)
    >>> list(as_of({circular.id: circular}, date(2026, 2, 10))), list(as_of({circular.id: circular}, date(2026, 2, 11)))
    ([], ['margin-2026'])
    """
    return AsOf(policies, day)


def known_policy(policy: Policy, on: date, policies: Mapping[str, Policy]) -> Policy:
    """Return a policy as it was known on a date: without later relations, ends and parts of its title."""
    relations = tuple(pair for pair in policy.relations if is_published(policies.get(pair[1]), on))
    life = known_life(policy.life, policy, on, policies)
    return replace(policy, title=known_title(policy.title, on), relations=relations, life=life)


def known_life(life: Life, policy: Policy, on: date, policies: Mapping[str, Policy]) -> Life:
    """Return a life without an end that could not be known on a date, and without a successor that was not out.

    An end that lies ahead is known where its cause was out by then; where it has none and still lay ahead when the
    note was checked, so that the text sets it for itself (a consultation closes, a gateway shuts); where the note was
    checked by that date already; and where it is a user's own document, whose user has set it.
    """
    by = life.by if is_published(policies.get(life.by or ""), on) else None
    if life.ended is None or life.ended.first <= on or policy.own or by is not None:
        return replace(life, by=by)
    checked = policy.evidence_to.last if policy.evidence_to is not None else None
    own_end = life.by is None and checked is not None and checked < life.ended.first
    if own_end or (checked is not None and checked <= on):
        return replace(life, by=by)
    return replace(life, ended=None, by=None)


def is_published(policy: Policy | None, on: date) -> bool:
    """Return whether a policy is held and was out on a date."""
    return policy is not None and (policy.life.published is None or policy.life.published.last <= on)


def known_title(title: str, on: date) -> str:
    """Cut from a title the parts at its end that tell of a year after the date."""
    later = [mention.start for mention in mentions(title) if mention.when.first > on]
    later += [match.start() for match in CODE.finditer(title) if 2000 + int(match["year"]) > on.year]
    added = LATER_PART.search(title[: min(later)]) if later else None
    if added is None:
        return title
    kept = title[: added.start()].rstrip(" ;,(")
    return kept + ")" * (kept.count("(") - kept.count(")"))
