"""The store of conversations: what each owner has, what was shared, and the feedback on answers."""

from __future__ import annotations

import math
import time
from pathlib import Path

from sqlalchemy import delete, select

from assistant.conversations.mine import KEEP, Mine
from assistant.conversations.notices import Notices, mailed, owner_of_feed
from assistant.conversations.records import NotFoundError, Rated, Shared
from assistant.conversations.saved import SavedQuestions
from assistant.conversations.sql.database import Database, open_database
from assistant.conversations.sql.pulse import Pulse, now
from assistant.conversations.sql.reading import feedback_of, kept_path, tree_of
from assistant.conversations.sql.tables import Conversation, Exchange, Rating, Share
from assistant.conversations.sql.writing import clean, hashed, read_answer, read_question
from assistant.settings import Settings
from corpus.errors import InputError

DAY = 86_400.0  # seconds
PATIENCE = 60.0  # seconds that an answer takes besides its model


class Conversations:
    """All conversations of an installation, shared by the threads of a process; made by `open_conversations`."""

    def __init__(self, database: Database, pulse: Pulse, per_minute: int, data: Path) -> None:
        """Take an opened database, the pulse of answers, the questions a minute (0: any number) and the data folder."""
        self.database = database
        self._pulse = pulse
        self._per_minute = per_minute
        self._data = data
        self._purged = -math.inf

    def of(self, owner: str) -> Mine:
        """Return what one owner has; raise InputError where nobody is named. Once a day what is due is purged."""
        _check_name(owner)
        self._purge_daily()
        return Mine(owner, self.database, self._pulse, self._per_minute)

    def saved(self, owner: str) -> SavedQuestions:
        """Return the questions that one owner watches, those of the command line for `TERMINAL`.

        Raises InputError where nobody is named, and for a spoilt file of an earlier version.
        """
        _check_name(owner)
        questions = SavedQuestions(owner, self.database)
        questions.take_in(self._data)
        return questions

    def notices(self, owner: str) -> Notices:
        """Return how one owner is told what changed; raise InputError where nobody is named."""
        _check_name(owner)
        return Notices(owner, self.database)

    def owner_of_feed(self, token: str) -> str:
        """Return whose feed has this token; raise NotFoundError where nobody's has."""
        with self.database.reading() as session:
            return owner_of_feed(session, token)

    def mailed(self) -> dict[str, str]:
        """Return the address of each owner who is sent e-mail."""
        with self.database.reading() as session:
            return mailed(session)

    def shared(self, token: str) -> Shared:
        """Return the conversation of a link; raise NotFoundError where the link is not, or no longer, valid."""
        with self.database.reading() as session:
            link = select(Conversation, Share.exchange, Share.at).join(Share, Share.conversation == Conversation.id)
            link = link.where(Share.hash == hashed(token), Conversation.deleted.is_(None))
            if (row := session.execute(link).one_or_none()) is None:
                raise NotFoundError
            conversation, exchange, at = row
            path = tree_of(session, conversation.id).to(exchange)
            return Shared(conversation.title, tuple(kept_path(session, path, feedback=False)), at)

    def feedback(self) -> list[Rated]:
        """Return every answer that somebody rated, oldest first; whose it is, is not told."""
        rows = (
            select(Exchange, Rating)
            .join(Rating, Rating.exchange == Exchange.id)
            .join(Conversation, Conversation.id == Exchange.conversation)
            .where(Conversation.deleted.is_(None))
            .order_by(Rating.at, Exchange.id)
        )
        with self.database.reading() as session:
            return [
                Rated(
                    exchange=row.id,
                    question=read_question(row.question),
                    answer=read_answer(row.answer) if row.answer is not None else None,
                    feedback=feedback_of(rating),
                    at=row.at,
                )
                for row, rating in session.execute(rows)
            ]

    def purge(self) -> int:
        """Forget what was deleted over 30 days ago, with its links, feedback and search entries; give the count."""
        with self.database.writing() as session:
            old = delete(Conversation).where(Conversation.deleted < now() - KEEP).returning(Conversation.id)
            return len(session.scalars(old).all())

    def _purge_daily(self) -> None:
        if (moment := time.monotonic()) - self._purged > DAY:
            self._purged = moment
            self.purge()

    def close(self) -> None:
        """Let go of the database."""
        self._pulse.close()
        self.database.close()


def open_conversations(settings: Settings) -> Conversations:
    """Open the store that the settings name, and bring its tables up to date.

    Raises InputError, in one line, for a database that cannot be used or is of a later version.
    """
    database = open_database(settings)
    longest = 4 * settings.model_timeout + PATIENCE
    return Conversations(database, Pulse(database, longest), settings.questions_per_minute, settings.data)


def _check_name(owner: str) -> None:
    if not owner.strip() or clean(owner) != owner:
        raise InputError("This is nobody's name: sign in first.")
