"""Saved questions: a question with the answer it had, answered again when the index has a new edition.

They lie in the database of the conversations, apart by owner; the command line has a list of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.answers.records import Answer, Question
from assistant.answers.rows import Row, answer_row
from assistant.conversations.sql.database import Database
from assistant.conversations.sql.pulse import now
from assistant.conversations.sql.tables import SavedQuestion
from assistant.conversations.sql.writing import written
from corpus.errors import InputError
from corpus.language.dates import written_day

TERMINAL = "terminal"  # the owner of what the command line saves: no visitor of the page is called so
ID_LENGTH = 8
FILE = "saved.json"  # where versions before the table kept what is now the command line's
ASIDE = ".json.imported"
OWNER_LENGTH = 32  # characters of an owner's hash in the name of such a file


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an answer, with the standing of what it rests on."""

    text: str
    standing: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How an answer differs from an earlier one to the same question, statement by statement and source by source.

    `moved` are statements that both hold, with the standing of before and of now.
    """

    added: tuple[Said, ...] = ()
    gone: tuple[Said, ...] = ()
    moved: tuple[tuple[Said, Said], ...] = ()
    sources_added: tuple[str, ...] = ()
    sources_gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return any((self.added, self.gone, self.moved, self.sources_added, self.sources_gone))


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved question: its words and scope, the answer it had (`then`, on `day`), and the newest answer (`now`).

    Answers are rows of an answer set (`assistant.answers.rows.answer_row`). `as_of` None asks as of each answer's day.
    `changed` is when the newest answer was found to differ from the one before it, and `told` which of these moments
    its owner was sent an e-mail about.
    """

    id: str
    text: str
    as_of: date | None
    jurisdictions: tuple[str, ...]
    day: date
    then: Row
    now: Row
    changed: datetime | None = None
    told: datetime | None = None

    @property
    def question(self) -> Question:
        """The question to ask again."""
        return Question(self.text, self.as_of, self.jurisdictions)

    @property
    def difference(self) -> Difference:
        """What changed since it was asked."""
        return difference(self.then, self.now)


_SAVED, _FILE = TypeAdapter(Saved), TypeAdapter(list[Saved])


