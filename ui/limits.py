"""How much a visitor may ask per minute: each person by name, and all browsers of one address together.

A browser that forgets its cookie is a new visitor, but it comes from the same address. Questions of a conversation are
counted in the store besides, so that several processes agree; what is counted here is this process's.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from assistant.answers.records import Answer, Question
from assistant.conversations import LimitError
from corpus.errors import InputError
from ui.owner import person, visitor
from ui.services import services

MINUTE = 60.0
HERE = "this machine"
MOST_NAMES = 10_000  # that are remembered; those of the last minute are always


class Rates:
    """How often each name has asked within a minute."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def take(self, name: str, most: int, count: int = 1) -> None:
        """Count `count` questions; raise LimitError, and count nothing, where they would be more than `most`.

        0 is no limit. What alone is more than a minute may have waits for a free minute.
        """
        now = time.monotonic()
        with self._lock:
            if len(self._times) > MOST_NAMES:
                self._forget(now)
            times = self._times[name]
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if most and times and len(times) + count > most:
                raise LimitError(most, max(1, int(times[0] + MINUTE - now) + 1))
            times.extend([now] * count)

    def _forget(self, now: float) -> None:
        for name in [name for name, times in self._times.items() if not times or times[-1] <= now - MINUTE]:
            del self._times[name]


@st.cache_resource(show_spinner=False)
def rates() -> Rates:
    """Return the counts of this process."""
    return Rates()


_answering = threading.Lock()


@contextmanager
def alone() -> Iterator[None]:
    """Let one set at a time be answered here; raise InputError for a second one, or where too much was asked."""
    if not _answering.acquire(blocking=False):
        raise InputError("Another set is being answered here: wait for it to end, or answer yours by `answer`.")
    try:
        admit()
        yield
    finally:
        _answering.release()


def in_turn(ask: Callable[[Question], Answer], waiting: Callable[[int], None]) -> Callable[[Question], Answer]:
    """Return a way to ask that waits where too much was asked in a minute; `waiting` is told the seconds, each second.

    What it raises ends the waiting.
    """

    def asked(question: Question) -> Answer:
        while True:
            try:
                admit()
            except LimitError as error:
                waiting(error.seconds)
                time.sleep(1.0)
            else:
                return ask(question)

    return asked


def admit(count: int = 1) -> None:
    """Count so many questions of this visitor; raise LimitError where too many were asked within a minute."""
    settings = services().settings
    if not person():
        rates().take(f"from {st.context.ip_address or HERE}", settings.address_questions_per_minute, count)
    rates().take(visitor(), settings.questions_per_minute, count)
