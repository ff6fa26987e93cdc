"""The adversarial set: replies that a model might write on real passages, told false from true."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.checks.adversarial import PARAPHRASE, Result, read_cases, run, table

# Floors, not targets: what was measured lies above (tests/sets/adversarial.md).
FLOORS = {
    "invented citation": 1.0,
    "wrong number": 0.95,
    "wrong unit or currency": 1.0,
    "wrong date": 0.6,
    "negation": 0.7,
    "must or may changed": 0.55,
    "swapped thresholds": 0.8,
    "superseded as current": 0.85,
    "proposed as current": 0.8,
    "wrong citation": 0.8,
    "quote changed": 0.95,
    "wrong name or addressee": 0.5,
    PARAPHRASE: 0.82,
}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    """Verify the whole set once."""
    return run(read_cases())


@pytest.mark.parametrize("kind", FLOORS)
def test_each_class_is_told_as_well_as_its_floor(kind: str, results: list[Result]) -> None:
    """Every class of fault is found, and correct paraphrases pass, at least as often as its floor says."""
    of_kind = [result for result in results if result.case.kind == kind]
    wrong = [result.case.id for result in of_kind if not result.right]
    assert len(of_kind) - len(wrong) >= FLOORS[kind] * len(of_kind), f"told wrongly: {wrong}"


def test_the_set_is_large_and_whole() -> None:
    """At least 170 replies, 50 of them correct, each class in both halves, and no class without a floor."""
    cases = read_cases()
    assert len(cases) >= 170
    assert len({case.id for case in cases}) == len(cases)
    assert sum(case.kind == PARAPHRASE for case in cases) >= 50
    assert {case.kind for case in cases} == set(FLOORS)
    assert set(Counter((case.kind, case.half) for case in cases)) == {
        (kind, half) for kind in FLOORS for half in "abcd"
    }


def test_the_table_names_every_class(results: list[Result]) -> None:
    """The benchmark's table has a line for each class, and one for the times."""
    written = table(results)
    assert all(kind in written for kind in FLOORS)
    assert "ms a statement" in written
