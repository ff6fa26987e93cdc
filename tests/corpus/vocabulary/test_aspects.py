"""The aspects: words are found as people write them, a text must speak of aspect and topic, a bad list is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.errors import InputError
from corpus.register.checking import check_aspects
from corpus.vocabulary.aspects import Aspect, Aspects, Words, read_aspects


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("reserve", "Reserves are held", True),
        ("reserve", "is reserved to banks", False),
        ("redeem*", "redeemable at par", True),
        ("ART", "every ART issuer", True),
        ("ART", "state of the art", False),
        ("HK$", "of HK$25 million", True),
        ("1:1", "backed 1:1 by cash", True),
        ("full* back*", "must be fully backed", True),
        ("儲備", "穩定幣儲備的規定", True),
        ("self-hosted", "a self-hosted wallet", True),
        ("hosted", "a self-hosted wallet", False),
    ],
)
def test_words_are_found_as_people_write_them(word: str, text: str, found: bool) -> None:
    """Plurals count, a star stands for any ending, capitals only in capitals, Chinese anywhere."""
    assert Words.of([word]).found_in(text) is found


def test_no_words_find_nothing() -> None:
    """An empty list of words is in no text."""
    assert not Words.of([]).found_in("anything")


ASPECTS = """\
- topic: stablecoins
  words: [stablecoin]
  zh: [穩定幣]
  aspects:
    - {aspect: Reserve, question: What backs it?, words: [reserve], with: [must], asked: [backing], zh: [儲備]}
    - {aspect: Interest, question: Is interest paid?, words: [interest]}
"""


@pytest.fixture
def aspects(tmp_path: Path) -> Aspects:
    """Read two aspects of one topic."""
    path = tmp_path / "aspects.yaml"
    path.write_text(ASPECTS, encoding="utf-8")
    return read_aspects(path)


@pytest.fixture
def reserve(aspects: Aspects) -> Aspect:
    """Return the aspect that needs a second word."""
    return aspects.topic("Stablecoins").aspects[0]


@pytest.mark.parametrize(
    ("text", "around", "said"),
    [
        ("The reserve must be cash.", "Stablecoins Ordinance", True),
        ("The stablecoin's reserve must be cash.", "", True),
        ("The reserve must be cash.", "Banking Ordinance", False),
        ("The reserve is cash.", "Stablecoins Ordinance", False),
        ("Cash must be held.", "Stablecoins Ordinance", False),
    ],
)
def test_a_text_must_speak_of_aspect_and_topic(reserve: Aspect, text: str, around: str, said: bool) -> None:
    """Both groups of words in the text, and the topic in it or around it."""
    assert reserve.said_in(text, around) is said


@pytest.mark.parametrize("question", ["the backing", "reserve rules", "which reserve must it hold", "儲備"])
def test_a_question_asks_by_name_words_or_chinese(reserve: Aspect, question: str) -> None:
    """The label, the words of questions and the Chinese ones all ask for an aspect."""
    assert reserve.asked_in(question)


def test_a_topic_is_found_in_a_question(aspects: Aspects) -> None:
    """English and Chinese name a topic; a question without it finds none."""
    assert [topic.name for topic in aspects.topics_in("Compare 穩定幣 rules")] == ["stablecoins"]
    assert aspects.topics_in("Compare tax rules") == []


def test_an_unknown_topic_names_the_known_ones(aspects: Aspects) -> None:
    """A misspelt topic is one line with what there is."""
    with pytest.raises(InputError, match="choose one of stablecoins"):
        aspects.topic("stabelcoins")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"- topic: [", r"aspects\.yaml: the aspects are not valid YAML"),
        (b"topic: x", "not a list of topics"),
        (b"- {topic: x, words: [a]}", "topic 1 is not usable: 'aspects' is missing"),
        (b"- {topic: x, words: [], aspects: [{aspect: a, question: b?, words: [c]}]}", "needs words"),
        (b"- {topic: x, words: [a], aspects: [{aspect: a, question: b, words: [c]}]}", "question mark"),
        (b"- {topic: x, words: [a], aspects: [{aspect: a, question: b?, words: [1:1]}]}", "quotation marks"),
        (b"- {topic: x, words: [a], colour: red, aspects: []}", "colour is not a field"),
        (b"- x", "topic 1 is not usable"),
        (b"\xff", "not valid YAML"),
    ],
)
def test_a_bad_list_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    """What is wrong is said in one line, with the file and the topic, by the reader and by the check of the texts."""
    path = tmp_path / "aspects.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_aspects(path)
    assert len(check_aspects([tmp_path])) == 1


def test_no_list_is_an_empty_one(tmp_path: Path) -> None:
    """A folder of texts without aspects has none, and nothing is wrong with that."""
    assert read_aspects(tmp_path / "aspects.yaml").topics == {}
    assert check_aspects([tmp_path]) == []


def test_the_shipped_aspects_ask_what_their_words_recognise() -> None:
    """Every shipped aspect is asked for by its own question, and its topic by its name or words."""
    known = read_aspects(SHIPPED_TEXTS / "aspects.yaml")
    assert len(known.topics) >= 12
    for topic in known.topics.values():
        for aspect in topic.aspects:
            assert aspect.asked_in(aspect.label), aspect.label
            assert topic.words.found_in(f"{aspect.question} {topic.name}"), aspect.label
