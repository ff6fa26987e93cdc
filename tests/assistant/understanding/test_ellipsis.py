"""Elliptic follow-ups: what a few words change in the question before."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understanding.ellipsis import added, changed, named_in, own_topic, read_phrase
from corpus.vocabulary.events import Events

TODAY, EVENTS = date(2026, 11, 28), Events(())
BASE = "Can brokers in Hong Kong offer margin lending to retail investors?"


@pytest.mark.parametrize(
    ("phrase", "question"),
    [
        ("banks?", "Can banks in Hong Kong offer margin lending to retail investors?"),
        ("and professional investors", "Can brokers in Hong Kong offer margin lending to professional investors?"),
        ("in Singapore?", "Can brokers in Singapore offer margin lending to retail investors?"),
        ("staking", "Can brokers in Hong Kong offer staking to retail investors?"),
        ("in March 2025", BASE.replace("?", " as of 31 March 2025?")),
        ("bitcoin", None),
    ],
)
def test_a_phrase_takes_the_place_of_its_like(phrase: str, question: str | None) -> None:
    """A firm replaces a firm, a place a place; a date is added, and an asset finds no place where none stood."""
    assert changed(BASE, read_phrase(phrase, TODAY, EVENTS), TODAY, EVENTS) == question


def test_a_chinese_question_is_changed_in_chinese() -> None:
    """What is put into it is written as its language does."""
    phrase = read_phrase("in Singapore", TODAY, EVENTS)
    assert changed("香港散戶可以質押嗎？", phrase, TODAY, EVENTS) == "新加坡散戶可以質押嗎？"


def test_the_longest_of_overlapping_words_is_named() -> None:
    """Stablecoin issuers are not stablecoins beside issuers."""
    assert [(one.row, one.name) for one in named_in("stablecoin issuers")] == [("firms", "stablecoin issuers")]


def test_words_go_before_the_question_mark() -> None:
    """The mark stays last, once, and is that of the language."""
    assert added("What applies?", "for banks") == "What applies for banks?"
    assert added("有何規定？", "（銀行）") == "有何規定（銀行）？"


def test_the_topic_of_a_text_is_without_place_and_date() -> None:
    """Two questions on one topic in two places have the same terms."""
    assert own_topic("custody in Singapore in 2025", TODAY, EVENTS) == own_topic("custody", TODAY, EVENTS)
