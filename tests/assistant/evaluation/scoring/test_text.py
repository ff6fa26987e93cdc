"""Measures of words: each against an independent package or a sum worked by hand, and the range of all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from assistant.evaluation.scoring.text import (
    Weights,
    common_length,
    copy_rate,
    overlap,
    plain,
    qidf,
    rouge_l,
    token_scores,
    tokens,
)
from tests.assistant.evaluation.helpers import COLLECTION

words = st.lists(st.sampled_from(["must", "may", "not", "keep", "assets", "cold", "60", "5", "days"]), max_size=25)


@settings(deadline=None)
@given(words, words)
def test_rouge_l_is_that_of_the_rouge_score_package(answer: list[str], reference: list[str]) -> None:
    """Google's package gives the same precision, recall and F."""
    theirs = RougeScorer(["rougeL"]).score(" ".join(reference), " ".join(answer))["rougeL"]
    ours = rouge_l(tokens(" ".join(answer)), tokens(" ".join(reference)))
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx((theirs.precision, theirs.recall, theirs.fmeasure))


@given(words, words)
def test_common_length_is_that_of_the_table(first: list[str], second: list[str]) -> None:
    """The textbook's table of lengths ends in the same number."""
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, one in enumerate(first):
        for j, two in enumerate(second):
            table[i + 1][j + 1] = table[i][j] + 1 if one == two else max(table[i][j + 1], table[i + 1][j])
    assert common_length(first, second) == table[-1][-1]


def test_token_f1_by_hand() -> None:
    """`the cat sat` and `a cat sat down`: without articles 2 of 2 and 2 of 3, so F1 is 4/5."""
    found = token_scores(tokens("the cat sat"), tokens("a cat sat down"))
    assert (found.precision, found.recall, found.f1) == pytest.approx((1, 2 / 3, 4 / 5))


def test_qidf_by_hand() -> None:
    """Of four passages, `cold` is in 2 and `storage` in 1; `asset` is asked for and weighs nothing."""
    weights = Weights.over(["cold asset", "cold storage", "x", "y"])
    cold, storage, unseen = (math.log(1 + (4 - n + 0.5) / (n + 0.5)) for n in (2, 1, 0))
    found = qidf("cold assets", "assets in cold storage", "where are assets", weights)
    assert weights.idf["cold"] == pytest.approx(cold)
    assert found.recall == pytest.approx(cold / (cold + storage))
    assert found.precision == pytest.approx(1.0)
    assert qidf("cold turkey", "cold storage", "q", weights).precision == pytest.approx(cold / (cold + unseen))


@pytest.mark.parametrize("text", ["No.", "Assets", "It is not.", "Within one business day.", "不得借貸"])
def test_a_copy_of_the_reference_scores_1(text: str) -> None:
    """Even where the reference is nothing but stop words or stands in the question."""
    assert qidf(text, text, "Are assets in cold storage?", COLLECTION.weights).f1 == pytest.approx(1)
    assert token_scores(tokens(text), tokens(text)).f1 == pytest.approx(1)
    assert rouge_l(tokens(text), tokens(text)).f1 == pytest.approx(1)


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_text_measures_stay_in_range(answer: str, reference: str, question: str) -> None:
    """Whatever the texts, every score lies in [0, 1]."""
    said, meant = tokens(answer), tokens(reference)
    scores = [qidf(answer, reference, question, COLLECTION.weights), token_scores(said, meant), rouge_l(said, meant)]
    values = [value for score in scores for value in (score.precision, score.recall, score.f1)]
    values += [overlap(answer, [reference]), copy_rate(said, [reference])]
    assert all(0 <= value <= 1 + 1e-9 for value in values)


def test_plain_takes_markup_and_markers_out() -> None:
    """Escapes, bold heads and citation markers go; money and brackets with words stay."""
    assert plain(r"**In force**" + "\n" + r"HK\$5 million [see note] \[1\] applies [2, 3].") == (
        "In force\nHK$5 million [see note] applies."
    )


def test_overlap_and_copying_by_hand() -> None:
    """Two of three bigrams stand in the source; eight copied words of ten make a copy rate of .8."""
    source = "brokers keep client assets"
    assert overlap("brokers keep client money", [source]) == pytest.approx(2 / 3)
    copied = list("abcdefgh")
    assert copy_rate([*copied, "y", "z"], [" ".join(["x", *copied])]) == pytest.approx(0.8)
    assert copy_rate(copied[:7], [" ".join(copied)]) == 0
