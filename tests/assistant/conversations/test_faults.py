"""What goes wrong with a database is one line that says what to do, and nothing that was kept is lost."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from assistant.cli.doctor import examine
from assistant.conversations import Conversations, open_conversations
from assistant.conversations.sql import database
from assistant.conversations.sql.database import condition, database_url
from assistant.settings import Settings
from corpus.errors import InputError
from tests import ROOT
from tests.assistant.conversations.samples import ASKED, answer, question, statement


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings for SQLite alone."""
    return Settings(data=tmp_path / "data", questions_per_minute=0)


def one_line(error: BaseException) -> str:
    """Return the words of an error, which are one line."""
    assert "\n" not in str(error)
    return str(error)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u@h/x", "names mysql: only postgresql and sqlite"),
        ("nonsense", "is not an address: write postgresql://"),
        ("postgresql://u@h:port/x", "is not an address"),
        ("postgresql://u@h", "names no database"),
        ("sqlite://", "names no database"),
    ],
)
def test_an_impossible_address_is_told(tmp_path: Path, url: str, said: str) -> None:
    """The line names the setting and shows a right one."""
    with pytest.raises(InputError, match=said) as raised:
        open_conversations(Settings(data=tmp_path, database_url=url))
    assert one_line(raised.value).startswith("ASSISTANT_DATABASE_URL")


def test_addresses_name_the_driver(tmp_path: Path) -> None:
    """The usual ways to write an address of PostgreSQL are taken, and SQLite lies in the data folder."""
    for url in ("postgres://u@h/x", "postgresql://u@h/x", "postgresql+psycopg2://u@h/x"):
        assert database_url(Settings(database_url=url)).drivername == "postgresql+psycopg"
    assert database_url(Settings(data=tmp_path)).database == str(tmp_path / "conversations.db")
    assert database_url(Settings(database_url=f"sqlite:///{tmp_path}/x.db")).database == f"{tmp_path}/x.db"


def test_a_missing_driver_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is the command that installs it, in the version that is tested."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputError, match=r"pip install 'psycopg\[binary\]==") as raised:
        open_conversations(Settings(data=tmp_path, database_url="postgresql://u@localhost/x"))
    one_line(raised.value)
    developers = ROOT / "requirements-dev.txt"
    assert f"{database.DRIVER}\n" in developers.read_text(encoding="utf-8")


def test_a_server_that_is_away_is_told_without_the_password(tmp_path: Path) -> None:
    """The line names the address, and what to look at."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    url = f"postgresql://anna:secret@/x?host={tmp_path}"
    with pytest.raises(InputError, match="See that the server of ASSISTANT_DATABASE_URL runs") as raised:
        open_conversations(Settings(data=tmp_path, database_url=url))
    assert "secret" not in one_line(raised.value)


def test_what_is_no_database_is_told(settings: Settings) -> None:
    """A file of something else under its name is left as it is."""
    settings.data.mkdir()
    path = settings.data / database.FILE
    path.write_bytes(b"something else" * 1_000)
    for look in (open_conversations, condition):
        with pytest.raises(InputError, match="file is not a database") as raised:
            look(settings)
        assert str(path) in one_line(raised.value)
    assert path.read_bytes() == b"something else" * 1_000


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the data folder should be."""
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="Set ASSISTANT_DATA to a folder") as raised:
        open_conversations(Settings(data=tmp_path / "blocked"))
    one_line(raised.value)


def test_a_full_disk_is_told_and_loses_nothing(settings: Settings) -> None:
    """What does not fit is not kept, what was there is, and it goes on when there is room again."""
    conversations = open_conversations(settings)
    mine = conversations.of("anna")
    conversation = mine.start("Haircuts")
    exchange = mine.ask(conversation, question(), None, ASKED)
    mine.add(exchange, statement("first"))
    conversations.close()
    limit(conversations, 1)
    with pytest.raises(InputError, match=r"conversations\.db cannot be used \(database or disk is full\): ") as raised:
        mine.add(exchange, statement("x" * 1_000_000))
    one_line(raised.value)
    assert [said.text for said in mine.path(conversation)[0].statements] == ["first"]
    limit(conversations, 100_000)
    assert mine.finish(exchange, answer())
    conversations.close()


def limit(conversations: Conversations, pages: int) -> None:
    """Let the database have no more than these pages, or than it has: what a full disk does."""
    with conversations.database._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_locked_database_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that does not let go costs a wait and a line; reading goes on."""
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout = 1", *database.PRAGMAS[1:]))
    conversations = open_conversations(settings)
    mine = conversations.of("anna")
    conversation = mine.start("Haircuts")
    with closing(sqlite3.connect(settings.data / database.FILE)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="database is locked") as raised:
            mine.rename(conversation, "Another")
        one_line(raised.value)
        assert mine.list()[0].title == "Haircuts"
    mine.rename(conversation, "Another")
    conversations.close()


def test_an_old_sqlite_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It could neither search parts of words nor say what it deleted."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(InputError, match="is too old") as raised:
        open_conversations(settings)
    one_line(raised.value)


def test_what_people_ask_is_not_for_other_accounts(settings: Settings) -> None:
    """The file and what SQLite puts beside it can be read by its owner alone."""
    conversations = open_conversations(settings)
    conversations.of("anna").start("Haircuts")
    files = [path for path in settings.data.iterdir() if path.suffix != ".lock"]
    assert len(files) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    conversations.close()


def test_the_doctor_looks_at_the_database(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """None yet, up to date, and broken, each with its line; looking makes no file."""
    monkeypatch.setenv("ASSISTANT_DATA", str(settings.data))
    assert found_of_the_database() == (True, f"conversations: none yet ({settings.data / database.FILE})", "")
    assert not settings.data.exists()
    open_conversations(settings).close()
    assert found_of_the_database() == (True, f"conversations in {settings.data / database.FILE}, tables up to date", "")
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", "mysql://u@h/x")
    good, what, remedy = found_of_the_database()
    assert not good
    assert (what, remedy) == ("ASSISTANT_DATABASE_URL names mysql", "only postgresql and sqlite are known.")


def found_of_the_database() -> tuple[bool, str, str]:
    """Return what the doctor finds of the database."""
    *_, found, _ = examine()
    return found.good, found.what, found.remedy
