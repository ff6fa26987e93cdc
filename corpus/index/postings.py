"""One BM25 field of the keyword index: which passages contain a term, how often, and with what weight."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, load_npz, save_npz

from corpus.errors import IndexMissingError

COUNTS = "counts.npz"
Scores = NDArray[np.float32]
Rows = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Field:
    """One BM25 field: its name, its weight in the sum, and its BM25 settings."""

    name: str
    weight: float
    k1: float
    b: float


@dataclass(frozen=True, slots=True)
class Posting:
    """The passages of one field that hold a term: their rows, ascending, what each gains by it, and how rare it is."""

    rows: Places
    gains: Scores
    rarity: float

    def among(self, rows: Places) -> tuple[NDArray[np.bool_], Places]:
        """Tell which of these rows hold the term, and where those stand in the posting."""
        wanted = rows.astype(self.rows.dtype)  # otherwise the whole posting would be converted
        places = np.minimum(np.searchsorted(self.rows, wanted), len(self.rows) - 1)
        held = self.rows[places] == rows
        return held, places[held]


class Counts:
    """One field: how often each passage holds each term, and how many terms it has."""

    def __init__(self, counts: csc_array, lengths: NDArray[np.int32], vocabulary: dict[str, int]) -> None:
        """Take the counts (passages by terms), the length of each passage in terms, and the column of each term."""
        self._counts = counts
        self.lengths = lengths.astype(np.float32)
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Counts:
        """Count the terms of passages; columns stand in the order in which terms first occur."""
        vocabulary: dict[str, int] = {}
        columns = [vocabulary.setdefault(term, len(vocabulary)) for row in rows for term in row]
        passages = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        ones = np.ones(len(columns), dtype=np.float32)
        counts = csc_array((ones, (passages, columns)), shape=(len(rows), len(vocabulary)))  # rows ascend in a column
        return cls(counts, np.array([len(row) for row in rows], dtype=np.int32), vocabulary)

    @cached_property
    def _mean(self) -> float:
        return float(self.lengths.mean(dtype=np.float64)) if len(self.lengths) else 0.0

    def column(self, term: str, among: Rows | None) -> tuple[Places, Scores]:
        """Return the passages among some, or of all, that hold a term, and how often each does."""
        column = self._vocabulary.get(term)
        if column is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        start, end = self._counts.indptr[column : column + 2]
        rows, counts = self._counts.indices[start:end], self._counts.data[start:end]
        if among is None:
            return rows, counts
        there = among[rows]
        return rows[there], counts[there]

    def postings(self, words: Sequence[str], field: Field, among: Rows | None) -> dict[str, Posting]:
        """Return each term's passages with their BM25 gains (as Lucene computes it), where it has any.

        The statistics are of the passages among some, or of all; a term that is asked twice gains twice.
        """
        size = len(self.lengths) if among is None else int(among.sum())
        mean = self._mean if among is None else float(self.lengths[among].mean(dtype=np.float64)) if size else 0.0
        lists: dict[str, Posting] = {}
        for word, times in Counter(words).items():
            rows, counts = self.column(word, among)
            if len(rows):
                longer = self.lengths[rows] * np.float32(field.k1 * field.b / mean)
                longer += np.float32(field.k1 * (1 - field.b))
                rare = rarity(len(rows), size)
                gains = np.float32(times * rare) * counts / (counts + longer)
                lists[word] = Posting(rows, np.asarray(gains, dtype=np.float32), rare)
        return lists

    def save(self, folder: Path) -> None:
        """Write the field, without pickle."""
        folder.mkdir(parents=True, exist_ok=True)
        save_npz(folder / COUNTS, self._counts)
        np.save(folder / "lengths.npy", self.lengths)
        (folder / "vocabulary.json").write_text(json.dumps(list(self._vocabulary)), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Counts:
        """Read what `save` wrote; raise IndexMissingError for what an older version wrote."""
        try:
            words = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
            lengths = np.load(folder / "lengths.npy", allow_pickle=False)
            return cls(csc_array(load_npz(folder / COUNTS)), lengths, {word: row for row, word in enumerate(words)})
        except FileNotFoundError as error:
            raise IndexMissingError(
                f"The keyword index at {folder} is of an older version. Build it with `make index`."
            ) from error


def rarity(count: int, size: int) -> float:
    """Return the inverse document frequency of a term that `count` of `size` passages hold."""
    return float(np.log1p((size - count + 0.5) / (count + 0.5)))
