"""The conversations of one owner. All that a person does goes through here, and every step checks the owner."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.orm import Session

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Answer, Question, Statement
from assistant.conversations.limits import within
from assistant.conversations.listing import summaries
from assistant.conversations.records import Branch, NotFoundError, State, Summary
from assistant.conversations.sql.database import WRITES, Database
from assistant.conversations.sql.pulse import Pulse, now
from assistant.conversations.sql.reading import kept_path, said_of, tree_of, with_versions
from assistant.conversations.sql.tables import Conversation, Entry, Exchange, Rating, Said, Share
from assistant.conversations.sql.writing import (
    answer_json,
    asked_json,
    clean,
    hashed,
    line,
    question_json,
    read_question,
    searched,
    statement_json,
)
from corpus.errors import InputError

KEEP = timedelta(days=30)  # what was deleted can be taken back so long
REMARK = 5_000  # characters of what is said of an answer
ERROR = 500  # characters of an error line
TOKEN = 24  # bytes of chance in an id or a link: 192 bits


class Mine:
    """What one owner has kept. Ids of others give NotFoundError, in the same words as ids that never were."""

    def __init__(self, owner: str, database: Database, pulse: Pulse, per_minute: int) -> None:
        """Take the owner; made by `Conversations.of`."""
        self._owner = clean(owner)
        self._database = database
        self._pulse = pulse
        self._per_minute = per_minute

    def list(self, search: str = "", *, deleted: bool = False, limit: int | None = None) -> list[Summary]:
        """Return the conversations, pinned ones first, then the newest; those deleted lately where `deleted`.

        Every word of `search` must occur in the title or in one question with its answer.
        """
        there = Conversation.deleted >= now() - KEEP if deleted else Conversation.deleted.is_(None)
        owned = and_(Conversation.owner == self._owner, there)
        with self._database.reading() as session:
            return summaries(session, owned, search, limit, sqlite=self._database.sqlite)

    def start(self, title: str) -> str:
        """Begin a conversation and give its id; the title is cut at 200 characters and may be empty."""
        with self._database.writing() as session:
            return self._start(session, title)

    def begin(self, title: str, question: Question, asked: Asked) -> tuple[str, str]:
        """Begin a conversation with its first question, and give the ids of both, as `start` and `ask` do.

        Raises LimitError where too many were asked within a minute; no conversation is kept then.
        """
        with self._database.writing() as session:
            conversation = self._start(session, title)
            exchange = self._ask(session, conversation, question, None, asked)
        self._pulse.start(exchange)
        return conversation, exchange

    def rename(self, conversation: str, title: str) -> None:
        """Return a conversation another title; raise InputError for an empty one."""
        if not (title := line(title)):
            raise InputError("A conversation needs a title: write one.")
        with self._database.writing() as session:
            self._conversation(session, conversation).title = title
            entry = select(Entry).where(Entry.conversation == clean(conversation), Entry.exchange.is_(None))
            session.scalars(entry).one().text = title

    def pin(self, conversation: str, on: bool = True) -> None:
        """Put a conversation at the top of the list, or take it from there."""
        with self._database.writing() as session:
            self._conversation(session, conversation).pinned = on

    def delete(self, conversation: str) -> None:
        """Put a conversation away; `restore` gives it back for 30 days, and its links are invalid meanwhile."""
        with self._database.writing() as session:
            self._conversation(session, conversation).deleted = now()

    def restore(self, conversation: str) -> None:
        """Take a deleted conversation back."""
        with self._database.writing() as session:
            _one(session, self._own(conversation).where(Conversation.deleted >= now() - KEEP)).deleted = None

    def ask(self, conversation: str, question: Question, after: str | None, asked: Asked) -> str:
        """Keep a question that is now being answered, and give the id of its exchange.

        It stands below the exchange `after`, or first where that is None, and its branch is current; beside others
        there, it is a version of them. Raises LimitError where too many were asked within a minute.
        """
        with self._database.writing() as session:
            exchange = self._ask(session, conversation, question, after, asked)
        self._pulse.start(exchange)
        return exchange

    def add(self, exchange: str, statement: Statement) -> bool:
        """Keep a checked statement; False tells that the answer was stopped meanwhile and nothing was kept."""
        with self._database.writing() as session:
            row = self._exchange(session, exchange, deleted=True)
            if row.state != State.ANSWERING:
                return False
            count = session.scalar(select(func.count()).where(Said.exchange == row.id)) or 0
            session.add(Said(exchange=row.id, number=count + 1, statement=statement_json(statement)))
            row.beat = now()
            return True

    def finish(self, exchange: str, answer: Answer) -> bool:
        """Keep the whole answer; False tells that it was stopped meanwhile and nothing was kept."""
        with self._database.writing() as session:
            row = self._exchange(session, exchange, deleted=True)
            if ended := row.state == State.ANSWERING:
                row.state, row.answer = State.ANSWERED, answer_json(answer)
                session.execute(delete(Said).where(Said.exchange == row.id))
                self._found_by(session, row, answer.statements, answer.refusal)
        self._pulse.end(exchange)
        return ended

    def fail(self, exchange: str, error: str) -> bool:
        """Keep why there is no answer, on one line; False tells that it had ended before."""
        return self._end(exchange, State.FAILED, line(error, ERROR))

    def stop(self, exchange: str) -> bool:
        """End an answer; what was said is kept. False tells that it had ended before."""
        return self._end(exchange, State.STOPPED)

    def path(self, conversation: str, latest: int | None = None) -> Branch:
        """Return the current branch, from the first question to the last; the `latest` so many where they are named."""
        with self._database.reading() as session:
            tree = tree_of(session, self._conversation(session, conversation).id)
            return with_versions(kept_path(session, tree.path()[-(latest or 0) :]), tree)

    def choose(self, exchange: str) -> None:
        """Make the branch of an exchange current, and below it the one that was last."""
        with self._database.writing() as session:
            self._choose(session, self._exchange(session, exchange))

    def record(self, exchange: str) -> Record:
        """Return the record of an answer; raise InputError where there is none."""
        with self._database.reading() as session:
            (one,) = kept_path(session, [self._exchange(session, exchange).id])
        if one.answer is None:
            raise InputError("This question has no whole answer: ask it again.")
        return Record(one.id, one.at, one.question, one.asked, one.answer)

    def share(self, conversation: str) -> str:
        """Return the token of a new link that shows the current branch as it is now; earlier links stay valid."""
        token = secrets.token_urlsafe(TOKEN)
        with self._database.writing() as session:
            owned = self._conversation(session, conversation)
            if not (path := tree_of(session, owned.id).path()):
                raise InputError("There is nothing to share yet: ask something first.")
            session.add(Share(hash=hashed(token), conversation=owned.id, exchange=path[-1], at=now()))
        return token

    def unshare(self, conversation: str) -> None:
        """Make every link to a conversation invalid."""
        with self._database.writing() as session:
            owned = self._conversation(session, conversation)
            session.execute(delete(Share).where(Share.conversation == owned.id))

    def rate(self, exchange: str, good: bool, reason: str = "", correction: str = "") -> None:
        """Say whether an answer is good, why, and what it should have said, in place of what was said before.

        Raises InputError for a reason or a correction of more than 5,000 characters.
        """
        if max(len(reason), len(correction)) > REMARK:
            raise InputError(f"A reason and a correction may have {REMARK:,} characters each: shorten it.")
        with self._database.writing() as session:
            row = self._exchange(session, exchange)
            session.merge(
                Rating(exchange=row.id, good=good, reason=clean(reason), correction=clean(correction), at=now())
            )

    def unrate(self, exchange: str) -> None:
        """Take back what was said of an answer."""
        with self._database.writing() as session:
            row = self._exchange(session, exchange)
            session.execute(delete(Rating).where(Rating.exchange == row.id))

    def _start(self, session: Session, title: str) -> str:
        row = Conversation(
            id=secrets.token_urlsafe(TOKEN),
            owner=self._owner,
            title=line(title),
            pinned=False,
            created=now(),
            updated=now(),
        )
        session.add(row)
        session.flush()
        session.add(Entry(conversation=row.id, text=row.title))
        return row.id

    def _ask(self, session: Session, conversation: str, question: Question, after: str | None, asked: Asked) -> str:
        owned = self._conversation(session, conversation)
        within(session, self._owner, self._per_minute, sqlite=self._database.sqlite)
        if after is not None and self._exchange(session, after).conversation != owned.id:
            raise NotFoundError
        number = self._last(session, owned.id) + 1
        row = Exchange(
            id=secrets.token_urlsafe(TOKEN),
            conversation=owned.id,
            parent=after,
            number=number,
            chosen=number,
            at=now(),
            state=State.ANSWERING,
            beat=now(),
            question=question_json(question),
            asked=asked_json(asked),
            error="",
        )
        session.add(row)
        session.flush()
        self._choose(session, row)
        session.add(Entry(conversation=owned.id, exchange=row.id, text=searched(question)))
        owned.updated = now()
        return row.id

    def _own(self, conversation: str) -> Select[tuple[Conversation]]:
        return select(Conversation).where(Conversation.id == clean(conversation), Conversation.owner == self._owner)

    def _conversation(self, session: Session, conversation: str) -> Conversation:
        return _one(session, self._own(conversation).where(Conversation.deleted.is_(None)))

    def _exchange(self, session: Session, exchange: str, *, deleted: bool = False) -> Exchange:
        """Return the owner's exchange; that of a deleted conversation only where `deleted`."""
        id_ = clean(exchange)
        own = select(Conversation).where(Conversation.owner == self._owner)
        own = own.where(Conversation.id.in_(select(Exchange.conversation).where(Exchange.id == id_)))
        _one(session, own if deleted else own.where(Conversation.deleted.is_(None)))
        return session.get_one(Exchange, id_)

    def _choose(self, session: Session, row: Exchange) -> None:
        tree = tree_of(session, row.conversation)
        last = self._last(session, row.conversation)
        steps = select(Exchange).where(Exchange.id.in_(tree.unchosen(row.id)))
        for step in session.scalars(steps):
            step.chosen = last + 1

    def _end(self, exchange: str, state: State, error: str = "") -> bool:
        with self._database.writing() as session:
            row = self._exchange(session, exchange, deleted=True)
            if ended := row.state == State.ANSWERING:
                row.state, row.error = state, error
                self._found_by(session, row, said_of(session, [row.id]).get(row.id, ()))
        self._pulse.end(exchange)
        return ended

    def _found_by(
        self, session: Session, row: Exchange, statements: Sequence[Statement], refusal: str | None = None
    ) -> None:
        """Let an exchange be found by the words of its answer too."""
        entry = select(Entry).where(Entry.exchange == row.id)
        session.scalars(entry).one().text = searched(read_question(row.question), statements, refusal)

    def _last(self, session: Session, conversation: str) -> int:
        """Return the highest number in a conversation."""
        own = select(func.max(Exchange.chosen)).where(Exchange.conversation == conversation)
        return session.scalar(own) or 0


def _one(session: Session, own: Select[tuple[Conversation]]) -> Conversation:
    """Return the one conversation of a selection; a writer keeps other writers from it until its transaction ends."""
    if session.info[WRITES]:
        own = own.with_for_update()
    if (row := session.scalars(own).one_or_none()) is None:
        raise NotFoundError
    return row
