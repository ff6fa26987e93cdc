"""Whose it is: every public method refuses what belongs to another, in the words for what never was."""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from assistant.conversations import Conversations, Mine, NotFoundError
from assistant.conversations.records import NOT_FOUND
from tests.assistant.conversations.samples import ASKED, answer, question, statement

# What a method is called with besides the id of a conversation or an exchange, by the name of the parameter.
ARGUMENTS: dict[str, Any] = {
    "title": "another",
    "question": question(),
    "asked": ASKED,
    "after": None,
    "statement": statement(),
    "answer": answer(),
    "error": "an error",
    "good": True,
}
WITHOUT_ID = {"list", "start", "begin"}
IDS = ("conversation", "exchange")
METHODS = [name for name, _ in inspect.getmembers(Mine, inspect.isfunction) if not name.startswith("_")]


def called(mine: Mine, method: str, ids: dict[str, str]) -> Callable[[], Any]:
    """Return a call of a method with these ids, and with whatever else it must be given."""
    parameters = inspect.signature(getattr(mine, method)).parameters.values()
    needed = {p.name for p in parameters if p.default is p.empty}
    assert needed <= {*IDS, *ARGUMENTS}, f"say what `{method}` is called with: {needed}"
    arguments = {name: ids[name] if name in IDS else ARGUMENTS[name] for name in needed}
    return lambda: getattr(mine, method)(**arguments)


@pytest.fixture
def hers(mine: Mine) -> dict[str, str]:
    """Return the ids of a conversation of Anna and of an answer that is being made."""
    conversation = mine.start("Anna's")
    return {"conversation": conversation, "exchange": mine.ask(conversation, question(), None, ASKED)}


@pytest.mark.parametrize("method", [name for name in METHODS if name not in WITHOUT_ID])
def test_what_belongs_to_another_is_not_found(
    conversations: Conversations, mine: Mine, hers: dict[str, str], method: str
) -> None:
    """Bob is refused, hears the same of an id that never was, and nothing of Anna's has changed."""
    before = mine.list(), mine.path(hers["conversation"])
    bob = conversations.of("bob")
    for ids in (hers, {name: secrets.token_urlsafe(24) for name in IDS}):
        with pytest.raises(NotFoundError) as raised:
            called(bob, method, ids)()
        assert str(raised.value) == NOT_FOUND
    assert (mine.list(), mine.path(hers["conversation"])) == before


@pytest.mark.parametrize("method", [name for name in METHODS if name not in {*WITHOUT_ID, "restore"}])
def test_what_is_mine_is_found(mine: Mine, hers: dict[str, str], method: str) -> None:
    """The same calls by Anna herself are not refused for their owner (so that the test above can fail)."""
    if method == "record":
        mine.finish(hers["exchange"], answer())
    called(mine, method, hers)()


@pytest.mark.parametrize("method", sorted(WITHOUT_ID))
def test_what_has_no_id_shows_nothing_of_another(
    conversations: Conversations, mine: Mine, hers: dict[str, str], method: str
) -> None:
    """Lists and searches hold one's own alone, deleted ones too, and what Bob begins is his."""
    bob = conversations.of("bob")
    called(bob, method, hers)()
    mine.delete(hers["conversation"])
    mine.start("haircut")
    for search in ("", "haircut", "a"):
        for deleted in (False, True):
            assert {one.title for one in bob.list(search, deleted=deleted)} <= {"another"}
    assert {one.title for one in mine.list()} == {"haircut"}


def test_a_question_cannot_stand_below_that_of_another(
    conversations: Conversations, mine: Mine, hers: dict[str, str]
) -> None:
    """An exchange of Anna is no place in a conversation of Bob."""
    bob = conversations.of("bob")
    conversation = bob.start("Bob's")
    with pytest.raises(NotFoundError):
        bob.ask(conversation, question(), hers["exchange"], ASKED)
    assert bob.path(conversation) == []


@pytest.mark.parametrize("method", [name for name in METHODS if name not in WITHOUT_ID])
def test_no_id_is_syntax(mine: Mine, hers: dict[str, str], method: str) -> None:
    """Strange ids are not found, in whatever method."""
    for id_ in ("", "%", "' OR ''='", "../..", "\0", "\ud800", "x" * 10_000):
        with pytest.raises(NotFoundError):
            called(mine, method, dict.fromkeys(IDS, id_))()


def test_ids_cannot_be_guessed(mine: Mine) -> None:
    """An id and a token have 192 bits of chance."""
    conversation = mine.start("one")
    exchange = mine.ask(conversation, question(), None, ASKED)
    for made in (conversation, exchange, mine.share(conversation)):
        assert len(made) == 32
