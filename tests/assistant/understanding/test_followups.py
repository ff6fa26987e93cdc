"""Follow-ups: what leans on an earlier turn carries its place, topic, instrument and date; nothing else carries any."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.records import Question, Turn
from assistant.finishing import NOTHING_FOUND
from assistant.settings import SHIPPED_TEXTS
from assistant.understanding.followups import standalone
from corpus.records import Life, Nature, PartialDate, Policy
from corpus.vocabulary.glossary import Glossary, read_glossary

TODAY = date(2026, 11, 22)
MARGIN = "Is margin lending against bitcoin allowed in Hong Kong?"
SAID = "Under the SFC's financing circular of 11 February 2026, licensed brokers may take only bitcoin as collateral."
ORDINANCE = Policy(
    "stablecoins-ordinance", "Stablecoins Ordinance (Cap. 656)", "LegCo", "Hong Kong", "ordinance",
    Life(Nature.RULE, PartialDate.parse("2025-05-30"), PartialDate.parse("2025-08-01")),
)  # fmt: skip


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    """Read the shipped glossary."""
    return read_glossary(SHIPPED_TEXTS / "glossary.yaml")


def understood(glossary: Glossary, question: str, *earlier: str) -> str:
    """Make a question stand alone after earlier turns: a question, its answer, and so on."""
    history = tuple(Turn(("user", "assistant")[number % 2], text) for number, text in enumerate(earlier))
    asked = Question(question, history=history)
    return standalone(asked, glossary, {ORDINANCE.id: ORDINANCE}, TODAY).text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and in Singapore?", "Is margin lending against bitcoin allowed in Singapore?"),
        ("Singapore?", "Is margin lending against bitcoin allowed in Singapore?"),
        ("Is that allowed in Japan?", "Is margin lending against bitcoin allowed in Japan?"),
        ("新加坡呢？", "Is margin lending against bitcoin allowed in Singapore?"),
        ("what about retail?", "Is margin lending against bitcoin allowed in Hong Kong for retail investors?"),
        ("and for banks?", "Is margin lending against bitcoin allowed in Hong Kong for banks?"),
        ("Does it apply to banks?", "Is margin lending against bitcoin allowed in Hong Kong for banks?"),
        ("what about banks in Singapore?", "Is margin lending against bitcoin allowed in Singapore for banks?"),
        ("and against ether?", "Is margin lending against ether allowed in Hong Kong?"),
        ("and in 2024?", "Is margin lending against bitcoin allowed in Hong Kong as of 31 December 2024?"),
        ("before that?", "Is margin lending against bitcoin allowed in Hong Kong as of 10 February 2026?"),
        ("之前呢？", "Is margin lending against bitcoin allowed in Hong Kong as of 10 February 2026?"),
        ("since when?", "Is margin lending against bitcoin allowed in Hong Kong: since when?"),
        ("When did that start?", "Is margin lending against bitcoin allowed in Hong Kong: when did that start?"),
        ("why?", "Is margin lending against bitcoin allowed in Hong Kong: why?"),
        ("how much?", "Is margin lending against bitcoin allowed in Hong Kong: how much?"),
        ("What is the penalty?", "Is margin lending against bitcoin allowed in Hong Kong: what is the penalty?"),
        ("and how much capital?", "Is margin lending against bitcoin allowed in Hong Kong: how much capital?"),
        ("And for stablecoins?", "Is margin lending against stablecoins allowed in Hong Kong?"),
        (
            "And who could offer it before that?",
            "Is margin lending against bitcoin allowed in Hong Kong as of 10 February 2026: who could offer it?",
        ),
        ("Is that in force?", "Is the SFC's financing circular of 11 February 2026 in force?"),
    ],
)
def test_a_follow_up_stands_alone(glossary: Glossary, question: str, expected: str) -> None:
    """Place, whom, what, date and instrument come from the earlier question and its answer."""
    assert understood(glossary, question, MARGIN, SAID) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("新加坡呢？", "散戶可以在新加坡買賣永續合約嗎？"),
        ("專業投資者呢？", "專業投資者可以在香港買賣永續合約嗎？"),
        ("幾時開始？", "散戶可以在香港買賣永續合約嗎：幾時開始？"),
        ("2024年呢？", "散戶可以在香港買賣永續合約嗎（截至2024年12月31日）？"),
    ],
)
def test_a_chinese_follow_up_stays_chinese(glossary: Glossary, question: str, expected: str) -> None:
    """A Chinese question is carried on in Chinese."""
    assert understood(glossary, question, "散戶可以在香港買賣永續合約嗎？", SAID) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What are the custody rules in Singapore?",
        "What about stablecoin reserve requirements for issuers in Japan?",
        "And what must custodians do in Singapore?",
        "Is it legal to trade bitcoin in Singapore?",
        "How long does it take to get a VATP licence?",
        "Must an issuer keep its reserves in Hong Kong?",
        "What are the rules that apply to staking?",
        "What is MiCA?",
        "Which coin will double next year?",
        "thanks",
        MARGIN,
    ],
)
def test_a_question_that_stands_alone_is_left_untouched(glossary: Glossary, question: str) -> None:
    """A new question inherits nothing."""
    assert understood(glossary, question, MARGIN, SAID) == question


def test_without_earlier_turns_nothing_is_carried(glossary: Glossary) -> None:
    """The first question of a conversation is what it is."""
    assert understood(glossary, "and in Singapore?") == "and in Singapore?"


@pytest.mark.parametrize(
    "declined",
    [("Which coin will double?", "I do not give or predict prices."), ("What applies in Kenya?", NOTHING_FOUND)],
)
def test_what_was_declined_is_passed_over(glossary: Glossary, declined: tuple[str, str]) -> None:
    """A follow-up leans on the last question that was answered."""
    assert (
        understood(glossary, "why?", MARGIN, SAID, *declined)
        == "Is margin lending against bitcoin allowed in Hong Kong: why?"
    )


def test_follow_ups_build_on_one_another(glossary: Glossary) -> None:
    """A place that was carried stays; a question that only asked for more does not become the topic."""
    then = (MARGIN, SAID, "and in Singapore?", "The notice of 1 May 2025 bans it.")
    assert understood(glossary, "why?", *then) == "Is margin lending against bitcoin allowed in Singapore: why?"
    more = (*then, "since when?", "Since 1 May 2025.")
    assert (
        understood(glossary, "before that?", *more)
        == "Is margin lending against bitcoin allowed in Singapore as of 30 April 2025?"
    )


def test_before_that_goes_back_and_back(glossary: Glossary) -> None:
    """Each time the day moves to the day before what the last answer tells of."""
    asked = understood(
        glossary, "before that?", MARGIN, SAID, "before that?", "The platform rules of June 2023 forbade it."
    )
    assert asked == "Is margin lending against bitcoin allowed in Hong Kong as of 31 May 2023?"


def test_an_instrument_without_a_date_brings_its_own(glossary: Glossary) -> None:
    """What was before an answer on the Stablecoins Ordinance is what was on the day before it took effect."""
    asked = understood(
        glossary, "before that?", "Do issuers need a licence?", "The Stablecoins Ordinance requires one."
    )
    assert asked == "Do issuers need a licence as of 31 July 2025?"


def test_a_regulator_gives_way_to_the_new_place(glossary: Glossary) -> None:
    """The SFC means Hong Kong, so another place takes its stead."""
    asked = understood(glossary, "and in Singapore?", "What does the SFC require of custodians?", "Much.")
    assert asked == "What does Singapore require of custodians?"


def test_a_comparison_takes_another_place_in(glossary: Glossary) -> None:
    """A third place is added to the two."""
    asked = understood(glossary, "and the EU?", "Compare reserve rules in Hong Kong and Singapore", "...")
    assert asked == "Compare reserve rules in Hong Kong and Singapore, and in the European Union?"


def test_a_date_in_the_earlier_question_is_carried_and_replaced(glossary: Glossary) -> None:
    """The date stays with another place, and goes when another is asked for."""
    earlier = ("Was margin lending allowed in March 2025?", "No.")
    assert (
        understood(glossary, "and in Singapore?", *earlier) == "Was margin lending allowed in March 2025 in Singapore?"
    )
    assert understood(glossary, "and in 2024?", *earlier) == "Was margin lending allowed as of 31 December 2024?"
    assert understood(glossary, "and now?", *earlier) == "Was margin lending allowed as of 22 November 2026?"


def test_the_place_of_the_answer_is_carried(glossary: Glossary) -> None:
    """Where no place was asked for, later questions stay with the place that the answer was for."""
    asked = understood(glossary, "why?", "Is margin lending against bitcoin allowed?", SAID)
    assert asked == "Is margin lending against bitcoin allowed in Hong Kong: why?"
