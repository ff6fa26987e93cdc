"""The keyword side of the index: three BM25 fields, with Chinese, numbers and acronyms made searchable.

Settings after `retrieval.md` of the design (ObliQA, dev questions): k1 0.7 and a large stop list for the passage's own
words, plus 0.4 times stemmed bigrams (k1 0.3, b 0.3), plus 0.1 times the words of the headings above the passage.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from numpy.typing import NDArray
from scipy.sparse import csc_array, load_npz, save_npz

from corpus.errors import IndexMissingError
from corpus.numbers import plain_numbers
from corpus.records import Passage

LEXICAL_VERSION = 3
STOP_WORDS = frozenset(STOPWORDS_EN_PLUS)
WORD = re.compile(r"[^\W_]+(?:\.\d+)?|[%€£$]")
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")

RARE_SHARE = 0.01

COUNTS = "counts.npz"
Scores = NDArray[np.float32]
Rows = NDArray[np.bool_]
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Field:
    """One BM25 field: its name, its weight in the sum, and its BM25 settings."""

    name: str
    weight: float
    k1: float
    b: float


HOLDING = ("words", "headings")  # the fields in which a word of the question may stand to count as held
SYNONYM_WEIGHT = 0.5  # of other wordings beside the words of the question: .4 to .7 are alike on the tuning questions
FIELDS = (Field("words", 1.0, 0.7, 0.75), Field("bigrams", 0.4, 0.3, 0.3), Field("headings", 0.1, 0.7, 0.75))


def terms(text: str) -> list[str]:
    """Cut a text into search terms: stemmed words without stop words, numbers in one form, Chinese as bigrams."""
    folded = plain_numbers(unicodedata.normalize("NFKC", text)).lower()
    found: list[str] = []
    for match in WORD.finditer(folded):
        word = match.group(0)
        if CJK.search(word):
            found += _chinese(word)
        elif word not in STOP_WORDS:
            found.append(word)
    stems: list[str] = _stemmer().stemWords(found)
    return stems


def _stemmer() -> Stemmer.Stemmer:
    """Give this thread's stemmer: PyStemmer objects must not be shared between threads."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    stemmer: Stemmer.Stemmer = _local.stemmer
    return stemmer


def _chinese(word: str) -> list[str]:
    """Give the character bigrams of each Chinese run, a lone character as itself, and what stands between as it is."""
    pieces: list[str] = []
    position = 0
    for match in CJK.finditer(word):
        pieces += [word[position : match.start()]] if match.start() > position else []
        run = match.group(0)
        pieces += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        position = match.end()
    return pieces + ([word[position:]] if position < len(word) else [])


def bigrams(words: Sequence[str]) -> list[str]:
    """Join each two neighbouring terms."""
    return [f"{first}_{second}" for first, second in pairwise(words)]


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
        counts = csc_array((ones, (passages, columns)), shape=(len(rows), len(vocabulary)))
        return cls(counts, np.array([len(row) for row in rows], dtype=np.int32), vocabulary)

    @cached_property
    def _mean(self) -> float:
        return float(self.lengths.mean(dtype=np.float64)) if len(self.lengths) else 0.0

    def column(self, term: str, among: Rows | None) -> tuple[NDArray[np.int64], Scores]:
        """Give the passages among some, or of all, that hold a term, and how often each does."""
        column = self._vocabulary.get(term)
        if column is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        start, end = self._counts.indptr[column : column + 2]
        rows, counts = self._counts.indices[start:end], self._counts.data[start:end]
        if among is None:
            return rows, counts
        there = among[rows]
        return rows[there], counts[there]

    def score(self, words: Sequence[str], field: Field, among: Rows | None) -> Scores:
        """Give each passage's BM25 sum (as Lucene computes it) by the statistics of those among some, or of all."""
        total = np.zeros(len(self.lengths), dtype=np.float32)
        size = len(self.lengths) if among is None else int(among.sum())
        mean = self._mean if among is None else float(self.lengths[among].mean(dtype=np.float64)) if size else 0.0
        for word in words:
            rows, counts = self.column(word, among)
            if len(rows):
                longer = self.lengths[rows] * np.float32(field.k1 * field.b / mean)
                longer += np.float32(field.k1 * (1 - field.b))
                total[rows] += np.float32(rarity(len(rows), size)) * counts / (counts + longer)
        return total

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


def _weighted(fields: dict[str, Scores], rows: int) -> Scores:
    weights = {field.name: np.float32(field.weight) for field in FIELDS}
    return sum((weights[name] * scores for name, scores in fields.items()), np.zeros(rows, dtype=np.float32))


def rarity(count: int, size: int) -> float:
    """Give the inverse document frequency of a term that `count` of `size` passages hold."""
    return float(np.log1p((size - count + 0.5) / (count + 0.5)))