class SavedQuestions:
    """The saved questions of one owner; their answers may quote the owner's own documents."""

    def __init__(self, owner: str, database: Database) -> None:
        """Take the owner; made by `Conversations.saved`."""
        self._owner = owner
        self._own = SavedQuestion.owner == owner
        self._database = database

    def all(self) -> list[Saved]:
        """Return the saved questions, oldest first."""
        with self._database.reading() as session:
            return [_SAVED.validate_json(row.saved) for row in self._rows(session).values()]

    def add(self, question: Question, answer: Answer, day: date) -> Saved:
        """Save a question with its answer; the same question and scope takes the place of the earlier one."""
        row = answer_row(answer, "", "saved")
        saved = Saved(
            _id(question, answer), answer.question, question.as_of, question.jurisdictions, day, then=row, now=row
        )
        with self._database.writing() as session:
            session.execute(delete(SavedQuestion).where(self._own, SavedQuestion.id == saved.id))
            session.add(self._row(saved))
        return saved

    def holds(self, question: Question, answer: Answer) -> bool:
        """Return whether the question of an answer is saved in the scope in which it was asked."""
        wanted = select(SavedQuestion.id).where(self._own, SavedQuestion.id == _id(question, answer))
        with self._database.reading() as session:
            return session.scalar(wanted) is not None

    def remove(self, id_: str) -> None:
        """Forget a saved question; raise InputError where there is none of that id."""
        with self._database.writing() as session:
            session.delete(self._one(session, id_))

    def again(self, edition: str, ask: Callable[[Question], Answer]) -> list[Saved]:
        """Answer those again whose newest answer is of another edition, and return all."""
        answers = {
            saved.id: answer_row(ask(saved.question), "", "saved")
            for saved in self.all()
            if saved.now["edition"] != edition
        }
        if answers:
            with self._database.writing() as session:
                for id_, row in self._rows(session).items():
                    if id_ in answers:  # others were saved meanwhile
                        saved = _SAVED.validate_json(row.saved)
                        changed = now() if difference(saved.now, answers[id_]) else saved.changed
                        row.saved = written(_SAVED, replace(saved, now=answers[id_], changed=changed))
        return self.all()

    def seen(self, id_: str, day: date) -> None:
        """Compare later answers with the newest one; raise InputError where there is none."""
        self._change(id_, lambda saved: replace(saved, then=saved.now, day=day))

    def tell(self, saved: Saved) -> None:
        """Remember that the owner was sent what changed; raise InputError where the question is gone."""
        self._change(saved.id, lambda one: replace(one, told=saved.changed))

    def take_in(self, data: Path) -> None:
        """Read, once, the file in which an earlier version kept the owner's questions, and put it aside.

        Raises InputError for a file that is spoilt, and leaves it where it is.
        """
        digest = hashlib.sha256(self._owner.encode()).hexdigest()[:OWNER_LENGTH]
        file = data / (FILE if self._owner == TERMINAL else f"saved-{digest}.json")
        try:
            earlier = _FILE.validate_json(file.read_bytes())
        except FileNotFoundError:
            return
        except ValueError as error:
            raise InputError(f"{file} is not a list of saved questions: mend it or move it away.") from error
        with self._database.writing() as session:
            there = self._rows(session)
            session.add_all(self._row(saved) for saved in earlier if saved.id not in there)
        with suppress(FileNotFoundError):  # another process was faster
            file.replace(file.with_suffix(ASIDE))

    def _rows(self, session: Session) -> dict[str, SavedQuestion]:
        """Return the owner's rows by the id of their question."""
        rows = session.scalars(select(SavedQuestion).where(self._own).order_by(SavedQuestion.number))
        return {row.id: row for row in rows}

    def _change(self, id_: str, change: Callable[[Saved], Saved]) -> None:
        with self._database.writing() as session:
            row = self._one(session, id_)
            row.saved = written(_SAVED, change(_SAVED.validate_json(row.saved)))

    def _one(self, session: Session, id_: str) -> SavedQuestion:
        rows = self._rows(session)
        if id_ not in rows:
            raise InputError(f"No saved question is called {id_!r}: {', '.join(rows) or 'there is none'}.")
        return rows[id_]

    def _row(self, saved: Saved) -> SavedQuestion:
        return SavedQuestion(owner=self._owner, id=saved.id, saved=written(_SAVED, saved))


def difference(before: Row, after: Row) -> Difference:
    """Compare two answers to the same question."""
    old, new = _said(before), _said(after)
    old_sources, new_sources = _sources(before), _sources(after)
    return Difference(
        added=tuple(said for text, said in new.items() if text not in old),
        gone=tuple(said for text, said in old.items() if text not in new),
        moved=tuple((old[text], said) for text, said in new.items() if text in old and old[text] != said),
        sources_added=tuple(title for key, title in new_sources.items() if key not in old_sources),
        sources_gone=tuple(title for key, title in old_sources.items() if key not in new_sources),
    )


def describe_changes(saved: Saved) -> Iterator[str]:
    """Yield what changed since a question was asked, line by line."""
    since = f"since {written_day(saved.day)}"
    changes = saved.difference
    yield f"What changed {since}:" if changes else f"Nothing changed {since}."
    yield from (f"Now said ({said.standing or 'declined'}): {said.text}" for said in changes.added)
    yield from (f"No longer said ({said.standing or 'declined'}): {said.text}" for said in changes.gone)
    yield from (f"Now {after.standing}, before {before.standing}: {after.text}" for before, after in changes.moved)
    yield from (f"New source: {source}" for source in changes.sources_added)
    yield from (f"Source no longer cited: {source}" for source in changes.sources_gone)


def _said(row: Row) -> dict[str, Said]:
    """Return the statements by their text; a refusal counts as one."""
    standings = {citation["marker"]: citation["standing"] for citation in row["citations"]}
    said = {
        statement["text"]: Said(statement["text"], standings.get(next(iter(statement["citations"]), ""), ""))
        for statement in row["statements"]
    }
    return {row["refusal_reason"]: Said(row["refusal_reason"], "")} if row["refused"] else said


def _sources(row: Row) -> dict[str, str]:
    return {citation["passage_id"]: f"{citation['title']}, {citation['locator']}" for citation in row["citations"]}


def _id(question: Question, answer: Answer) -> str:
    scope = json.dumps([answer.question, str(question.as_of or ""), *question.jurisdictions])
    return hashlib.sha256(scope.encode()).hexdigest()[:ID_LENGTH]
