"""Saved questions: a question with the answer it had, answered again when the index has a new edition.

One JSON file below the data folder, written whole under a lock, so that several processes may share it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from filelock import FileLock

from assistant.records import Answer, Question
from assistant.rows import Row, answer_row
from corpus.errors import InputError
from corpus.files import write_whole

FILE = "saved.json"
ID_LENGTH = 8
OWNER_LENGTH = 32  # a name never becomes a path


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
        """Tell whether anything differs."""
        return any((self.added, self.gone, self.moved, self.sources_added, self.sources_gone))


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved question: its words and scope, the answer it had (`then`, on `day`), and the newest answer (`now`).

    Answers are rows of an answer set (`assistant.rows.answer_row`). `as_of` None asks as of the day of each answer.
    """

    id: str
    text: str
    as_of: date | None
    jurisdictions: tuple[str, ...]
    day: date
    then: Row
    now: Row

    @property
    def question(self) -> Question:
        """The question to ask again."""
        return Question(self.text, self.as_of, self.jurisdictions)

    @property
    def difference(self) -> Difference:
        """What changed since it was asked."""
        return difference(self.then, self.now)


class SavedQuestions:
    """The saved questions of one user in a data folder: their answers may quote the user's own documents."""

    def __init__(self, folder: Path, owner: str = "") -> None:
        """Name the data folder, and the user (none where nobody signs in); nothing is written before one is saved."""
        self._path = folder / (
            f"saved-{hashlib.sha256(owner.encode()).hexdigest()[:OWNER_LENGTH]}.json" if owner else FILE
        )

    def all(self) -> list[Saved]:
        """Give the saved questions, oldest first; raise InputError for a file that is none of ours."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            return [_saved(row) for row in rows]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(f"{self._path} is not a list of saved questions: mend it or move it away.") from error

    def add(self, question: Question, answer: Answer, day: date) -> Saved:
        """Save a question with its answer; the same question and scope takes the place of the earlier one."""
        row = answer_row(answer, "", "saved")
        made = Saved(_id(question, answer), answer.question, question.as_of, question.jurisdictions, day, row, row)
        with self._changing() as saved:
            saved[made.id] = made
        return made

    def remove(self, id_: str) -> None:
        """Forget a saved question; raise InputError where there is none of that id."""
        with self._changing() as saved:
            if id_ not in saved:
                known = ", ".join(saved) or "there is none"
                raise InputError(f"No saved question is called {id_!r}: {known}.")
            del saved[id_]

    def again(self, edition: str, ask: Callable[[Question], Answer]) -> list[Saved]:
        """Answer those again whose newest answer is of another edition, and give all."""
        stale = [saved for saved in self.all() if saved.now["edition"] != edition]
        answered = {saved.id: answer_row(ask(saved.question), "", "saved") for saved in stale}
        if answered:
            with self._changing() as kept:
                kept |= {id_: replace(kept[id_], now=row) for id_, row in answered.items() if id_ in kept}
        return self.all()

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Saved]]:
        """Give the saved questions by id, to be changed in place; they are written when the block ends well."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            saved = {one.id: one for one in self.all()}
            yield saved
            rows = [_row(one) for one in saved.values()]
            write_whole(self._path, json.dumps(rows, ensure_ascii=False, indent=1).encode())


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


def told(saved: Saved) -> Iterator[str]:
    """Say line by line what changed since a question was asked."""
    since = f"since {saved.day.day} {saved.day:%B %Y}"
    found = saved.difference
    yield f"What changed {since}:" if found else f"Nothing changed {since}."
    yield from _lines(found)


def _lines(found: Difference) -> Iterator[str]:
    yield from (f"Now said ({said.standing or 'declined'}): {said.text}" for said in found.added)
    yield from (f"No longer said ({said.standing or 'declined'}): {said.text}" for said in found.gone)
    yield from (f"Now {after.standing}, before {before.standing}: {after.text}" for before, after in found.moved)
    yield from (f"New source: {source}" for source in found.sources_added)
    yield from (f"Source no longer cited: {source}" for source in found.sources_gone)


def _said(row: Row) -> dict[str, Said]:
    """Give the statements by their text; a refusal counts as one."""
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


def _row(saved: Saved) -> Row:
    row = asdict(saved)
    return row | {"as_of": saved.as_of and saved.as_of.isoformat(), "day": saved.day.isoformat()}


def _saved(row: Row) -> Saved:
    return Saved(
        id=row["id"],
        text=row["text"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        jurisdictions=tuple(row["jurisdictions"]),
        day=date.fromisoformat(row["day"]),
        then=row["then"],
        now=row["now"],
    )
