"""What the store returns: conversations as a list, exchanges of question and answer, and its two errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.answers.archive import Asked
from assistant.answers.records import Answer, Question, Statement
from corpus.errors import InputError

NOT_FOUND = "There is no such conversation or answer: it may have been deleted."


class NotFoundError(InputError):
    """Nothing of that id is yours; the words are the same whether it is somebody else's or never was."""

    def __init__(self) -> None:
        super().__init__(NOT_FOUND)


class LimitError(InputError):
    """Too many questions in a minute; `seconds` is how long to wait, at least 1."""

    def __init__(self, most: int, seconds: int) -> None:
        super().__init__(f"{most} questions a minute is the limit: wait {seconds} s and ask again.")
        self.most = most
        self.seconds = seconds


class State(StrEnum):
    """How far an answer has come."""

    ANSWERING = "answering"
    ANSWERED = "answered"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Summary:
    """One conversation in a list.

    `exchanges` counts its questions in all branches; `snippet` is the text around what the search found, and empty
    where nothing was searched for; `shared` tells whether a link to it is valid.
    """

    id: str
    title: str
    pinned: bool
    created: datetime
    updated: datetime
    exchanges: int
    snippet: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What its owner said of an answer: good or not, why, and what it should have said."""

    good: bool
    reason: str
    correction: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """One question and what became of it.

    `statements` are those that were checked, also where no answer came of them. `versions` are the ids of all versions
    of this exchange, oldest first, itself among them: questions edited and answers made again.
    """

    id: str
    question: Question
    asked: Asked
    state: State
    at: datetime
    statements: tuple[Statement, ...] = ()
    answer: Answer | None = None
    error: str = ""
    feedback: Feedback | None = None
    versions: tuple[str, ...] = ()


Branch = list[Kept]


@dataclass(frozen=True, slots=True)
class Shared:
    """A conversation as its link shows it: as it was `at` that moment, without owner, versions and feedback."""

    title: str
    path: tuple[Kept, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Rated:
    """One answer with its feedback; `exchange` names it, `answer` is None where none was finished."""

    exchange: str
    question: Question
    answer: Answer | None
    feedback: Feedback
    at: datetime
