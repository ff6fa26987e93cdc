"""The database of the store: opened, migrated to the newest tables, one transaction per write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from assistant.settings import Settings
from corpus.errors import WRITABLE, InputError

MIGRATED = ("first", "in_order", "saved", "notices")  # the migrations, oldest first
HEAD = MIGRATED[-1]
FILE = "conversations.db"
LATER = "The conversations were kept by a later version: update the assistant."
DRIVER = "psycopg[binary]==3.3.9"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
BUSY = 10.0  # seconds to wait for another process that writes: a write takes milliseconds
MIGRATING = 60.0  # seconds to wait for another process that migrates
LOCAL: dict[str, Any] = {"connect_args": {"timeout": BUSY}}
SERVER: dict[str, Any] = {"connect_args": {"connect_timeout": int(BUSY)}, "pool_pre_ping": True}
MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST = (3, 35)  # of SQLite: the index of parts of words came with 3.34, RETURNING with 3.35
WRITES = "writes"  # how a session and a connection know that they are to write
ONE_STATE = "REPEATABLE READ"
LOCK = 7_032_001  # any number: the advisory lock of migrations in Postgres
PRAGMAS = (f"busy_timeout = {int(BUSY * 1000)}", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")


class Database:
    """One database, shared by the threads of a process; every error is an InputError that says what to do."""

    def __init__(self, url: URL) -> None:
        """Take the address; nothing is opened."""
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
        self.name = str(url.database) if self.sqlite else shown
        self._engine = self._made()
        self._reader = self._engine if self.sqlite else self._engine.execution_options(isolation_level=ONE_STATE)
        self._writer = self._engine.execution_options(**{WRITES: True})

    def reading(self) -> AbstractContextManager[Session]:
        """Return a session that sees one state of the database."""
        return self._session(self._reader)

    def writing(self) -> AbstractContextManager[Session]:
        """Return a session whose changes are kept together, or not at all, when the block ends."""
        return self._session(self._writer, writes=True)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def migrate(self) -> None:
        """Bring the tables up to date, one process at a time; raise InputError where they are of a later version."""
        if self.sqlite and sqlite3.sqlite_version_info < OLDEST:
            raise InputError(f"SQLite {sqlite3.sqlite_version} is too old: use a Python with 3.35 or newer.")
        with self._telling(), self._alone(), self._writer.begin() as connection:
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            if _version(connection) != HEAD:
                _upgrade(connection)

    def version(self) -> str:
        """Name the last migration that was run, empty for a database without tables."""
        with self._telling(), self._reader.connect() as connection:
            return _version(connection)

    @contextmanager
    def _session(self, engine: Engine, *, writes: bool = False) -> Iterator[Session]:
        info = {WRITES: writes}
        with self._telling(), Session(engine, expire_on_commit=False, info=info) as session, session.begin():
            yield session

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        Path(self.name).parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(f"{self.name}.lock", timeout=MIGRATING):
                Path(self.name).touch(mode=0o600)  # nobody else of this machine reads what people ask
                yield
        except Timeout as error:
            raise InputError(f"{self.name} is being brought up to date by another process: try again.") from error

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (OSError, DBAPIError, PoolTimeoutError) as error:
            raise InputError(f"{self.name} cannot be used ({_reason(error)}): {self._remedy()}") from error

    def _remedy(self) -> str:
        return WRITABLE if self.sqlite else "See that the server of ASSISTANT_DATABASE_URL runs and lets you in."

    def _made(self) -> Engine:
        try:
            engine = create_engine(self.url, **(LOCAL if self.sqlite else SERVER))
        except ModuleNotFoundError as error:
            raise InputError(f"ASSISTANT_DATABASE_URL needs a driver: pip install '{DRIVER}'.") from error
        if self.sqlite:
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        return engine


def open_database(settings: Settings) -> Database:
    """Open the database that the settings name and bring it up to date; raise InputError where that fails."""
    database = Database(database_url(settings))
    try:
        database.migrate()
    except BaseException:
        database.close()
        raise
    return database


def condition(settings: Settings) -> str:
    """Describe the state of the database without changing it; raise InputError if it cannot be used."""
    url = database_url(settings)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return f"conversations: none yet ({url.database})"
    database = Database(url)
    try:
        version = database.version()
    finally:
        database.close()
    if version and version not in MIGRATED:
        raise InputError(LATER)
    return (
        f"conversations in {database.name}, tables {'up to date' if version == HEAD else 'made with the next opening'}"
    )


def database_url(settings: Settings) -> URL:
    """Return the address of the database: `conversations.db` in the data folder unless a URL is set."""
    if not settings.database_url:
        return URL.create("sqlite", database=str(settings.data / FILE))
    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError) as error:
        raise InputError(
            "ASSISTANT_DATABASE_URL is not an address: write postgresql://user:password@host/name."
        ) from error
    if (backend := url.get_backend_name()) not in DRIVERS:
        raise InputError(f"ASSISTANT_DATABASE_URL names {backend}: only postgresql and sqlite are known.")
    if not url.database:
        raise InputError("ASSISTANT_DATABASE_URL names no database: write postgresql://user:password@host/name.")
    return url.set(drivername=DRIVERS[backend])


def _prepare(connection: Any, _: object) -> None:
    # Without this sqlite3 begins transactions by itself, and not before CREATE TABLE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes its turn at once: one that has read first may find its state outdated, and waiting does not help.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection) -> None:
    # Alembic takes a quarter of a second to load, and most openings have nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise InputError(LATER) from error


def _reason(error: Exception) -> str:
    """Return the words of the database on one line, without our statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(cause).split()) or type(cause).__name__
