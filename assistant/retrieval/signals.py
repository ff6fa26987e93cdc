"""Signals: what is known of each candidate passage for a question, each brought to [0, 1] among the candidates.

The candidates are the first of two legs, the keyword index and the vectors. A signal that does not tell the candidates
apart is 0 for all of them, but for the two legs: alone in its leg, a passage has all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.sentence import Asked
from corpus.encoders.tokens import closeness
from corpus.index.edition import Edition, KeywordMatches
from corpus.index.questions import overlap
from corpus.records import Passage

Column = NDArray[np.float32]
KEYWORD, VECTORS, LATE, BIGRAMS, COVERAGE, NEIGHBOURS, BREVITY = NAMES = (
    "keyword", "vectors", "late", "bigrams", "coverage", "neighbours", "brevity",
)  # fmt: skip
# What is known by meaning, not stretched: cosines to the passage and to the nearest of its own questions, and the share
# of a Chinese question's pairs of characters that one of them has. A passage without questions has none of the latter.
COSINE, ASKED, CHINESE = MEANINGS = ("cosine", "own questions", "Chinese questions")
# The same before they are stretched, for a ranker that can use how good the best candidate is at all.
RAW = tuple(f"{name}, as measured" for name in NAMES)


@dataclass(frozen=True, slots=True)
class Signals:
    """The candidates, and one column a signal: shape (candidates,), in [0, 1] for `NAMES`, any value for `RAW`."""

    passages: tuple[Passage, ...]
    columns: dict[str, Column]
    question: NDArray[np.float32]  # its unit vector

    def matrix(self, names: Sequence[str] = NAMES) -> NDArray[np.float32]:
        """Return columns side by side: shape (candidates, names)."""
        return np.stack([self.columns[name] for name in names], axis=1)

    def measured(self, name: str) -> Column:
        """Return a signal as it was measured."""
        return self.columns[RAW[NAMES.index(name)]]


@dataclass(frozen=True, slots=True)
class Sought:
    """What was looked for in one language, and what was found: `nearest` are the vectors' cosines by passage id.

    `share` tells how much of the question the text says: of an English one only the terms that the glossary knows.
    """

    text: str
    asked: Asked
    matches: KeywordMatches
    nearest: dict[str, float]
    share: float = 1.0


def signals_of(
    passages: Sequence[Passage],
    sought: Sought,
    alike: tuple[Column, Column],
    edition: Edition,
    *,
    late: bool = True,
    chinese: Sought | None = None,
) -> Signals:
    """Measure the candidates, those in Chinese against what was looked for in Chinese.

    `alike` are how near the question is to the own questions of every passage of the edition, by meaning and by
    Chinese characters. `late` is left out for a ranker that does not use it: it takes as long as all the others.

    `keyword` and `vectors` are the legs' scores; `late` compares word by word (see `corpus.encoders.tokens`);
    `bigrams` counts neighbouring words; `coverage` is the share of the question's rarity that the passage and its
    headings hold; `neighbours` is the better keyword score of the passages before and after; `brevity` is against
    long passages, which match much by chance.
    """
    ids = tuple(passage.id for passage in passages)
    rows = edition.rows_of(ids)
    pairs = alike[1][rows]
    measured, legs, cosines = _measured(passages, sought, edition, late=late)
    if chinese is not None:
        here = np.array([id_ in edition.chinese for id_ in ids], dtype=np.bool_)
        there = _measured(passages, chinese, edition, late=late)
        measured = {name: np.where(here, there[0][name], column) for name, column in measured.items()}
        legs = {name: np.where(here, there[1][name], column) for name, column in legs.items()}
        cosines = np.where(here, there[2], cosines)
        # They have no Chinese questions of their own: their words stand in for them.
        shared = [
            chinese.share * overlap(chinese.text, one.text) if at else 0.0
            for one, at in zip(passages, here, strict=True)
        ]
        pairs = np.maximum(pairs, np.array(shared, dtype=np.float32))
    columns = {name: legs[name] if name in legs else stretched(column) for name, column in measured.items()}
    columns |= dict(zip(RAW, measured.values(), strict=True))
    columns |= {COSINE: cosines, ASKED: alike[0][rows], CHINESE: pairs}
    return Signals(tuple(passages), columns, sought.asked.vector)


def _measured(
    passages: Sequence[Passage], sought: Sought, edition: Edition, *, late: bool
) -> tuple[dict[str, Column], dict[str, Column], Column]:
    """Return each signal as it is measured, the two legs as shares of their best, and the cosines."""
    ids = tuple(passage.id for passage in passages)
    asked, matched = sought.asked, sought.matches.matched
    around = edition.texts.around(ids)
    rows = np.array([around[id_][0] for id_ in ids], dtype=np.int64)
    near = [max((float(matched.scores[row]) for row in around[id_][1:]), default=0.0) for id_ in ids]
    measured = {
        KEYWORD: matched.scores[rows],
        VECTORS: np.array([sought.nearest.get(id_, 0.0) for id_ in ids], dtype=np.float32),
        LATE: _late(asked, passages, edition) if late else np.zeros(len(ids), dtype=np.float32),
        BIGRAMS: matched.bigrams(rows),
        COVERAGE: matched.coverage(rows),
        NEIGHBOURS: np.array(near, dtype=np.float32),
        BREVITY: -np.log1p(sought.matches.lexical.lengths(rows)),
    }
    legs = {KEYWORD: _leg(dict(sought.matches.best), ids), VECTORS: _leg(sought.nearest, ids)}
    vectors = edition.vectors_of(ids) if ids else np.zeros((0, len(asked.vector)), dtype=np.float32)
    measured[COVERAGE] *= np.float32(sought.share)
    legs = {name: leg * np.float32(sought.share) for name, leg in legs.items()}
    return measured, legs, (vectors @ asked.vector) * np.float32(sought.share)


def _late(asked: Asked, passages: Sequence[Passage], edition: Edition) -> Column:
    tokens = edition.texts.tokens(passage.text for passage in passages)
    return closeness(asked.tokens, [tokens[passage.text] for passage in passages])


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
