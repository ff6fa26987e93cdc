"""Times the stages of an answer."""

from __future__ import annotations

import time


class Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        """Start."""
        self._start = self._last = time.perf_counter()
        self._stages: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage, or a further part of it."""
        now = time.perf_counter()
        self._stages[stage] = round(self._stages.get(stage, 0.0) + (now - self._last) * 1000, 1)
        self._last = now

    def laps(self) -> dict[str, float]:
        """Return the stages so far and the total."""
        return self._stages | {"total": round((time.perf_counter() - self._start) * 1000, 1)}
