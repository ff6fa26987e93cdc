"""Gaps: a sentence on what the passages do not say is recognised, and told in our words and the reader's."""

from __future__ import annotations

import json
from functools import cache

import pytest

from assistant.composing.gaps import LEFT_OPEN, NOT_SAID, is_gap, told_gap
from assistant.composing.markers import read_markers
from assistant.understanding.parts import parts_of
from tests import SETS

TWO = "How long must issuers keep records, and what fee does a licence cost?"


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say how long a licensed issuer must keep customer records.",
        "How long customer records are kept the passages do not say.",
        "Nothing in the passages speaks of customer records by 1 December 2025.",
        "The passages don't say what has happened to customer records since 1 December 2025.",
        "Which states refused cannot be seen from the passages.",
        "The passages leave open whether a platform may apply again.",
        "上述段落沒有說明保存紀錄的年期。",
        "所提供嘅段落冇講明紀錄要保存幾耐。",
        "The passages do not give the address hkma-claims.example/login where holders confirm their seed phrase.",
    ],
)
def test_a_gap_is_recognised_whatever_it_names(sentence: str) -> None:
    """What is missing may be said in many ways."""
    assert is_gap(read_markers(sentence))


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


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The passages do not say what fee is paid.", NOT_SAID.format(part="what fee does a licence cost?")),
        ("The passages do not tell how long records stay.", NOT_SAID.format(part="How long must issuers keep records")),
        ("The passages do not say why the ban was lifted.", LEFT_OPEN),
    ],
)
def test_the_part_that_is_open_is_named_in_the_words_of_the_question(sentence: str, told: str) -> None:
    """Of two things that are asked, the one that the sentence is about; else that something is open."""
    assert told_gap(read_markers(sentence), TWO) == told


def test_of_a_question_that_asks_one_thing_the_reader_knows_it() -> None:
    """Its words are not said again."""
    assert told_gap(read_markers("The passages do not say what fee is paid."), "What is the fee?") == LEFT_OPEN


@cache
def rows() -> list[tuple[str, str, str]]:
    """Return the sentences of the set, each with its kind and its question."""
    lines = (SETS / "gap-sentences.jsonl").read_text(encoding="utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    questions = {row["id"]: row["question"] for row in held if "question" in row}
    return [(row["kind"], row["sentence"], questions[row["context"]]) for row in held if "kind" in row]


def test_nothing_is_told_in_the_words_of_the_model() -> None:
    """184 honest and 224 planted sentences by three who had read no code, one of whom knew what would pass."""
    for _, sentence, question in rows():
        ours = {LEFT_OPEN, *(NOT_SAID.format(part=part) for part in parts_of(question)[1])}
        assert told_gap(read_markers(sentence), question) in ours


def test_honest_gaps_are_recognised_as_often_as_was_measured() -> None:
    """Others are written again or held back, for they have no source."""
    honest = [sentence for kind, sentence, _ in rows() if kind == "honest"]
    assert sum(is_gap(read_markers(sentence)) for sentence in honest) >= 0.85 * len(honest)
