"""Links: read-only, of the moment, revocable, and silent about their owner."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.conversations import Conversations, Mine, NotFoundError
from assistant.conversations.sql.tables import Share
from corpus.errors import InputError
from tests.assistant.conversations.samples import ASKED, HOSTILE, answer, question


@pytest.fixture
def conversation(mine: Mine) -> str:
    """Keep a conversation of two exchanges, the first of which was rated."""
    conversation = mine.start("Haircuts")
    first = mine.ask(conversation, question("first"), None, ASKED)
    mine.finish(first, answer())
    mine.rate(first, good=False, reason="my own affair")
    mine.ask(conversation, question("second"), first, ASKED)
    return conversation


def texts(conversations: Conversations, token: str) -> list[str]:
    """Return the questions that a link shows."""
    return [one.question.text for one in conversations.shared(token).path]


def test_a_link_shows_the_conversation_and_nothing_of_its_owner(
    conversations: Conversations, mine: Mine, conversation: str
) -> None:
    """Title, questions and answers are there; owner, feedback and other versions are not."""
    shared = conversations.shared(mine.share(conversation))
    assert shared.title == "Haircuts"
    assert [one.question.text for one in shared.path] == ["first", "second"]
    assert shared.path[0].answer == answer()
    assert "anna" not in repr(shared)
    assert "my own affair" not in repr(shared)
    assert all(one.versions == () for one in shared.path)


def test_a_link_shows_what_was_there_when_it_was_made(
    conversations: Conversations, mine: Mine, conversation: str
) -> None:
    """Later questions and edited ones stay private, until it is shared again."""
    token = mine.share(conversation)
    mine.ask(conversation, question("third"), mine.path(conversation)[-1].id, ASKED)
    mine.ask(conversation, question("edited"), None, ASKED)
    assert texts(conversations, token) == ["first", "second"]
    assert texts(conversations, mine.share(conversation)) == ["edited"]


def test_a_link_ends_with_its_owner_s_will(conversations: Conversations, mine: Mine, conversation: str) -> None:
    """All links end together, or rest while the conversation is deleted."""
    first, second = mine.share(conversation), mine.share(conversation)
    assert first != second
    mine.delete(conversation)
    with pytest.raises(NotFoundError):
        conversations.shared(first)
    mine.restore(conversation)
    assert texts(conversations, first) == texts(conversations, second)
    mine.unshare(conversation)
    for token in (first, second):
        with pytest.raises(NotFoundError):
            conversations.shared(token)
    assert not mine.list()[0].shared


def test_the_token_is_not_kept(conversations: Conversations, mine: Mine, conversation: str) -> None:
    """Who reads the database cannot open a link, and its hash opens nothing."""
    token = mine.share(conversation)
    with conversations.database.reading() as session:
        kept = session.scalars(select(Share)).one().hash
    assert kept != token
    with pytest.raises(NotFoundError):
        conversations.shared(kept)


@pytest.mark.parametrize("token", ["", "x", *HOSTILE], ids=lambda text: repr(text[:16]))
def test_other_tokens_open_nothing(conversations: Conversations, mine: Mine, conversation: str, token: str) -> None:
    """Neither an id nor anything else is a token."""
    mine.share(conversation)
    for wrong in (token, conversation):
        with pytest.raises(NotFoundError):
            conversations.shared(wrong)


def test_nothing_is_not_shared(mine: Mine) -> None:
    """A conversation without a question has nothing to show."""
    with pytest.raises(InputError, match="nothing to share"):
        mine.share(mine.start("empty"))
