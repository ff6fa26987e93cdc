"""Signals: what is known of each candidate passage for a question, each brought to [0, 1] among the candidates.

The candidates are the first of two legs, the keyword index and the vectors. A signal that does not tell the candidates
apart is 0 for all of them, but for the two legs: alone in its leg, a passage has all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Asked
from corpus.index import Edition, KeywordMatches
from corpus.records import Passage
from corpus.tokens import closeness

Column = NDArray[np.float32]
KEYWORD, VECTORS, LATE, BIGRAMS, COVERAGE, NEIGHBOURS, BREVITY = NAMES = (
    "keyword", "vectors", "late", "bigrams", "coverage", "neighbours", "brevity",
)  # fmt: skip
# The same before they are stretched, for a ranker that can use how good the best candidate is at all.
RAW = tuple(f"{name}, as measured" for name in NAMES)


@dataclass(frozen=True, slots=True)
class Signals:
    """The candidates, and one column a signal: shape (candidates,), in [0, 1] for `NAMES`, any value for `RAW`."""

    passages: tuple[Passage, ...]
    columns: dict[str, Column]
    question: NDArray[np.float32]  # its unit vector

    def matrix(self, names: Sequence[str] = NAMES) -> NDArray[np.float32]:
        """Give columns side by side: shape (candidates, names)."""
        return np.stack([self.columns[name] for name in names], axis=1)

    def measured(self, name: str) -> Column:
        """Give a signal as it was measured."""
        return self.columns[RAW[NAMES.index(name)]]


def signals_of(
    passages: Sequence[Passage],
    asked: Asked,
    matches: KeywordMatches,
    nearest: dict[str, float],
    edition: Edition,
) -> Signals:
    """Measure the candidates; `nearest` are the cosines of the vectors' leg by passage id.

    `keyword` and `vectors` are the legs' scores; `late` compares word by word (see `corpus.tokens`);
    `bigrams` counts neighbouring words; `coverage` is the share of the question's rarity that the passage and its
    headings hold; `neighbours` is the better keyword score of the passages before and after; `brevity` is against
    long passages, which match much by chance.
    """
    ids = tuple(passage.id for passage in passages)
    matched = matches.matched
    around = edition.texts.around(ids)
    rows = np.array([around[id_][0] for id_ in ids], dtype=np.int64)
    tokens = edition.texts.tokens(passage.text for passage in passages)
    near = [max((float(matched.scores[row]) for row in around[id_][1:]), default=0.0) for id_ in ids]
    measured = {
        KEYWORD: matched.scores[rows],
        VECTORS: np.array([nearest.get(id_, 0.0) for id_ in ids], dtype=np.float32),
        LATE: closeness(asked.tokens, [tokens[passage.text] for passage in passages]),
        BIGRAMS: matched.bigrams(rows),
        COVERAGE: matched.coverage(rows),
        NEIGHBOURS: np.array(near, dtype=np.float32),
        BREVITY: -np.log1p(matches.lexical.lengths(rows)),
    }
    legs = {KEYWORD: _leg(dict(matches.best), ids), VECTORS: _leg(nearest, ids)}
    columns = {name: legs.get(name, stretched(column)) for name, column in measured.items()}
    return Signals(tuple(passages), columns | dict(zip(RAW, measured.values(), strict=True)), asked.vector)


def _leg(scores: dict[str, float], ids: Sequence[str]) -> Column:
    """Stretch a leg's scores so that its best is 1 and its worst 0; a single one is 1, and who is not in it has 0."""
    low, high = (min(scores.values()), max(scores.values())) if scores else (0.0, 0.0)
    share = {id_: (score - low) / (high - low) if high > low else 1.0 for id_, score in scores.items()}
    return np.array([share.get(id_, 0.0) for id_ in ids], dtype=np.float32)


def stretched(column: Column) -> Column:
    """Stretch a column to [0, 1]; where all are equal it tells nothing, and is 0."""
    if not len(column) or column.max() <= column.min():
        return np.zeros(len(column), dtype=np.float32)
    return np.asarray((column - column.min()) / (column.max() - column.min()), dtype=np.float32)
