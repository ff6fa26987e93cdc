"""Known questions, which a user judged: a passage is likelier where it answered a question like this one before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Column, Signals

KNOWN, OFTEN = "known", "known, how often"
KNOWN_NAMES = (KNOWN, OFTEN)


class Known:
    """Judged questions: their unit vectors, and the ids of the passages that answer each."""

    def __init__(self, vectors: NDArray[np.float32], relevant: Sequence[Sequence[str]]) -> None:
        """Take one row a question; `relevant` is in the same order."""
        self.vectors = vectors
        self.relevant = relevant
        self._answered: dict[str, list[int]] = {}
        for row, ids in enumerate(relevant):
            for id_ in ids:
                self._answered.setdefault(id_, []).append(row)

    def columns(self, signals: Signals, but: Collection[int] = ()) -> dict[str, Column]:
        """Give two columns: the cosine to the nearest question that a candidate answered, and how many it answered.

        `but` are rows that must not be known, while the ranker is fitted: a question's own, and those of its cluster.
        """
        cosines = self.vectors @ signals.question if len(self.vectors) else np.zeros(0, dtype=np.float32)
        nearest = np.zeros(len(signals.passages), dtype=np.float32)
        often = np.zeros(len(signals.passages), dtype=np.float32)
        for place, passage in enumerate(signals.passages):
            rows = [row for row in self._answered.get(passage.id, ()) if row not in but]
            if rows:
                nearest[place], often[place] = max(float(cosines[rows].max()), 0.0), np.log1p(len(rows))
        return {KNOWN: nearest, OFTEN: often}
