"""The scope of a search: what was published by a day, of some places, or of some documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.language.places import PLACES
from corpus.records import PartialDate, Policy

ALWAYS = 0  # the publication day of a text without a date: it is never filtered out


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched: texts published by a date, of some places, and of some policies by id.

    None named, of all places; no documents named, of all policies.
    """

    published_by: date | None = None
    places: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def published_day(published: PartialDate | None) -> int:
    """Return the day (proleptic ordinal) from which a passage of this date counts as published."""
    return published.last.toordinal() if published else ALWAYS


def known_place(policy: Policy) -> str:
    """Return the place by which a policy is filtered: empty, and never filtered out, where it is none of `PLACES`."""
    return policy.jurisdiction if policy.jurisdiction in PLACES else ""
