"""Where one part of a question ends and the next begins."""

from __future__ import annotations

import pytest

from assistant.understanding.parts import parts_of


@pytest.mark.parametrize(
    ("question", "head", "parts"),
    [
        ("What is the fee? How long does it take?", "", ("What is the fee?", "How long does it take?")),
        ("Who may issue coins, and can they pay interest?", "", ("Who may issue coins", "can they pay interest?")),
        ("when did the rules start and do they allow margin", "", ("when did the rules start", "do they allow margin")),
        ("(1) will I need a licence (2) from whom do I get it (3) how much capital", "", (
            "will I need a licence", "from whom do I get it", "how much capital")),
        ("coins in the EU: who can issue, what reserves?", "coins in the EU", ("who can issue", "what reserves?")),
        ("what must a broker do: licence, account, test", "what must a broker do", ("licence", "account", "test")),
        ("In 2024, could coins be lent, and was it taxed?", "In 2024", ("could coins be lent", "was it taxed?")),
        ("邊個監管？幾時開始？", "", ("邊個監管？", "幾時開始？")),
    ],
)  # fmt: skip
def test_several_things_are_told_apart(question: str, head: str, parts: tuple[str, ...]) -> None:
    """By question marks, numbers, clauses and lists, in English and Chinese."""
    assert parts_of(question) == (head, parts)


@pytest.mark.parametrize(
    "question",
    [
        "Is staking allowed, and since when?",
        "If we outsource custody, is the fund still liable?",
        "In January 2025, could a platform offer staking?",
        "Which regulations and which notice carry out the act?",
        "Are tokens and coins treated alike?",
        "See https://example.com: is that right",
        "What does Cap. 656 say on custody, reserves and audits?",
        "?? what is staking",
        "",
    ],
)
def test_one_question_is_left_whole(question: str) -> None:
    """What asks nothing of its own is no part: a clause before it, a list inside it, "since when"."""
    assert parts_of(question) == ("", ())
