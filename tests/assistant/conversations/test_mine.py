"""Conversations of one owner: begun, listed, named, put away and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from assistant.conversations import Conversations, Mine, NotFoundError, open_conversations
from assistant.conversations.sql.pulse import now
from assistant.conversations.sql.tables import Base, Conversation
from assistant.settings import Settings
from corpus.errors import InputError
from tests.assistant.conversations.samples import ASKED, HOSTILE, answer, question, statement


def titles(mine: Mine, search: str = "") -> list[str]:
    """Name the conversations in the order of the list."""
    return [one.title for one in mine.list(search)]


def aged(conversations: Conversations, conversation: str, days: float) -> None:
    """Let a conversation have been deleted so many days ago."""
    then = update(Conversation).where(Conversation.id == conversation).values(deleted=now() - timedelta(days=days))
    with conversations.database.writing() as session:
        session.execute(then)


def rows(conversations: Conversations) -> dict[str, int]:
    """Count the rows of every table."""
    with conversations.database.reading() as session:
        tables = Base.metadata.tables.values()
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_pinned_come_first_and_then_the_newest(mine: Mine) -> None:
    """A new question moves its conversation up; a pin and a new name do not count as news."""
    first, second, third = (mine.start(title) for title in ("first", "second", "third"))
    assert titles(mine) == ["third", "second", "first"]
    mine.ask(first, question(), None, ASKED)
    mine.rename(second, "second renamed")
    assert titles(mine) == ["first", "third", "second renamed"]
    mine.pin(second)
    assert titles(mine) == ["second renamed", "first", "third"]
    mine.pin(second, on=False)
    assert titles(mine) == ["first", "third", "second renamed"]
    assert [one.id for one in mine.list(limit=2)] == [first, third]


def test_a_summary_tells_what_a_list_shows(mine: Mine) -> None:
    """All questions count, those of other branches too; whether a link is valid stands there."""
    conversation = mine.start("Haircuts")
    for _ in range(2):
        mine.ask(conversation, question(), None, ASKED)
    mine.share(conversation)
    (one,) = mine.list()
    assert (one.id, one.title, one.pinned, one.exchanges, one.snippet) == (conversation, "Haircuts", False, 2, "")
    assert one.shared
    assert one.created < one.updated
    assert one.updated.utcoffset() == timedelta(0)


def test_a_deleted_conversation_can_be_taken_back_for_30_days(conversations: Conversations, mine: Mine) -> None:
    """Until then it stands in the list of the deleted alone; afterwards it is gone."""
    conversation = mine.start("Haircuts")
    mine.delete(conversation)
    assert mine.list() == []
    assert [one.id for one in mine.list(deleted=True)] == [conversation]
    aged(conversations, conversation, 29.9)
    mine.restore(conversation)
    assert titles(mine) == ["Haircuts"]
    mine.delete(conversation)
    aged(conversations, conversation, 30.1)
    assert mine.list(deleted=True) == []
    with pytest.raises(NotFoundError):
        mine.restore(conversation)


def test_what_is_purged_leaves_nothing(conversations: Conversations, mine: Mine) -> None:
    """Exchanges, statements, feedback, links and search entries go with their conversation, and only theirs."""
    kept, gone = mine.start("kept"), mine.start("gone")
    for conversation in (kept, gone):
        exchange = mine.ask(conversation, question("What is a haircut?"), None, ASKED)
        mine.add(exchange, statement())
        mine.rate(exchange, good=True)
        mine.share(conversation)
    before = rows(conversations)
    mine.delete(gone)
    aged(conversations, gone, 31)
    assert conversations.purge() == 1
    assert rows(conversations) == {name: count // 2 for name, count in before.items()}
    assert [one.id for one in mine.list("haircut")] == [kept]


def test_a_long_running_store_purges_by_itself(conversations: Conversations, mine: Mine) -> None:
    """A day after the last time, whoever comes next lets it happen."""
    conversation = mine.start("old")
    mine.delete(conversation)
    aged(conversations, conversation, 31)
    conversations.of("bob")
    assert rows(conversations)["conversations"] == 1
    conversations._purged -= 90_000
    conversations.of("bob")
    assert rows(conversations)["conversations"] == 0


def test_an_answer_that_ends_in_a_deleted_conversation_is_kept(mine: Mine) -> None:
    """Nothing is lost when the conversation is taken back."""
    conversation = mine.start("Haircuts")
    exchange = mine.ask(conversation, question(), None, ASKED)
    mine.delete(conversation)
    assert mine.add(exchange, statement())
    assert mine.finish(exchange, answer())
    mine.restore(conversation)
    assert mine.path(conversation)[0].answer == answer()


def test_a_title_is_one_short_line(mine: Mine) -> None:
    """Line ends become spaces, a long title is cut, and an empty one is refused as a new name."""
    conversation = mine.start("two\nlines\0")
    assert titles(mine) == ["two lines"]
    mine.rename(conversation, "long " * 100)
    assert len(titles(mine)[0]) == 200
    with pytest.raises(InputError, match="needs a title"):
        mine.rename(conversation, " \n ")
    assert len(titles(mine)[0]) == 200


def test_all_is_there_after_a_restart(settings: Settings) -> None:
    """Another process, which opens the same database, gives the same list and path."""
    first = open_conversations(settings)
    mine = first.of("anna")
    conversation = mine.start("Haircuts")
    exchange = mine.ask(conversation, question(), None, ASKED)
    mine.finish(exchange, answer())
    mine.rate(exchange, good=False, reason="too short")
    before = mine.list(), mine.path(conversation)
    first.close()
    second = open_conversations(settings)
    assert (second.of("anna").list(), second.of("anna").path(conversation)) == before
    second.close()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:16]))
def test_hostile_text_is_only_text(mine: Mine, text: str) -> None:
    """Titles, questions, statements, errors and feedback come back as they were, less what no database keeps."""
    clean = text.replace("\ud83d", "?")
    conversation = mine.start(text)
    exchange = mine.ask(conversation, question(text), None, ASKED)
    mine.add(exchange, statement(text))
    mine.fail(exchange, text)
    mine.rate(exchange, good=True, reason=text[:5_000], correction=text[:5_000])
    (one,) = mine.path(conversation)
    assert one.question.text == text.replace("\ud83d", "\ufffd")  # made whole where it came in
    assert one.statements[0].text == clean
    assert one.feedback
    assert one.feedback.reason == one.feedback.correction == clean.replace("\0", "")[:5_000]
    assert "\n" not in one.error
    assert titles(mine, text[:200]) == titles(mine) == [one.error[:200] if len(text) < 200 else titles(mine)[0]]


def test_nobody_and_half_names_have_nothing(conversations: Conversations) -> None:
    """An owner without a name, or with characters that are dropped, could be taken for another."""
    for owner in ("", " ", "anna\0", "anna\ud83d"):
        with pytest.raises(InputError, match="sign in"):
            conversations.of(owner)
