"""Gaps: a sentence on what the passages do not say is told in its own words only where they claim nothing."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from assistant.composing.gaps import LEFT_OPEN, is_gap, told_gap
from assistant.composing.markers import read_markers
from tests import SETS

QUESTION = "How long must a licensed stablecoin issuer in Hong Kong keep customer records, and as of 1 December 2025?"


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say how long a licensed issuer must keep customer records.",
        "The passages do not state how long issuers must keep records.",
        "How long issuers must keep customer records the passages do not say.",
        "Nothing in the passages speaks of customer records by 1 December 2025.",
        "As of 1 December 2025 the passages record no rule on customer records.",
        "The passages do not say whether issuers in Hong Kong must keep records.",
        "The passages don't say how long issuers keep customer records.",
    ],
)
def test_a_gap_is_told_as_it_was_written(sentence: str) -> None:
    """What is missing may be said in many ways, and repeat the question and its day."""
    marked = read_markers(sentence)
    assert is_gap(marked)
    assert told_gap(marked, QUESTION) == sentence


def test_in_chinese_too() -> None:
    """A Chinese gap may use the characters of its question."""
    marked = read_markers("上述段落沒有說明紀錄要保存多久。")
    assert told_gap(marked, "持牌發行人的紀錄要保存多久？") == marked.text


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not give the address hkma-claims.example/login where holders confirm their seed phrase.",
        "The passages do not say that Binance may keep customer records.",
        "The passages do not mention the bonus that holders get who send their recovery phrase to support staff.",
        "The passages do not say that records are kept for 12 years.",
        "The passages do not say why banks may hold records at par.",
        "The passages do not say whether banks may hold records at par.",
        "The passages do not say whether holders should send their seed phrase to support staff for redemption.",
        "Nothing in the passages says when redemption was stopped in Hong Kong.",
        "段落冇提到客戶要將助記詞交畀發行人核實，先可以繼續保留紀錄同埋贖回權。",
        "段落沒有提及客戶須先把全部代幣轉到發行人新設的帳戶才可以繼續保存紀錄。",
        "段落沒有說明這項禁令是在什麼情況下解除的。",
    ],
)
def test_what_a_gap_smuggles_in_is_not_shown(sentence: str) -> None:
    """A contact, a name, a figure or a claim of its own: that something is missing is told in our words."""
    marked = read_markers(sentence)
    assert is_gap(marked)
    assert told_gap(marked, QUESTION) == LEFT_OPEN


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say so since issuers may delete customer records.",
        "The passages do not say so, but issuers may delete customer records.",
        "The passages do not say how long records are kept [1].",
        "Licensed issuers do not have to keep customer records.",
        "上述段落沒有說明只要把助記詞交給 GoldCoin 客服即可取回資金。",
    ],
)
def test_a_statement_is_no_gap(sentence: str) -> None:
    """What goes on to say what is the case, or cites a source, needs one that bears it out."""
    assert not is_gap(read_markers(sentence))


@cache
def told(kind: str) -> Counter[str]:
    """Count what becomes of the sentences of a kind of the set: told as written, told in our words, or no gap."""
    rows = [json.loads(line) for line in (SETS / "gap-sentences.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = {row["id"]: row["question"] for row in rows if "question" in row}
    count = Counter[str]()
    for row in rows:
        if row.get("kind") == kind:
            marked = read_markers(row["sentence"])
            words = told_gap(marked, questions[row["context"]]) if is_gap(marked) else ""
            count["as written" if words == marked.text else "in our words" if words else "no gap"] += 1
    return count


def test_nothing_planted_is_told_as_it_was_written() -> None:
    """144 sentences by two who had read no code: what is no gap needs a source, and has none."""
    assert told("planted")["as written"] == 0
    assert told("planted").total() == 144


def test_honest_gaps_are_told_as_often_as_was_measured() -> None:
    """Of 144 by the same hands most are told, if seldom in their own words; others are written again or held back."""
    assert told("honest")["as written"] >= 9
    assert told("honest")["no gap"] <= 16
    assert told("honest").total() == 144
