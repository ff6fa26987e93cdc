"""What a question about several places asks of one of them."""

from __future__ import annotations

import pytest

from assistant.understanding.parts.places import asked_of


@pytest.mark.parametrize(
    ("question", "place", "asked"),
    [
        ("Can brokers lend in Hong Kong, Singapore and the EU?", "Singapore", "Can brokers lend in Singapore?"),
        ("HK vs Singapore - custody of client assets", "Hong Kong", "Hong Kong - custody of client assets"),
        ("Staking: how do Dubai and the UK differ?", "United Kingdom", "Staking: how do United Kingdom ?"),
        (
            "How fast must issuers pay in Hong Kong, in Singapore's plan and in the EU?",
            "European Union",
            "How fast must issuers pay in European Union?",
        ),
        (
            "When does it start in Britain, and when did it start in the EU?",
            "European Union",
            "When does it start in European Union, and when did it start in the European Union?",
        ),
        ("比較香港同新加坡對散戶嘅規定", "Singapore", "新加坡對散戶嘅規定"),
        ("capital for exchanges", "Japan", "capital for exchanges Japan"),
        ("travel rule, side by side", "Japan", "travel rule, Japan"),
    ],
)
def test_a_question_about_several_places_is_asked_of_one(question: str, place: str, asked: str) -> None:
    """A list of places becomes one place, and what only compares is left out."""
    assert asked_of(question, place) == asked