@dataclass(frozen=True, slots=True)
class Matched:
    """How every passage matches a text by its words: arrays of shape (passages,), 0 where nothing is shared.

    `scores` is the weighted sum of the fields, `bigrams` that of neighbouring words alone, `coverage` the share of the
    text's rarity that the passage or its headings hold.
    """

    scores: Scores
    bigrams: Scores
    coverage: Scores


class LexicalIndex:
    """BM25 over passages; row numbers are the positions of the passages that it was built from.

    All statistics (how rare a term is, how long passages are) are of the passages in `among` alone. An answer as of a
    date is made with those of the passages published by then, so that a document added later cannot change it.
    """

    def __init__(self, fields: dict[str, Counts], size: int, among: Rows | None = None) -> None:
        """Take the fields by name, the number of passages, and which of them count; all if not given, and faster."""
        self._fields = fields
        self._rows = size
        self._among = None if among is None or among.all() else among
        self.size = size if self._among is None else int(self._among.sum())

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> LexicalIndex:
        """Index passages in their order; a field in which no passage has a term is left out."""
        words = [terms(passage.text) for passage in passages]
        columns = {
            "words": words,
            "bigrams": [bigrams(row) for row in words],
            "headings": [terms(" ".join(passage.headings)) for passage in passages],
        }
        fields = {name: Counts.of(rows) for name, rows in columns.items() if any(rows)}
        return cls(fields, len(passages))

    def only(self, among: Rows) -> LexicalIndex:
        """Give the index of some of the passages; the rows keep their numbers."""
        return LexicalIndex(self._fields, self._rows, among)

    def fields(self, names: Sequence[str]) -> LexicalIndex:
        """Give the index of some of the fields alone."""
        return LexicalIndex({name: self._fields[name] for name in names if name in self._fields}, self._rows)

    def scores(self, text: str, synonyms: str = "") -> Scores:
        """Score every passage for a text; see `matched`."""
        return self.matched(text, synonyms).scores

    def matched(self, text: str, synonyms: str = "") -> Matched:
        """Say how every passage matches a text; `synonyms` are other words for what it says, and count less."""
        words = terms(text)
        fields = self._by_field(words)
        total = _weighted(fields, self._rows)
        if synonyms:
            total += np.float32(SYNONYM_WEIGHT) * _weighted(self._by_field(terms(synonyms)), self._rows)
        none = np.zeros(self._rows, dtype=np.float32)
        return Matched(total, fields.get("bigrams", none), self._coverage(words))

    def _by_field(self, words: Sequence[str]) -> dict[str, Scores]:
        columns = {"words": words, "bigrams": bigrams(words), "headings": words}
        return {
            field.name: self._fields[field.name].score(columns[field.name], field, self._among)
            for field in FIELDS
            if field.name in self._fields
        }

    def _coverage(self, words: Sequence[str]) -> Scores:
        """Give the share of the words' rarity that each passage holds, in its own words or in its headings."""
        held = np.zeros(self._rows, dtype=np.float32)
        met = np.zeros(self._rows, dtype=np.int32)  # the number of the last word that a passage was found to hold
        weight = 0.0
        for number, word in enumerate(dict.fromkeys(words), 1):
            columns = [self._fields[name].column(word, self._among)[0] for name in HOLDING if name in self._fields]
            rare = rarity(len(columns[0]), self.size) if "words" in self._fields and len(columns[0]) else 0.0
            weight += rare
            for rows in columns if rare else ():
                new = rows[met[rows] < number]
                met[new] = number
                held[new] += np.float32(rare)
        return held / np.float32(weight) if weight else held

    def lengths(self, rows: NDArray[np.int64]) -> Scores:
        """Give the number of search terms in the passages of these rows."""
        return self._fields["words"].lengths[rows] if "words" in self._fields else np.zeros(len(rows), dtype=np.float32)

    def frequency(self, term: str) -> int:
        """Count the passages whose own words hold a search term."""
        return len(self._fields["words"].column(term, self._among)[0]) if "words" in self._fields else 0

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a search term: ln(1 + (N - n + .5) / (n + .5))."""
        return rarity(self.frequency(term), self.size)

    def is_rare(self, term: str) -> bool:
        """Tell whether fewer than one passage of a hundred holds the search term."""
        return self.frequency(term) < RARE_SHARE * self.size

    def save(self, folder: Path) -> None:
        """Write one folder a field, without pickle."""
        for name, counts in self._fields.items():
            counts.save(folder / name)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what `save` wrote for `size` passages; raise IndexMissingError for what an older version wrote."""
        fields = {field.name: Counts.load(folder / field.name) for field in FIELDS if (folder / field.name).is_dir()}
        return cls(fields, size)
