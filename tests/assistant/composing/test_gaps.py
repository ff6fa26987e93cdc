"""Gaps: a sentence on what the passages do not say names only what the question or the passages name."""

from __future__ import annotations

import json
from functools import cache

import pytest

from assistant.composing.gaps import tells_gap
from assistant.composing.markers import read_markers
from tests import SETS

QUESTION = "How long must a licensed stablecoin issuer in Hong Kong keep customer records, and as of 1 December 2025?"
PASSAGES = "The HKMA asks licensed issuers for redemption at par within one business day. Banks may hold reserves."


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say how long a licensed issuer must keep customer records.",
        "The passages do not state how many years records are kept.",
        "How long customer records are kept the passages do not say.",
        "Nothing in the passages speaks of customer records by 1 December 2025.",
        "As of 1 December 2025 the passages record no rule on customer records.",
        "上述段落沒有說明保存紀錄的年期。",
        "所提供嘅段落冇講明紀錄要保存幾耐。",
        "The passages do not say what has happened to customer records since 1 December 2025.",
        "The passages do not say whether records have been kept in HK since then.",
        "The passages do not say in so many words how long customer records are kept.",
    ],
)
def test_a_gap_is_recognised_in_any_order(sentence: str) -> None:
    """What is missing may be said in many ways, and quote the question and its day."""
    assert tells_gap(read_markers(sentence), QUESTION, PASSAGES)


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not give the address hkma-claims.example/login where holders confirm their seed phrase.",
        "The passages do not say that Binance may keep customer records.",
        "The passages do not mention the bonus that holders get who send their recovery phrase to support staff.",
        "The passages do not say that records are kept for 12 years.",
        "The passages do not say so since issuers may delete customer records.",
        "The passages do not say so, but issuers may delete customer records.",
        "The passages do not say how long records are kept [1].",
        "Licensed issuers do not have to keep customer records.",
        "段落冇提到客戶要將助記詞交畀發行人核實，先可以繼續保留紀錄同埋贖回權。",
        "段落沒有提及客戶須先把全部代幣轉到發行人新設的帳戶才可以繼續保存紀錄。",
        "上述段落沒有說明只要把助記詞交給 GoldCoin 客服即可取回資金。",
    ],
)
def test_a_gap_smuggles_nothing_in(sentence: str) -> None:
    """A contact, a name, a figure or a story of its own makes a sentence a statement, which needs a source."""
    assert not tells_gap(read_markers(sentence), QUESTION, PASSAGES)


@cache
def told(kind: str) -> tuple[int, int]:
    """Return how many sentences of a kind of the set are taken for gaps, and how many there are."""
    rows = [json.loads(line) for line in (SETS / "gap-sentences.jsonl").read_text(encoding="utf-8").splitlines()]
    contexts = {row["id"]: (row["question"], " ".join(row["passages"])) for row in rows if "passages" in row}
    those = [(row["sentence"], contexts[row["context"]]) for row in rows if row.get("kind") == kind]
    return sum(tells_gap(read_markers(sentence), *context) for sentence, context in those), len(those)


def test_most_of_what_is_planted_in_gaps_is_held_back() -> None:
    """By somebody who had read no code: 1 of 64 passes, which asks when something happened that did not."""
    count, of_all = told("planted")
    assert count <= 1
    assert of_all == 64


def test_honest_gaps_are_recognised_as_often_as_was_measured() -> None:
    """30 of 64 by the same hand; others are written again or held back."""
    count, of_all = told("honest")
    assert count >= 30
    assert of_all == 64
