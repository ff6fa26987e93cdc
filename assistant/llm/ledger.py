"""The cost of a chat model's answers: tokens, prices, and a ledger that several processes may write."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.llm.failures import Failure, ModelFailedError
from assistant.prices import Usage
from corpus.errors import WRITABLE, InputError

LOG = logging.getLogger(__name__)
MILLION = 1_000_000
BUSY = 10.0  # seconds to wait for another process that writes: a write takes milliseconds
ROUNDING = 1e-9  # USD: a sum of costs is not exact
TABLE = """CREATE TABLE IF NOT EXISTS spending (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, model TEXT NOT NULL,
    input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost REAL NOT NULL)"""


class Ledger:
    """The calls of all processes that share a data folder, with their cost, in one SQLite file.

    A call is entered with the most that it can cost before it is made and corrected when its cost is known, so that
    calls at the same time cannot exceed the budget together; a process that dies leaves its call at the most.
    """

    def __init__(self, path: Path, budget: float | None = None) -> None:
        """Name the file; `budget` is in USD for a calendar month (UTC), None for none."""
        self.path = path
        self.budget = budget

    def reserve(self, model: str, most: Usage) -> int | None:
        """Enter a call and give its number, None where the ledger cannot be written and no budget hangs on it.

        Raises ModelFailedError of the kind `budget` where the call could exceed what is left this month.
        """
        try:
            with self._open() as database:
                self._within(_spent(database), most)
                row = (_now(), model, most.input_tokens, most.output_tokens, most.cost)
                cursor = database.execute(
                    "INSERT INTO spending (at, model, input_tokens, output_tokens, cost) VALUES (?, ?, ?, ?, ?)", row
                )
                return cursor.lastrowid
        except InputError as error:
            if self.budget is not None:
                raise ModelFailedError(f"the model's cost cannot be recorded: {error}", Failure.BUDGET) from error
            LOG.warning("%s", error)
            return None

    def settle(self, call: int, usage: Usage) -> None:
        """Correct a call to what it used; where that fails it stays at the most that it could cost."""
        try:
            with self._open() as database:
                database.execute(
                    "UPDATE spending SET input_tokens = ?, output_tokens = ?, cost = ? WHERE id = ?",
                    (usage.input_tokens, usage.output_tokens, usage.cost, call),
                )
        except InputError as error:
            LOG.warning("%s", error)

    def spent(self) -> float:
        """Return the USD of this month."""
        with self._open() as database:
            return _spent(database)

    def _within(self, spent: float, most: Usage) -> None:
        if self.budget is not None and spent + most.cost > self.budget + ROUNDING:
            raise ModelFailedError(
                f"the month's budget for the model is used up ({spent:.2f} of {self.budget:.2f} USD)", Failure.BUDGET
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Yield the database in a transaction that keeps other writers out."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)) as database:
                database.execute(TABLE)
                database.execute("BEGIN IMMEDIATE")
                yield database
                database.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{self.path} cannot be written ({error}): {WRITABLE}") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _spent(database: sqlite3.Connection) -> float:
    (cost,) = database.execute(
        "SELECT total(max(cost, 0)) FROM spending WHERE at >= ?", (f"{_now()[:7]}-01",)
    ).fetchone()
    return float(cost)
