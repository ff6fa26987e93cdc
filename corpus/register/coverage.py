"""What the corpus covers of each place, and up to which day its standing was checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.language.places import PLACES
from corpus.records import PartialDate, Policy


@dataclass(frozen=True, slots=True)
class Coverage:
    """One place: how many instruments are held, and the oldest and newest date to which a standing was checked."""

    place: str
    policies: int
    oldest: PartialDate
    newest: PartialDate


def coverage(policies: Iterable[Policy]) -> list[Coverage]:
    """Sum the policies up by place, in the order of `PLACES`; own documents do not count."""
    checked: dict[str, list[PartialDate]] = {}
    for policy in policies:
        if policy.evidence_to is not None:
            checked.setdefault(policy.jurisdiction, []).append(policy.evidence_to)
    return [
        Coverage(place, len(dates), min(dates, key=_last), max(dates, key=_last))
        for place, dates in ((place, checked.get(place, [])) for place in PLACES)
        if dates
    ]


def _last(when: PartialDate) -> int:
    return when.last.toordinal()
