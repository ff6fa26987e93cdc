"""Where a policy comes from and what came of it, on a lineage that shows its steps and on the four-policy corpus."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import InputError
from corpus.history.hindsight import as_of
from corpus.history.lineage import Lineage, lineage
from corpus.records import Life, Nature, PartialDate, Policy, Standing

CHAIN = ("consultation", "bill", "ordinance", "guideline")


def policy(id_: str, published: str, *relations: tuple[str, str], **life: str) -> Policy:
    """Make a policy with its relations; a rule applies from its publication."""
    nature = Nature.RULE if id_ in {"ordinance", "guideline"} else Nature.PROPOSAL
    day = PartialDate.parse(published)
    ended = PartialDate.parse(life["ended"]) if "ended" in life else None
    effective = day if nature is Nature.RULE else None
    return Policy(
        id=id_,
        title=id_.capitalize(),
        issuer="SFC",
        jurisdiction="Hong Kong",
        kind=id_,
        life=Life(nature, day, effective, ended, life.get("by")),
        relations=relations,
        evidence_to=PartialDate.parse("2026-01-01"),
    )


POLICIES = {
    made.id: made
    for made in (
        policy("consultation", "2022", ("superseded_by", "bill"), ended="2023-05", by="bill"),
        policy("bill", "2023-05", ("supersedes", "consultation"), ("implemented_by", "ordinance"), ended="2024-02-01"),
        policy("ordinance", "2024-02-01", ("implements", "bill"), ("implemented_by", "guideline")),
        policy("guideline", "2025-03-01", ("implements", "ordinance"), ("related", "speech")),
        policy("speech", "2025-02-01", ("related", "guideline")),
    )
}


def ids(found: Lineage) -> tuple[list[str], list[str]]:
    """Return the policies before and after."""
    return [step.policy.id for step in found.before], [step.policy.id for step in found.after]


@pytest.mark.parametrize("position", range(len(CHAIN)))
def test_a_lineage_is_the_whole_chain_in_order_of_time(position: int) -> None:
    """Seen from each link, the links before it and after it stand in order."""
    found = lineage(POLICIES, CHAIN[position], date(2026, 1, 1))
    assert ids(found) == (list(CHAIN[:position]), list(CHAIN[position + 1 :]))


def test_each_step_says_how_it_stands_to_its_neighbour() -> None:
    """The relation reads from the step towards the policy that was asked for."""
    found = lineage(POLICIES, "ordinance", date(2026, 1, 1))
    told = [f"{step.policy.id} {step.words} {step.other.id}" for step in (*found.before, *found.after)]
    assert told == [
        "consultation superseded by bill",
        "bill implemented by ordinance",
        "guideline implements ordinance",
    ]
    assert [step.standing for step in found.before] == [Standing.SUPERSEDED, Standing.SUPERSEDED]


def test_the_future_is_hidden() -> None:
    """In June 2023 there is a bill, and nobody knows of an ordinance or of the day on which the bill ends."""
    found = lineage(POLICIES, "bill", date(2023, 6, 1))
    assert ids(found) == (["consultation"], [])
    assert found.policy.life.ended is None
    assert found.standing is Standing.PROPOSED


def test_what_only_touches_a_policy_stands_aside() -> None:
    """A related speech is no origin, and what it relates to is not followed."""
    found = lineage(POLICIES, "guideline", date(2026, 1, 1))
    assert [step.policy.id for step in found.aside] == ["speech"]
    assert ids(found) == (["consultation", "bill", "ordinance"], [])


def test_a_circle_ends() -> None:
    """Policies that amend one another in a ring are each met once."""
    ring = {
        "a": policy("a", "2020", ("amends", "b")),
        "b": policy("b", "2021", ("amends", "c")),
        "c": policy("c", "2022", ("amends", "a")),
    }
    assert [step.policy.id for step in lineage(ring, "a", date(2026, 1, 1)).before] == ["b", "c"]


def test_an_announced_end_is_known() -> None:
    """An end that still lay ahead when the text was checked, or whose cause was out, may be told."""
    ahead = policy("bill", "2025-01-01", ended="2026-06-30")
    caused = policy("consultation", "2022", ended="2025-06-01", by="guideline")
    told = [as_of(POLICIES, date(2025, 4, 1)).seen(made).life.ended for made in (ahead, caused)]
    assert [str(day) for day in told] == ["30 June 2026", "1 June 2025"]
    assert as_of(POLICIES, date(2025, 1, 1)).seen(caused).life.ended is None


def test_an_unknown_policy_names_the_nearest() -> None:
    """A slip of the pen is bad input with a hint; to what is far from all ids, or with no policy, there is none."""
    with pytest.raises(InputError, match="did you mean ordinance"):
        lineage(POLICIES, "ordnance", date(2026, 1, 1))
    with pytest.raises(InputError, match=r"There is no policy 'nope'\.$"):
        lineage(POLICIES, "nope", date(2026, 1, 1))
    with pytest.raises(InputError, match="holds none"):
        lineage({}, "ordinance", date(2026, 1, 1))
