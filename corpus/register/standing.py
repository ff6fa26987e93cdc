"""Where a text stands on a date: one pure function, used wherever a standing is stated."""

from __future__ import annotations

from datetime import date

from corpus.records import Life, Nature, Standing

WITHOUT_FORCE = {
    Nature.RECORD: Standing.RECORD,
    Nature.UNKNOWN: Standing.UNKNOWN,
    Nature.PROPOSAL: Standing.PROPOSED,
}
STATUSES = {  # what may be said of an own document
    "in force": Nature.RULE,
    "proposed": Nature.PROPOSAL,
    "record": Nature.RECORD,
    "not known": Nature.UNKNOWN,
}


def standing(life: Life, on: date) -> Standing:
    """Return the standing of a policy or passage on a date.

    Partial dates are compared conservatively: published and effective from the last day of the period that the
    source names, ended from its first. As the date moves on, the standing only moves forward: not published,
    proposed or not yet in force, in force, superseded.
    """
    if life.published is not None and life.published.last > on:
        return Standing.NOT_PUBLISHED
    if life.ended is not None and life.ended.first <= on:
        return Standing.SUPERSEDED
    if life.nature in WITHOUT_FORCE:
        return WITHOUT_FORCE[life.nature]
    if life.effective is None or life.effective.last > on:
        return Standing.NOT_YET_IN_FORCE
    return Standing.IN_FORCE
