"""Searching: parts of words, Chinese, and characters that mean something to a database and nothing here."""

from __future__ import annotations

import pytest

from assistant.conversations import Mine
from assistant.conversations.sql.searching import snippet
from tests.assistant.conversations.samples import ASKED, HOSTILE, answer, question, statement

TITLE = "Reserves of issuers"
QUESTION = '穩定幣發行人: must reserves be "fully backed" by 100% cash_or bonds?'
ANSWER = "Yes, an issuer's reserve assets cover the par value (see ¶4)."


@pytest.fixture
def kept(mine: Mine) -> str:
    """Keep one conversation to be found, and one that is not."""
    other = mine.start("Another")
    mine.finish(mine.ask(other, question("What is a haircut of 60 points?"), None, ASKED), answer("It is sixty."))
    conversation = mine.start(TITLE)
    mine.finish(mine.ask(conversation, question(QUESTION), None, ASKED), answer(ANSWER))
    return conversation


PARTS = ["reserves", "RESERVE", "eserv", "reserves issuers", "發行人 par", "穩定幣", "穩定", "幣", "  fully   cash "]
MARKS = ["100%", "%", "cash_or", "_", '"fully', '"fully backed"', "issuer's", "'", "(see", "¶4", ":", "fully fully"]
OPERATORS = ["reserves AND missing", "NOT reserves", "reserves OR haircut", "NEAR(reserves cash)", "text:reserves"]
WILDCARDS = ["reserv*", "^reserves", "-reserves", "{reserves}", "res%ves", "r_serves", "\\", "''", '""']
ELSEWHERE = ["100% sixty", "幣穩"]


@pytest.mark.parametrize("search", [*PARTS, *MARKS])
def test_what_is_there_is_found(mine: Mine, kept: str, search: str) -> None:
    """Every word occurs somewhere in the title, or in the question with its answer."""
    assert [one.id for one in mine.list(search)] == [kept]
    assert mine.list(search)[0].snippet


@pytest.mark.parametrize("search", [*OPERATORS, *WILDCARDS, *ELSEWHERE])
def test_nothing_typed_is_syntax(mine: Mine, kept: str, search: str) -> None:
    """Operators, wildcards and quotes are looked for as they are, and stand nowhere."""
    assert mine.list(search) == []


@pytest.mark.parametrize("search", HOSTILE, ids=lambda text: repr(text[:16]))
def test_hostile_searches_find_nothing_and_harm_nothing(mine: Mine, kept: str, search: str) -> None:
    """Afterwards all is as before."""
    assert mine.list(search) == []
    assert len(mine.list()) == 2


def test_an_empty_search_is_none(mine: Mine, kept: str) -> None:
    """Spaces and characters that no database keeps search for nothing: everything is listed."""
    assert len(mine.list("  \n ")) == len(mine.list("\0")) == 2


def test_the_index_keeps_step(mine: Mine, kept: str) -> None:
    """New names, running and stopped answers are found; old names and deleted conversations are not."""
    mine.rename(kept, "Backing")
    assert mine.list("Backing")
    assert not mine.list("issuers of")
    exchange = mine.ask(kept, question("And gold?"), mine.path(kept)[-1].id, ASKED)
    assert mine.list("gold")[0].snippet == "And gold?"
    mine.add(exchange, statement("Bullion is not mentioned."))
    mine.stop(exchange)
    assert mine.list("bullion")
    refused = mine.ask(kept, question("And tulips?"), exchange, ASKED)
    mine.finish(refused, answer(refusal="The texts say nothing about them."))
    assert mine.list("tulips nothing")
    mine.delete(kept)
    assert not mine.list("bullion")
    assert [one.id for one in mine.list("bullion", deleted=True)] == [kept]


def test_every_branch_is_searched(mine: Mine, kept: str) -> None:
    """What stands on a branch that is not current is found too."""
    mine.ask(kept, question("Edited"), None, ASKED)
    assert [one.id for one in mine.list("穩定幣")] == [kept]


def test_a_snippet_shows_the_words_in_their_context() -> None:
    """Sixty characters before and after, on one line, with dots where more stands."""
    body = f"{'a ' * 50}the\nHAIRCUT is{' b' * 50}"
    assert snippet(body, ("haircut",)) == f"…{'a ' * 28}the HAIRCUT is{' b' * 28} …".replace(" …", "…")
    assert snippet("Haircut?", ("haircut", "other")) == "Haircut?"
