"""The scope of a search: what was published by a day, of some places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.places import PLACES
from corpus.records import PartialDate, Policy

ALWAYS = 0  # the publication day of a text without a date: it is never filtered out


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched: texts published by a date, of some places (none named: of all places)."""

    published_by: date | None = None
    places: tuple[str, ...] = ()


def published_day(published: PartialDate | None) -> int:
    """Give the day (proleptic ordinal) from which a passage of this date counts as published."""
    return published.last.toordinal() if published else ALWAYS


def known_place(policy: Policy) -> str:
    """Give the place by which a policy is filtered: empty, and never filtered out, where it is none of `PLACES`."""
    return policy.jurisdiction if policy.jurisdiction in PLACES else ""
