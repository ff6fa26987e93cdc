"""The lens for the day: what was out, which ends and successors were known, and what titles said then."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.history.hindsight import as_of
from corpus.records import Life, Nature, PartialDate, Policy


def made(id_: str, life: Life, checked: str | None = "2026-07", **more: object) -> Policy:
    """Make a policy with a life, checked to a date."""
    evidence = PartialDate.parse(checked) if checked else None
    return Policy(id_, id_.capitalize(), "SFC", "Hong Kong", "circular", life, evidence_to=evidence, **more)  # type: ignore[arg-type]


def life(published: str, ended: str | None = None, by: str | None = None) -> Life:
    """Make the life of a rule."""
    return Life(Nature.RULE, PartialDate.parse(published), None, PartialDate.parse(ended) if ended else None, by)


NEW = made("new", life("2026-06-15"))
DAY = date(2026, 6, 1)


def test_what_was_not_out_is_not_there() -> None:
    """The lens is a mapping of what was out by the day: by id, in order and by number."""
    old = made("old", life("2025-01-01"))
    before, after = (as_of({one.id: one for one in (old, NEW)}, day) for day in (DAY, date(2026, 6, 15)))
    assert (list(before), len(before), "new" in before, before.get("new")) == (["old"], 1, False, None)
    assert (list(after), after["new"]) == (["old", "new"], NEW)


@pytest.mark.parametrize(
    ("ended", "by", "checked", "own", "known"),
    [
        ("2026-05-01", None, "2026-07", False, True),  # it lies behind
        ("2026-09-30", None, "2026-07", False, True),  # the text sets it for itself: a consultation closes
        ("2026-06-20", None, "2026-07", False, False),  # it lay behind when the note was checked: who knows since when
        ("2026-06-20", "new", "2026-07", False, False),  # its cause was not out
        ("2026-09-30", "new", "2026-07", False, False),
        ("2026-09-30", "elsewhere", "2026-07", False, False),  # nor is a cause that is not held known to have been out
        ("2026-09-30", "new", "2026-05", False, True),  # the note said so by the day
        ("2026-06-20", None, None, True, True),  # a user has set it
    ],
)
def test_an_end_ahead_is_known_or_not(ended: str, by: str | None, checked: str | None, own: bool, known: bool) -> None:
    """One rule says which ends were known, and a successor that was not out is never named."""
    policy = made("old", life("2025-01-01", ended, by), checked, own=own)
    seen = as_of({"old": policy, "new": NEW}, DAY)["old"].life
    assert (seen.ended is not None, seen.by) == (known, None)


def test_a_successor_is_named_from_its_publication() -> None:
    """What ended is known to have ended by its day; by what, from the day on which that was out."""
    policy = made("old", life("2025-01-01", "2026-06", "new"))
    register = {"old": policy, "new": NEW}
    assert [as_of(register, date(2026, 6, day))["old"].life.by for day in (14, 15)] == [None, "new"]


def test_a_paragraph_is_seen_by_the_same_rule() -> None:
    """A paragraph that ends by a text that was not out has no end yet."""
    policy = made("old", life("2025-01-01"))
    register = as_of({"old": policy, "new": NEW}, DAY)
    assert register.life(policy, life("2025-01-01", "2026-09-30", "new")) == life("2025-01-01")


def test_relations_and_titles_of_later_days_are_left_out() -> None:
    """A title loses the part that tells of a later year, and a relation to what was not out is gone."""
    policy = made("old", life("2025-01-01"), relations=(("superseded_by", "new"),))
    seen = as_of({"old": policy, "new": NEW}, DAY)
    assert (seen["old"].relations, as_of(dict(seen), date(2026, 7, 1))["old"].relations) == ((), ())
    assert as_of({"old": policy, "new": NEW}, date(2026, 7, 1))["old"].relations == policy.relations
