"""Known questions, which a user judged: a passage is likelier where it answered a question like this one before.

Questions are alike by meaning (the cosine of their vectors) and by words (the cosine of their search terms, each with
its rarity among the known questions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from assistant.retrieval.signals import Column, Signals
from corpus.index.exact import cosines_of
from corpus.index.postings import rarity
from corpus.language.terms import terms

KNOWN, OFTEN, WORDS, VOTES = KNOWN_NAMES = ("known", "known, how often", "known, by words", "known, by vote")
VOTERS = 30  # the questions nearest to this one, whose passages have a vote each
STEEPNESS = 8.0  # a voter counts exp(STEEPNESS * (cosine - 1)): one at .9 has .45 of a vote, one at .7 .09


class Known:
    """Judged questions: their unit vectors, the ids of the passages that answer each, and the search terms of each."""

    def __init__(
        self, vectors: NDArray[np.float32], relevant: Sequence[Sequence[str]], words: Sequence[Sequence[str]]
    ) -> None:
        """Take one row per question; `relevant` and `words`, each term once, are in the same order."""
        self.vectors = vectors
        self.relevant = relevant
        self.words = words
        self._answered: dict[str, list[int]] = {}
        for row, ids in enumerate(relevant):
            for id_ in ids:
                self._answered.setdefault(id_, []).append(row)
        held = Counter(word for row in words for word in row)
        self._rarity = {word: rarity(count, len(words)) for word, count in held.items()}
        self._column = {word: column for column, word in enumerate(held)}
        starts = np.cumsum([0, *map(len, words)])
        columns = [self._column[word] for row in words for word in row]
        values = np.concatenate([np.zeros(0), *(self._weights(row) for row in words)])
        self._terms = csr_array((values, columns, starts), shape=(len(words), len(held)))

    def _weights(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return the terms of a question their rarities, as a unit vector."""
        unmet = rarity(0, len(self.words))
        weights = np.array([self._rarity.get(word, unmet) for word in words], dtype=np.float64)
        return weights / np.linalg.norm(weights) if len(weights) else weights

    def columns(self, text: str, signals: Signals, but: Collection[int] = ()) -> dict[str, Column]:
        """Return for each candidate of a question what the questions that it answered say.

        The cosine to the nearest of them by meaning and by words, how many they are, and the votes of those that are
        among the nearest of all. `but` are rows that must not be known, while the ranker is fitted: a question's own,
        and those of its cluster.
        """
        meant, said = self._alike(text, signals, but)
        votes = np.zeros_like(meant)
        voters = np.argsort(-meant, kind="stable")[:VOTERS]
        votes[voters] = np.exp(STEEPNESS * (meant[voters] - 1))
        columns = {name: np.zeros(len(signals.passages), dtype=np.float32) for name in KNOWN_NAMES}
        for place, passage in enumerate(signals.passages):
            rows = [row for row in self._answered.get(passage.id, ()) if row not in but]
            if rows:
                columns[KNOWN][place], columns[OFTEN][place] = meant[rows].max(), np.log1p(len(rows))
                columns[WORDS][place], columns[VOTES][place] = said[rows].max(), votes[rows].sum()
        return columns

    def _alike(self, text: str, signals: Signals, but: Collection[int]) -> tuple[Column, Column]:
        """Return the cosines of the known questions to this one, by meaning and by words, of at least 0."""
        if not len(self.vectors):
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
        meant = np.maximum(cosines_of(self.vectors, signals.question), 0)
        words = sorted(set(terms(text)))
        asked = np.zeros(len(self._column))
        for word, weight in zip(words, self._weights(words), strict=True):
            if word in self._column:
                asked[self._column[word]] = weight
        said = (self._terms @ asked).astype(np.float32)
        meant[list(but)] = said[list(but)] = 0
        return meant, said
