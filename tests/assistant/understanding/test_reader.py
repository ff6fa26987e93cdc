"""The reader: forms and topics of questions by the shipped model."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answers.reading import Form, Matter, Sense
from assistant.understanding.reader import counted, marks_of, shipped_reader
from assistant.understanding.talk import talk
from corpus.encoders.chinese import encode_question
from corpus.encoders.sentence import DEFAULT_ENCODER, SentenceEncoder


@pytest.fixture(scope="module")
def sentences() -> SentenceEncoder:
    """Return the encoder that the reader was fitted on."""
    return SentenceEncoder()


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("how much capital does a stablecoin issuer need", Form.VALUE),
        ("compare Hong Kong and Singapore on custody", Form.COMPARISON),
        ("which deadlines are coming up", Form.DEADLINE),
        ("hello", Form.TALK),
        ("多謝", Form.TALK),
        ("summarise MiCA", Form.OVERVIEW),
    ],
)
def test_plain_questions_are_read_rightly(question: str, form: Form, sentences: SentenceEncoder) -> None:
    """One of each kind that the register answers in a way of its own."""
    assert shipped_reader().read(question, sentences.question(question).vector).form is form


@pytest.mark.parametrize(
    ("question", "sense"),
    [
        ("Can retail clients trade perpetuals?", Sense.ALLOWED),
        ("Do I need a licence to keep coins for others?", Sense.REQUIRED),
        ("Is it illegal to advertise coins without approval?", Sense.BARRED),
        ("How much capital does an issuer need?", Sense.NONE),
        ("需要領取牌照嗎？", Sense.REQUIRED),
    ],
)
def test_what_a_yes_would_mean_is_read_rightly(question: str, sense: Sense, sentences: SentenceEncoder) -> None:
    """One of each that a first line can answer, and one that it cannot."""
    senses = shipped_reader().read(question, encode_question(sentences, question, question).vector).senses
    assert max(senses, key=lambda one: senses[one]) is sense


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("should I buy bitcoin", Matter.ADVICE),
        ("where will ether be by Christmas", Matter.PRICE),
        ("how do I keep my coins out of sight of the tax office", Matter.EVASION),
        ("a recipe for apple pie", Matter.OTHER),
        ("what must an adviser tell a client before buying", Matter.POLICY),
        ("比特幣年底升到幾多", Matter.PRICE),
    ],
)
def test_what_a_question_is_a_matter_of_is_read_rightly(
    question: str, matter: Matter, sentences: SentenceEncoder
) -> None:
    """One of each that is declined, and one that only sounds like it."""
    matters = shipped_reader().read(question, encode_question(sentences, question, question).vector).matters
    assert max(matters, key=lambda one: matters[one]) is matter


def test_what_a_question_is_about_is_read_from_its_vector(sentences: SentenceEncoder) -> None:
    """Activity and aspect in the words of the labels."""
    question = "What share of client coins must be kept in cold wallets?"
    reading = shipped_reader().read(question, sentences.question(question).vector)
    assert max(reading.activity, key=lambda word: reading.activity[word]) == "custody"
    assert max(reading.aspect, key=lambda word: reading.aspect[word]) == "custody-share"


def test_the_reader_names_its_encoder() -> None:
    """Vectors of another encoder would mean nothing to it."""
    assert shipped_reader().encoder == DEFAULT_ENCODER


def test_words_count_once_and_long_questions_no_more_than_short() -> None:
    """The row has length 1 at most."""
    words = {mark: place for place, mark in enumerate(sorted(marks_of("is it allowed")))}
    assert np.linalg.norm(counted("is it allowed is it allowed", words)) <= 1.0


def test_talk_is_answered_in_its_language() -> None:
    """Thanks are met with thanks, a greeting with what can be asked."""
    assert "welcome" in talk("thanks!")
    assert "不用客氣" in talk("多謝晒")
    assert "Hong Kong" in talk("hi")
