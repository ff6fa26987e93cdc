"""What is said where nothing was found: that it is no matter of policy, or how far the texts go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.reading import Matter, Reading
from assistant.answers.records import Findings, Intent, Query
from assistant.chain import PolicyChain
from assistant.finishing import NOTHING_FOUND, nothing_found, off_topic
from assistant.settings import Settings
from assistant.understanding.declining import NOT_MINE
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

QUERY = Query("?", "?", date(2026, 11, 30), Intent.FACT)


def reads(share: float) -> Query:
    """Make a question that reads, with this probability, like no matter of policy."""
    return replace(QUERY, reading=Reading(matters={Matter.OTHER: share, Matter.POLICY: 1 - share}))


@pytest.mark.parametrize(
    ("query", "declined"),
    [
        (reads(0.9), True),
        (reads(0.2), False),
        (replace(reads(0.9), policies=("amlo",)), False),  # "how much does a VATP licence cost"
        (QUERY, False),
    ],
)
def test_what_is_no_matter_of_policy_is_said_to_be_none(
    index: CurrentIndex, encoder: WordEncoder, query: Query, *, declined: bool
) -> None:
    """It reads like none, names no text that is held, and nothing was found; all else was only not found."""
    edition = PolicyChain(index, encoder, Glossary([]), Settings()).edition_seen("")
    assert off_topic(query) is declined
    assert nothing_found(Findings(query), edition) == (NOT_MINE if declined else NOTHING_FOUND)


def test_what_only_reads_like_none_is_answered(chain_reading_all_as_declined: PolicyChain) -> None:
    """Where the texts hold the answer, it is given: how a question reads is one clue among others."""
    answer = chain_reading_all_as_declined.invoke("Is margin financing against bitcoin allowed?")
    assert answer.statements
    assert not answer.refusal


@pytest.fixture
def chain_reading_all_as_declined(
    index: CurrentIndex, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> PolicyChain:
    """Make a chain over the four policies whose reader takes every question for none of policy, but not surely."""
    from assistant.understanding import understander

    class Reader:
        encoder = WordEncoder.name

        def read(self, _text: str, _vector: object) -> Reading:
            return Reading(matters={Matter.OTHER: 0.4, Matter.POLICY: 0.6})

    monkeypatch.setattr(understander, "shipped_reader", Reader)
    return PolicyChain(index, encoder, Glossary([]), Settings())
