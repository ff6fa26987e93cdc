"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None


def upgrade() -> None:
    """Make the tables, and on SQLite the index of parts of words, which triggers keep in step."""
    _conversations()
    _exchanges()
    _of_exchanges()
    _entries()
    if op.get_bind().dialect.name == "sqlite":
        _full_text()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.Column("deleted", sa.DateTime),
    )
    op.create_index("conversations_by_owner", "conversations", ["owner", "updated"])


def _exchanges() -> None:
    op.create_table(
        "exchanges",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("parent", sa.String(64), sa.ForeignKey("exchanges.id", ondelete="CASCADE")),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("chosen", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("beat", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_index("exchanges_in_order", "exchanges", ["conversation", "number"], unique=True)
    op.create_index("exchanges_by_time", "exchanges", ["at"])
    op.create_index("exchanges_by_parent", "exchanges", ["parent"])


def _of_exchanges() -> None:
    op.create_table(
        "statements",
        sa.Column("exchange", sa.String(64), sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("statement", sa.Text, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("exchange", sa.String(64), sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("correction", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "shares",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "exchange", sa.String(64), sa.ForeignKey("exchanges.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("exchange", sa.String(64), sa.ForeignKey("exchanges.id", ondelete="CASCADE"), unique=True),
        sa.Column("text", sa.Text, nullable=False),
    )


def _full_text() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE entries_fts USING fts5(text, content='entries', content_rowid='id', tokenize='trigram')"
    )
    removed = "INSERT INTO entries_fts(entries_fts, rowid, text) VALUES ('delete', old.id, old.text);"
    added = "INSERT INTO entries_fts(rowid, text) VALUES (new.id, new.text);"
    op.execute(f"CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN {added} END")
    op.execute(f"CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN {removed} END")
    op.execute(f"CREATE TRIGGER entries_changed AFTER UPDATE ON entries BEGIN {removed} {added} END")
