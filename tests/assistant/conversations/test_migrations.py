"""Migrations: from nothing, from the first version, and not from a later one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from assistant.conversations import Conversations, State, open_conversations
from assistant.conversations.sql import database
from assistant.conversations.sql.tables import Base
from assistant.settings import Settings
from corpus.errors import InputError

HEAD = database.HEAD
FIRST = Path(__file__).with_name("first.sql")
ADDED = """
import sqlalchemy as sa
from alembic import op

revision = "another"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("colour", sa.Text, server_default="none", nullable=False))
    {then}
"""


def test_the_tables_are_those_of_the_code(conversations: Conversations) -> None:
    """After all migrations nothing differs from the declared tables, in either kind of database."""
    with conversations.database._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, Base.metadata) == []


def ours(name: str | None, kind: str, _: object) -> bool:
    """Leave out the tables that SQLite's search index makes for itself."""
    return kind != "table" or not str(name).startswith("entries_fts")


def test_the_code_knows_its_migrations() -> None:
    """The names stand in the order in which they are run."""
    script = ScriptDirectory(str(database.MIGRATIONS))
    assert tuple(step.revision for step in script.walk_revisions())[::-1] == database.MIGRATED


def test_a_database_of_the_first_version_is_read(tmp_path: Path) -> None:
    """A conversation that the first version kept is there with branches, feedback, link, search and deletion."""
    with closing(sqlite3.connect(tmp_path / database.FILE)) as old:
        old.executescript(FIRST.read_text(encoding="utf-8"))
    conversations = open_conversations(Settings(data=tmp_path))
    mine = conversations.of("anna")
    (summary,) = mine.list("穩定幣")
    assert (summary.title, summary.pinned, summary.exchanges, summary.shared) == ("Haircuts", True, 3, True)
    first, second = mine.path(summary.id)
    assert (first.state, second.state) == (State.ANSWERED, State.STOPPED)
    assert first.answer
    assert first.feedback
    assert (len(first.versions), len(second.statements)) == (2, 1)
    assert len(conversations.shared("first-version").path) == 2
    assert [one.title for one in mine.list(deleted=True)] in ([], ["Gone"])
    conversations.close()


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the migrations, to which a test adds one, and let the store use it."""
    copied = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database, "MIGRATIONS", copied)
    monkeypatch.setattr(database, "HEAD", "another")
    return copied / "versions" / "another.py"


def test_a_new_migration_runs_with_the_next_opening(settings: Settings, migrations: Path) -> None:
    """What is kept stays, and the version is the new one."""
    migrations.write_text(ADDED.format(head=HEAD, then=""), encoding="utf-8")
    conversations = open_conversations(settings)
    assert conversations.database.version() == "another"
    with conversations.database._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE conversations DROP COLUMN colour")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '" + HEAD + "'")
    conversations.close()


def test_a_migration_that_fails_changes_nothing(settings: Settings, migrations: Path) -> None:
    """Half a migration is taken back as a whole."""
    migrations.write_text(ADDED.format(head=HEAD, then='raise OSError("disk")'), encoding="utf-8")
    with pytest.raises(InputError, match="cannot be used"):
        open_conversations(settings)
    kept = database.Database(database.database_url(settings))
    assert kept.version() == HEAD
    with kept.reading() as session:
        assert "colour" not in session.connection().exec_driver_sql("SELECT * FROM conversations").keys()  # noqa: SIM118
    kept.close()


def test_tables_of_a_later_version_are_left_alone(settings: Settings) -> None:
    """An older assistant says that it must be updated, in opening and in looking."""
    conversations = open_conversations(settings)
    set_version(conversations, "of the future")
    for look in (open_conversations, database.condition):
        with pytest.raises(InputError, match="later version: update the assistant"):
            look(settings)
    set_version(conversations, HEAD)
    conversations.close()


def set_version(conversations: Conversations, version: str) -> None:
    """Let the tables be of another version."""
    with conversations.database._engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
