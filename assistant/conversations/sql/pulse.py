"""The pulse of running answers: their process reports every second that it is alive, so that a dead one is noticed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import update

from assistant.conversations.sql.database import Database
from assistant.conversations.sql.tables import Exchange
from corpus.errors import InputError

LOG = logging.getLogger(__name__)
EVERY = 1.0  # seconds between beats: one short write for all answers of a process
LOST = 6.0  # seconds without a beat after which the process counts as dead; nothing is lost where it was only slow


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Pulse:
    """Beats for the answers that this process makes, in a thread that lives as long as there are any."""

    def __init__(self, database: Database, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the database; an answer is beaten for `longest` seconds at most, whatever became of who asked."""
        self._database = database
        self._longest = longest
        self._clock = clock
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()

    def start(self, exchange: str) -> None:
        """Beat for an answer until it ends."""
        with self._lock:
            self._until[exchange] = self._clock() + self._longest
            if self._thread is None or not self._thread.is_alive():
                self._wake.clear()
                self._thread = threading.Thread(target=self._run, name="conversations-pulse", daemon=True)
                self._thread.start()

    def end(self, exchange: str) -> None:
        """Beat no longer for an answer."""
        with self._lock:
            self._until.pop(exchange, None)

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            self._until.clear()
            thread = self._thread
        self._wake.set()
        if thread is not None:
            thread.join()

    def beat(self) -> None:
        """Say once that the answers of this process are being made."""
        with self._lock:
            running = list(self._until)
        try:
            with self._database.writing() as session:
                session.execute(update(Exchange).where(Exchange.id.in_(running)).values(beat=now()))
        except InputError as error:
            LOG.warning("A running answer may be shown as stopped: %s", error)

    def _run(self) -> None:
        while not self._wake.wait(EVERY):
            if not self._living():
                return
            self.beat()
        with self._lock:
            self._thread = None

    def _living(self) -> bool:
        """Forget answers that took too long; without any left the thread ends."""
        with self._lock:
            self._until = {id_: until for id_, until in self._until.items() if until > self._clock()}
            if not self._until:
                self._thread = None
            return bool(self._until)
