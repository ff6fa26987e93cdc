"""Stances of a text: duties, bounds, and whether it holds already."""

from __future__ import annotations

import pytest

from assistant.verification.evidence import Evidence
from assistant.verification.stances import bounds, standing_words, strengths
from corpus.records import Standing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brokers must keep records.", {"must"}),
        ("Brokers must not lend.", {"must not"}),
        ("Platforms need not apply.", {"need not"}),
        ("Brokers should tell clients.", {"should"}),
        ("Brokers may lend in May 2026.", {"may"}),
        ("平台不得放貸", {"must not"}),
    ],
)
def test_strengths_of_duty(text: str, expected: set[str]) -> None:
    """A denied duty is another one, and is not counted as the duty besides."""
    assert strengths(text) == expected


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("At most 5%.", "At least 5%.", (1.0, 0.0)),
        ("No more than 5%.", "At most 5%.", (0.0, 0.0)),
        ("At least 5%.", "It is 5%.", (0.0, 1.0)),
    ],
)
def test_a_bound_is_reversed_or_added(text: str, source: str, expected: tuple[float, float]) -> None:
    """“No more than” is the same bound as “at most”, and the opposite of “at least”."""
    features = bounds(text, [source])
    assert (features["bound reversed"], features["bound added"]) == expected


def test_what_is_proposed_is_told_as_holding_or_as_to_come() -> None:
    """Only words of what is to come take the mark from a statement on a proposal."""
    evidence = Evidence((), (), "", (), standings=(Standing.PROPOSED,))
    assert standing_words("Custodians need a licence.", evidence)["proposed as holding"] == 1.0
    assert standing_words("Custodians would need a licence.", evidence)["proposed as holding"] == 0.0
