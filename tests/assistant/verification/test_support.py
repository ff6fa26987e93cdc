"""The detectors of support fit the features that they were fitted on, and say what they find."""

from __future__ import annotations

import json

import pytest

from assistant.verification.alignment import features
from assistant.verification.evidence import Evidence
from assistant.verification.support import MODEL, check_support, detectors

SOURCE = "Brokers must keep client assets in cold storage under the circular."
EVIDENCE = Evidence((), (SOURCE,), "A circular", ())


def test_the_features_are_those_of_the_fitting() -> None:
    """A feature that was added, renamed or moved needs the detectors fitted again."""
    kept = json.loads(MODEL.read_text(encoding="utf-8"))["features"]
    assert list(features("Brokers keep assets cold.", "Brokers keep assets cold.", EVIDENCE)) == kept
    assert all(node[0] < len(kept) for made in detectors() for tree in made.trees for node in tree)


def test_a_sweeping_permission_speaks_against_a_sentence() -> None:
    """A sentence that allows everything over a rightly cited duty is no matter of doubt."""
    text = "Everything is allowed under the circular."
    check = check_support(text, text, EVIDENCE)
    assert not check.passed
    assert not check.doubt
    assert check.note


def test_plain_support_passes() -> None:
    """A sentence that says what its source says passes."""
    text = "Under the circular brokers must keep the assets of clients in cold storage."
    assert check_support(text, text, EVIDENCE).passed


@pytest.mark.parametrize(
    ("said", "source", "why"),
    [
        ("Brokers must not lend bitcoin.", "Brokers may lend bitcoin to clients.", "forbids what the source allows"),
        ("Brokers may lend bitcoin.", "Brokers must not lend bitcoin to clients.", "allows what the source forbids"),
        ("Brokers may lend bitcoin.", "Brokers may lend bitcoin to clients.", ""),
        ("Brokers must not lend bitcoin.", "Brokers must not lend bitcoin to clients.", ""),
    ],
)
def test_a_ban_is_told_from_a_permission(said: str, source: str, why: str) -> None:
    """Of 1,761 true sentences of replies none is held back by it."""
    check = check_support(said, said, Evidence((), (source,), "", ()))
    assert (why in check.note) if why else "the source" not in check.note
