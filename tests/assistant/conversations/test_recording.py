"""An answer is kept while it is made, whatever ends it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answers.archive import Asked
from assistant.answers.records import Answer, Intent, Statement
from assistant.conversations import Conversations, LimitError, Mine, NotFoundError, State, open_conversations
from assistant.conversations.recording import Wanted, begin, earlier, recorded, records, title_of
from assistant.settings import Settings
from corpus.errors import InputError

ASKED = Asked(30, model=False, strict=True)
FIRST, SECOND = Statement("Brokers may lend.", ()), Statement("They need a licence.", ())
ANSWER = Answer("May brokers lend?", date(2026, 11, 23), Intent.FACT, (FIRST, SECOND))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    """Open an empty store that lets two questions a minute pass."""
    opened = open_conversations(Settings(data=tmp_path, questions_per_minute=2))
    yield opened
    opened.close()


@pytest.fixture
def mine(store: Conversations) -> Mine:
    """Return what Ada has."""
    return store.of("ada")


def answering(*parts: Statement | Answer | Exception) -> Generator[Statement | Answer]:
    """Yield these parts, and raise those that are errors."""
    for part in parts:
        if isinstance(part, Exception):
            raise part
        yield part


def test_what_is_shown_is_kept_already(mine: Mine) -> None:
    """When a statement reaches the page the store holds it, so that a crash loses only the next one."""
    conversation, kept = begin(mine, None, [], Wanted("May brokers lend?"), ASKED)
    parts = recorded(answering(FIRST, SECOND, ANSWER), mine, kept.id)
    assert next(parts) == FIRST
    (now,) = mine.path(conversation)
    assert (now.state, now.statements) == (State.ANSWERING, (FIRST,))
    assert list(parts) == [SECOND, ANSWER]
    (now,) = mine.path(conversation)
    assert (now.state, now.answer) == (State.ANSWERED, ANSWER)
    assert records([now]) == [mine.record(kept.id)]


def fails(parts: Generator[Statement | Answer]) -> None:
    """Take the next part, which is an error."""
    with pytest.raises(InputError):
        next(parts)


@pytest.mark.parametrize(
    ("end", "state", "error"),
    [
        (lambda parts: parts.close(), State.STOPPED, ""),
        (fails, State.FAILED, "No index: build it."),
    ],
    ids=["the reader leaves", "the chain fails"],
)
def test_what_was_said_outlives_how_it_ended(
    mine: Mine, end: Callable[[Generator[Statement | Answer]], object], state: State, error: str
) -> None:
    """The statements so far stay, with how the answer ended; it has no record."""
    conversation, kept = begin(mine, None, [], Wanted("May brokers lend?"), ASKED)
    parts = recorded(answering(FIRST, InputError("No index: build it.")), mine, kept.id)
    next(parts)
    end(parts)
    (now,) = mine.path(conversation)
    assert (now.state, now.statements, now.error) == (state, (FIRST,), error)
    assert records([now]) == []


def test_an_answer_stopped_elsewhere_ends_here(mine: Mine) -> None:
    """Another window stops it: nothing more is given, and the model is let go."""
    conversation, kept = begin(mine, None, [], Wanted("May brokers lend?"), ASKED)
    making = answering(FIRST, SECOND, ANSWER)
    parts = recorded(making, mine, kept.id)
    next(parts)
    mine.stop(kept.id)
    assert list(parts) == []
    assert making.gi_frame is None
    assert mine.path(conversation)[0].state is State.STOPPED


def test_a_follow_up_stands_below_and_carries_the_turns(mine: Mine) -> None:
    """The second question knows the first with its answer."""
    conversation, first = begin(mine, None, [], Wanted("May brokers lend?"), ASKED)
    list(recorded(answering(FIRST, ANSWER), mine, first.id))
    _, second = begin(mine, conversation, mine.path(conversation), Wanted("and in Singapore?"), ASKED)
    assert second.question.history[0].content == "May brokers lend?"
    assert [kept.id for kept in mine.path(conversation)] == [first.id, second.id]


def test_an_edited_question_is_a_version_beside_the_old_one(mine: Mine) -> None:
    """It takes the old one's place with what was above it, and both can be found again."""
    conversation, first = begin(mine, None, [], Wanted("May brokers lend?"), ASKED)
    wanted = Wanted("May banks lend?", date(2026, 1, 2), ("Singapore",), scoped=True, version_of=first.id)
    _, other = begin(mine, conversation, mine.path(conversation), wanted, ASKED)
    assert other.versions == (first.id, other.id) == mine.path(conversation)[0].versions
    assert mine.path(conversation)[0].question == other.question
    mine.choose(first.id)
    assert mine.path(conversation)[0].question.text == "May brokers lend?"
    assert earlier(mine.path(conversation), first.id) == []


def test_what_may_not_be_asked_leaves_nothing_behind(store: Conversations, mine: Mine) -> None:
    """Neither somebody else's conversation nor a third question in a minute is begun, and no empty one is left."""
    conversation, _ = begin(mine, None, [], Wanted("One?"), ASKED)
    with pytest.raises(NotFoundError):
        begin(store.of("bob"), conversation, [], Wanted("Two?"), ASKED)
    begin(mine, None, [], Wanted("Two?"), ASKED)
    with pytest.raises(LimitError, match="wait"):
        begin(mine, None, [], Wanted("Three?"), ASKED)
    assert sorted(summary.title for summary in mine.list()) == ["One?", "Two?"]
    assert mine.list(deleted=True) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("May  brokers\nlend?", "May brokers lend?"),
        ("word " * 30, "word " * 15 + "word…"),
        ("x" * 200, "x" * 80 + "…"),
    ],
)
def test_a_title_is_one_line(text: str, title: str) -> None:
    """A long question is cut between words, and a word without end anywhere."""
    assert title_of(text) == title
