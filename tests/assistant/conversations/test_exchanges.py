"""Exchanges: answers on their way, whole, stopped and failed, and the branches that they form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from assistant.answers.archive import Asked, Record
from assistant.conversations import Conversations, Mine, NotFoundError, State
from assistant.conversations.sql.pulse import LOST, now
from assistant.conversations.sql.tables import Exchange
from corpus.errors import InputError
from tests.assistant.conversations.samples import ASKED, answer, question, statement


def texts(mine: Mine, conversation: str) -> list[str]:
    """Return the questions of the current branch."""
    return [one.question.text for one in mine.path(conversation)]


def ask(mine: Mine, conversation: str, text: str, after: str | None = None) -> str:
    """Ask, and have it answered."""
    exchange = mine.ask(conversation, question(text), after, ASKED)
    mine.finish(exchange, answer())
    return exchange


@pytest.fixture
def conversation(mine: Mine) -> str:
    """Begin a conversation."""
    return mine.start("Haircuts")


def test_an_answer_grows_and_is_whole(mine: Mine, conversation: str) -> None:
    """Each statement is there as soon as it is added, and the answer in the end."""
    exchange = mine.ask(conversation, question(), None, ASKED)
    (one,) = mine.path(conversation)
    assert (one.id, one.state, one.question, one.asked) == (exchange, State.ANSWERING, question(), ASKED)
    assert (one.statements, one.answer, one.versions) == ((), None, (exchange,))
    for count, text in enumerate(("first", "second"), 1):
        assert mine.add(exchange, statement(text))
        assert [said.text for said in mine.path(conversation)[0].statements] == ["first", "second"][:count]
    assert mine.finish(exchange, answer("first", "second"))
    (one,) = mine.path(conversation)
    assert (one.state, one.answer) == (State.ANSWERED, answer("first", "second"))
    assert one.statements == answer("first", "second").statements


def test_what_was_stopped_or_failed_keeps_its_statements(mine: Mine, conversation: str) -> None:
    """A stopped and a failed answer show what was said, and why there is no more."""
    stopped = mine.ask(conversation, question(), None, ASKED)
    mine.add(stopped, statement("so far"))
    assert mine.stop(stopped)
    failed = mine.ask(conversation, question(), stopped, ASKED)
    mine.add(failed, statement("so far"))
    assert mine.fail(failed, "The server\nis down.")
    first, second = mine.path(conversation)
    assert (first.state, first.error) == (State.STOPPED, "")
    assert (second.state, second.error) == (State.FAILED, "The server is down.")
    assert [said.text for said in first.statements + second.statements] == ["so far", "so far"]
    assert first.answer is second.answer is None


def test_whoever_answers_learns_that_it_was_stopped(mine: Mine, conversation: str) -> None:
    """What comes after the end is not kept, and the first end holds."""
    exchange = mine.ask(conversation, question(), None, ASKED)
    mine.stop(exchange)
    assert not mine.add(exchange, statement())
    assert not mine.finish(exchange, answer())
    assert not mine.fail(exchange, "late")
    assert not mine.stop(exchange)
    (one,) = mine.path(conversation)
    assert (one.state, one.statements, one.answer, one.error) == (State.STOPPED, (), None, "")


def test_an_edited_question_is_a_version_beside_the_first(mine: Mine, conversation: str) -> None:
    """The edited branch is current; the other is there to be switched to, with all that followed."""
    first = ask(mine, conversation, "first")
    followed = ask(mine, conversation, "followed", first)
    edited = ask(mine, conversation, "edited")
    assert texts(mine, conversation) == ["edited"]
    assert mine.path(conversation)[0].versions == (first, edited)
    mine.choose(first)
    assert texts(mine, conversation) == ["first", "followed"]
    again = mine.ask(conversation, question("followed"), first, Asked(50, model=False, strict=True))
    assert mine.path(conversation)[1].versions == (followed, again)
    assert mine.path(conversation)[1].asked.top_k == 50
    mine.choose(edited)
    mine.choose(followed)
    assert texts(mine, conversation) == ["first", "followed"]
    assert mine.path(conversation)[1].id == followed


def test_a_question_below_another_branch_makes_that_current(mine: Mine, conversation: str) -> None:
    """Going on where one was before leads the path there."""
    first = ask(mine, conversation, "first")
    ask(mine, conversation, "other")
    ask(mine, conversation, "on with the first", first)
    assert texts(mine, conversation) == ["first", "on with the first"]


def test_a_question_stays_in_its_conversation(mine: Mine, conversation: str) -> None:
    """It cannot stand below an exchange of another conversation, even of the same owner."""
    elsewhere = ask(mine, mine.start("another"), "elsewhere")
    with pytest.raises(NotFoundError):
        mine.ask(conversation, question(), elsewhere, ASKED)
    assert mine.path(conversation) == []


def test_a_record_is_the_exchange(mine: Mine, conversation: str) -> None:
    """The record holds what was asked, when and how, and the answer; without an answer there is none."""
    exchange = mine.ask(conversation, question(), None, ASKED)
    with pytest.raises(InputError, match="no whole answer"):
        mine.record(exchange)
    mine.finish(exchange, answer())
    at = mine.path(conversation)[0].at
    assert mine.record(exchange) == Record(exchange, at, question(), ASKED, answer())


def test_an_answer_whose_process_died_is_shown_as_stopped(
    conversations: Conversations, mine: Mine, conversation: str
) -> None:
    """Without a beat for a while it counts as stopped, and what was said stays; a beat brings it back."""
    exchange = mine.ask(conversation, question(), None, ASKED)
    mine.add(exchange, statement("so far"))
    silent = now() - timedelta(seconds=LOST + 1)
    with conversations.database.writing() as session:
        session.execute(update(Exchange).values(beat=silent))
    (one,) = mine.path(conversation)
    assert (one.state, [said.text for said in one.statements]) == (State.STOPPED, ["so far"])
    conversations._pulse.beat()
    assert mine.path(conversation)[0].state == State.ANSWERING
    mine.finish(exchange, answer())
    conversations._pulse.beat()
    assert mine.path(conversation)[0].state == State.ANSWERED


def test_a_deep_conversation_is_one_path(mine: Mine, conversation: str) -> None:
    """A hundred questions on end come back in order."""
    after = None
    for number in range(100):
        after = mine.ask(conversation, question(str(number)), after, ASKED)
    assert texts(mine, conversation) == [str(number) for number in range(100)]
