"""The circuit breaker: a provider that is down is left alone for a while, instead of slowing every question."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from assistant.llm.failures import ILL, Failure, ModelFailedError

FAILURES = 3  # in a row: one is chance
REST = 30.0  # seconds: a restart takes about that long, and a question in between loses nothing


class Breaker:
    """Counts failures in a row, lets nobody through while it is open, and then one call as a probe.

    Safe to share between threads. A probe that never reports back is followed by another after the rest.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Begin closed; `now` gives seconds."""
        self._now = now
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until: float | None = None
        self._last = ""

    def admit(self) -> None:
        """Let a call through, or raise ModelFailedError of the kind `breaker`."""
        with self._lock:
            if self._open_until is None:
                return
            rest = self._open_until - self._now()
            if rest > 0:
                raise ModelFailedError(f"{self._last}; it is asked again in {rest:.0f} s", Failure.BREAKER)
            self._open_until = self._now() + REST  # this call is the probe; the others wait for what it finds

    def succeeded(self) -> None:
        """Close: the provider answers."""
        with self._lock:
            self._failures, self._open_until = 0, None

    def failed(self, error: ModelFailedError) -> None:
        """Count a failure of the provider's health; a provider that names a time is left alone until then."""
        if error.kind not in ILL:
            return
        with self._lock:
            self._failures += 1
            self._last = str(error)
            rest = max(error.wait or 0.0, REST if self._failures >= FAILURES else 0.0)
            if rest:
                self._open_until = self._now() + rest
