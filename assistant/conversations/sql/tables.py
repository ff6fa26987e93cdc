"""The tables of the store. What changes here needs a migration (`migrations/versions`)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from assistant.conversations.records import State

ID = 64  # characters at most; ours have 32
CONVERSATION = "conversations.id"
EXCHANGE = "exchanges.id"


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        """Return the moment as UTC without its zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        """Return the zone back."""
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    """The base of all tables."""

    type_annotation_map = {datetime: Moment, str: Text}  # noqa: RUF012 - the form that SQLAlchemy reads


class Conversation(Base):
    """A conversation of one owner; `deleted` is when it was put away."""

    __tablename__ = "conversations"
    __table_args__ = (Index("conversations_in_order", "owner", "pinned", "updated", "id"),)

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    owner: Mapped[str]
    title: Mapped[str]
    pinned: Mapped[bool]
    created: Mapped[datetime]
    updated: Mapped[datetime]
    deleted: Mapped[datetime | None]


class Exchange(Base):
    """A question and its answer, in a tree.

    `number` counts the exchanges of a conversation; of the children of one parent that with the highest `chosen` is on
    the current branch. `beat` is when the process that answers was last known to live. Question, settings and answer
    are JSON.
    """

    __tablename__ = "exchanges"
    __table_args__ = (
        Index("exchanges_in_order", "conversation", "number", unique=True),
        Index("exchanges_by_time", "at"),
        Index("exchanges_by_parent", "parent"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(ID), ForeignKey(CONVERSATION, ondelete="CASCADE"))
    parent: Mapped[str | None] = mapped_column(String(ID), ForeignKey(EXCHANGE, ondelete="CASCADE"))
    number: Mapped[int]
    chosen: Mapped[int]
    at: Mapped[datetime]
    state: Mapped[State] = mapped_column(String(16))
    beat: Mapped[datetime]
    question: Mapped[str]
    asked: Mapped[str]
    answer: Mapped[str | None]
    error: Mapped[str]


class Said(Base):
    """One checked statement of an answer that is not finished."""

    __tablename__ = "statements"

    exchange: Mapped[str] = mapped_column(String(ID), ForeignKey(EXCHANGE, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    statement: Mapped[str]


class Rating(Base):
    """What the owner said of an answer."""

    __tablename__ = "feedback"

    exchange: Mapped[str] = mapped_column(String(ID), ForeignKey(EXCHANGE, ondelete="CASCADE"), primary_key=True)
    good: Mapped[bool]
    reason: Mapped[str]
    correction: Mapped[str]
    at: Mapped[datetime]


class Share(Base):
    """A link to a conversation up to one exchange; of its token only the SHA-256 is kept."""

    __tablename__ = "shares"

    hash: Mapped[str] = mapped_column(String(ID), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(ID), ForeignKey(CONVERSATION, ondelete="CASCADE"), index=True)
    exchange: Mapped[str] = mapped_column(String(ID), ForeignKey(EXCHANGE, ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class Entry(Base):
    """A text that is searched: the title of a conversation (`exchange` None), or a question with its answer."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(String(ID), ForeignKey(CONVERSATION, ondelete="CASCADE"), index=True)
    exchange: Mapped[str | None] = mapped_column(String(ID), ForeignKey(EXCHANGE, ondelete="CASCADE"), unique=True)
    text: Mapped[str]


class SavedQuestion(Base):
    """A question that its owner watches; its answers and the rest are JSON, `number` is the order of saving."""

    __tablename__ = "saved"
    __table_args__ = (Index("saved_by_owner", "owner", "id", unique=True),)

    number: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    id: Mapped[str] = mapped_column(String(ID))
    saved: Mapped[str]


class Notice(Base):
    """How an owner is told what changed: the SHA-256 of their feed's token, and an address for e-mail; empty: not."""

    __tablename__ = "notices"
    __table_args__ = (Index("notices_by_feed", "feed"),)

    owner: Mapped[str] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(String(ID))
    mail: Mapped[str]
