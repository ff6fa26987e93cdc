"""Planning: a question's own aspects, a topic's list, own words, and what cannot be compared."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.comparison_plan import aspects_of, plan
from assistant.answers.records import Query, Question
from assistant.settings import SHIPPED_TEXTS
from assistant.understanding import understand
from corpus.errors import InputError
from corpus.vocabulary.aspects import read_aspects
from corpus.vocabulary.glossary import read_glossary

KNOWN = read_aspects(SHIPPED_TEXTS / "aspects.yaml")
GLOSSARY = read_glossary(SHIPPED_TEXTS / "glossary.yaml")


def asked(text: str) -> Query:
    """Understand a question on a fixed day."""
    return understand(Question(text), GLOSSARY, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Compare stablecoin reserve and redemption rules in Hong Kong and Singapore", ["Reserve", "Redemption"]),
        ("How do Hong Kong and Singapore differ on staking for retail customers?", ["Retail staking"]),
        ("Self-hosted wallets in AML rules: Hong Kong and the EU compared", ["Self-hosted wallets"]),
        ("比較香港和新加坡的穩定幣儲備和贖回規定", ["Reserve", "Redemption"]),
        ("Compare how token burning is treated in Hong Kong and Japan", [""]),
    ],
)
def test_a_question_names_its_aspects(question: str, labels: list[str]) -> None:
    """In English and Chinese the words of a question give the rows; what is on no list is asked in its own words."""
    assert [aspect.label for aspect in aspects_of(asked(question), KNOWN)] == labels


def test_a_question_for_a_topic_gets_its_list() -> None:
    """Where a question names no more than the topic, the first aspects of its list are compared."""
    found = aspects_of(asked("Compare stablecoin rules in Hong Kong and Singapore"), KNOWN)
    assert found == KNOWN.topic("stablecoins").aspects[:6]


def test_one_aspect_is_asked_in_the_words_of_the_question() -> None:
    """The question's own words rank the sentences, without its places."""
    found = aspects_of(asked("Compare how fast stablecoins must be redeemed in Hong Kong and Singapore"), KNOWN)
    assert [aspect.label for aspect in found] == ["Redemption"]
    assert "how fast" in found[0].question
    assert "Singapore" not in found[0].question


def test_named_aspects_come_first_and_may_be_own_words() -> None:
    """Aspects named beside the question are taken in their order, from the topic or in own words."""
    found = plan(asked("custody in Hong Kong and Japan"), KNOWN, "Custody", ["keys", "Proof of reserves"]).aspects
    assert [(aspect.label, aspect.own) for aspect in found] == [("Keys", False), ("Proof of reserves", True)]


@pytest.mark.parametrize(
    ("question", "topic", "message"),
    [
        ("stablecoins in Hong Kong", "", "Name 2 to 5 places to compare, .* 1 given"),
        ("stablecoins", "", "0 given"),
        ("rules in Hong Kong, Japan, Thailand, Korea, the EU and the UK", "", "6 given"),
        ("custody in Hong Kong and Japan", "custdy", "There is no topic 'custdy'"),
    ],
)
def test_what_cannot_be_compared_is_said(question: str, topic: str, message: str) -> None:
    """Too few or too many places, and an unknown topic, are one line that says what to do."""
    with pytest.raises(InputError, match=message):
        plan(asked(question), KNOWN, topic)
