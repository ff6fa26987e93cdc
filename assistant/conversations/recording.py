"""Keep an answer while it is made: its question first, each statement once checked, and how it ended."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Answer, Question, Statement
from assistant.conversations import Kept, Mine, State
from assistant.understanding.followups import turns
from corpus.errors import AssistantError

TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to be asked, with what was set beside it and the settings of its answer.

    `version_of` names the exchange that it is another version of; without one it stands last. `scoped` tells that
    `as_of`, `places` and `documents` are part of it; what is set beside the question holds otherwise.
    """

    text: str
    as_of: date | None = None
    places: tuple[str, ...] = ()
    scoped: bool = False
    version_of: str | None = None
    asked: Asked | None = None
    documents: tuple[str, ...] = ()


def earlier(path: Sequence[Kept], version_of: str | None) -> list[Kept]:
    """Return the exchanges that a question stands below: all, or those above the one that it is a version of."""
    ids = [kept.id for kept in path]
    return list(path[: ids.index(version_of)] if version_of in ids else path)


def begin(
    mine: Mine, conversation: str | None, path: Sequence[Kept], wanted: Wanted, usual: Asked, owner: str = ""
) -> tuple[str, Kept]:
    """Keep a question below `path`, in a new conversation where there is none; give the conversation and the exchange.

    `usual` are the settings unless others are wanted, and `owner` is whose documents are seen. Raises NotFoundError for
    a conversation of somebody else and LimitError where too much was asked; nothing is kept then.
    """
    before = earlier(path, wanted.version_of)
    history = tuple(turn for kept in before if kept.answer for turn in turns(kept.answer))
    question = Question(wanted.text, wanted.as_of, wanted.places, history, owner, wanted.documents)
    asked = wanted.asked or usual
    if conversation is None:
        kept_in, exchange = mine.begin(title_of(wanted.text), question, asked)
    else:
        kept_in, exchange = conversation, mine.ask(conversation, question, before[-1].id if before else None, asked)
    others = path[len(before)].versions if len(before) < len(path) else ()
    return kept_in, Kept(exchange, question, asked, State.ANSWERING, datetime.now(UTC), versions=(*others, exchange))


def recorded(parts: Generator[Statement | Answer], mine: Mine, exchange: str) -> Generator[Statement | Answer]:
    """Yield the parts of an answer, each when it is kept; what ends early, for whatever reason, is kept as stopped.

    Errors are kept and raised. An answer that was stopped elsewhere ends here too.
    """
    try:
        with closing(parts):
            for part in parts:
                going = mine.finish(exchange, part) if isinstance(part, Answer) else mine.add(exchange, part)
                if not going:
                    return
                yield part
    except AssistantError as error:
        mine.fail(exchange, str(error))
        raise
    finally:
        mine.stop(exchange)  # changes nothing where the answer has ended


def records(path: Sequence[Kept]) -> list[Record]:
    """Return the records of the whole answers among some exchanges, in their order."""
    return [Record(kept.id, kept.at, kept.question, kept.asked, kept.answer) for kept in path if kept.answer]


def title_of(text: str) -> str:
    """Return what a conversation is called at first: the beginning of its first question, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"
