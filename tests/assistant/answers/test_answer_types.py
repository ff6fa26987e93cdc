"""What a question asks for, and what a sentence has to give."""

from __future__ import annotations

import pytest

from assistant.answers.answer_types import Kind, asked_for, given_by


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How much capital must an issuer hold?", {Kind.MONEY}),
        ("What does New York charge to file?", {Kind.MONEY}),
        ("What share of assets must stay offline?", {Kind.SHARE}),
        ("How many years must records be kept?", {Kind.TIME, Kind.NUMBER}),
        ("On which date do the rules start?", {Kind.DATE}),
        ("幾時生效？", {Kind.DATE}),
        ("Is staking allowed?", set()),
    ],
)
def test_a_question_asks_for_kinds_of_things(question: str, kinds: set[Kind]) -> None:
    """The words of the question say whether an amount, a share, a time, a date or a number is wanted."""
    assert asked_for(question) == kinds


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The fee is HK$4,740.", {Kind.MONEY, Kind.NUMBER}),
        ("A haircut of at least 60% applies.", {Kind.SHARE, Kind.NUMBER}),
        ("Records are kept for five years.", {Kind.TIME, Kind.NUMBER}),
        ("It took effect on 1 August 2025.", {Kind.DATE}),
        ("Nine platforms were licensed.", {Kind.NUMBER}),
        ("Staking is allowed.", set()),
    ],
)
def test_a_sentence_gives_what_it_holds(sentence: str, kinds: set[Kind]) -> None:
    """Figures count by their unit, and those of a date as a date only."""
    assert given_by(sentence) == kinds
