"""Doubles and databases for the store: SQLite in a folder of the test, and a real PostgreSQL where one is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from assistant.conversations import Conversations, Mine, open_conversations
from assistant.conversations.sql.tables import Conversation, Notice, SavedQuestion
from assistant.settings import Settings

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
UNPRIVILEGED = "postgres"
CONNINFO = "postgresql://postgres@/postgres?host={}"


def postgres_bin() -> Path:
    """Return the folder of the newest PostgreSQL; skip the test, saying so, where there is none that can run."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not SERVERS and not shutil.which("initdb"):
        pytest.skip("no PostgreSQL is installed: apt-get install postgresql")
    return SERVERS[-1] if SERVERS else Path(str(shutil.which("initdb"))).parent


def unprivileged() -> dict[str, Any]:
    """Say as whom the server is to run: it refuses to be root."""
    if os.getuid():
        return {}
    try:
        account = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no account for it")
    return {"user": account.pw_uid, "group": account.pw_gid}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run a PostgreSQL on a socket in a short folder (a path of a socket has 107 characters), and give its address."""
    programs, account = postgres_bin(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if account:
        os.chown(folder, account["user"], account["group"])
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "-D", data, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-c listen_addresses= -c fsync=off -k {folder}"
    run("pg_ctl", "-l", str(folder / "log"), "-o", options, "-w", "start")
    yield CONNINFO.format(folder)
    run("pg_ctl", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty SQLite database once: a copy takes a hundredth of the time."""
    made = Settings(data=tmp_path_factory.mktemp("migrated"))
    open_conversations(made).close()
    return made.data


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return settings for an empty database of each kind, without a limit."""
    if request.param == "postgresql":
        url = emptied(request.getfixturevalue("postgres"))
        return Settings(data=tmp_path / "data", database_url=url, questions_per_minute=0)
    shutil.copytree(request.getfixturevalue("migrated"), tmp_path / "data", dirs_exist_ok=True)
    return Settings(data=tmp_path / "data", questions_per_minute=0)


def emptied(url: str) -> str:
    """Take all rows out of a PostgreSQL, and give its address again."""
    conversations = open_conversations(Settings(database_url=url))
    with conversations.database.writing() as session:
        session.execute(delete(Conversation))
        session.execute(delete(SavedQuestion))
        session.execute(delete(Notice))
    conversations.close()
    return url


@pytest.fixture
def conversations(settings: Settings) -> Iterator[Conversations]:
    """Open the store."""
    opened = open_conversations(settings)
    yield opened
    opened.close()


@pytest.fixture
def mine(conversations: Conversations) -> Mine:
    """Return what Anna has."""
    return conversations.of("anna")
