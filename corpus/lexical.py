"""The keyword side of the index: three BM25 fields, with Chinese, numbers and acronyms made searchable.

Settings after `retrieval.md` of the design (ObliQA, dev questions): k1 0.7 and a large stop list for the passage's own
words, plus 0.4 times stemmed bigrams (k1 0.3, b 0.3), plus 0.1 times the words of the headings above the passage.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from numpy.typing import NDArray

from corpus.numbers import plain_numbers
from corpus.records import Passage

LEXICAL_VERSION = 2
STOP_WORDS = frozenset(STOPWORDS_EN_PLUS)
WORD = re.compile(r"[^\W_]+(?:\.\d+)?|[%€£$]")
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")

RARE_SHARE = 0.01

Scores = NDArray[np.float32]
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Field:
    """One BM25 field: its name, its weight in the sum, and its BM25 settings."""

    name: str
    weight: float
    k1: float
    b: float


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


class LexicalIndex:
    """BM25 over passages; row numbers are the positions of the passages that it was built from."""

    def __init__(self, fields: dict[str, bm25s.BM25], size: int) -> None:
        """Take the built fields by name, and the number of passages."""
        self._fields = fields
        self.size = size

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> LexicalIndex:
        """Index passages in their order; a field in which no passage has a term is left out."""
        words = [terms(passage.text) for passage in passages]
        columns = {
            "words": words,
            "bigrams": [bigrams(row) for row in words],
            "headings": [terms(" ".join(passage.headings)) for passage in passages],
        }
        fields = {}
        for field in FIELDS:
            if any(columns[field.name]):
                fields[field.name] = bm25s.BM25(k1=field.k1, b=field.b)
                fields[field.name].index(columns[field.name], show_progress=False)
        return cls(fields, len(passages))

    def scores(self, text: str, synonyms: str = "") -> Scores:
        """Score every passage for a text: float32, shape (size,), 0 where no term is shared.

        `synonyms` are other words for what the text says, and count less.
        """
        total = self._sum(terms(text))
        return total + np.float32(SYNONYM_WEIGHT) * self._sum(terms(synonyms)) if synonyms else total

    def _sum(self, words: Sequence[str]) -> Scores:
        columns = {"words": words, "bigrams": bigrams(words), "headings": words}
        total = np.zeros(self.size, dtype=np.float32)
        for field in FIELDS:
            known = self._known(field.name, columns[field.name])
            if known:
                total += np.float32(field.weight) * self._fields[field.name].get_scores(known)
        return total

    def _known(self, name: str, words: Sequence[str]) -> list[str]:
        if name not in self._fields:
            return []
        vocabulary = self._fields[name].vocab_dict
        return [word for word in words if word in vocabulary]

    def frequency(self, term: str) -> int:
        """Count the passages whose own words hold a search term."""
        index = self._fields.get("words")
        if index is None or term not in index.vocab_dict:
            return 0
        row, pointers = index.vocab_dict[term], index.scores["indptr"]
        return int(pointers[row + 1] - pointers[row])

    def idf(self, term: str) -> float:
        """Give the inverse document frequency of a search term: ln(1 + (N - n + .5) / (n + .5))."""
        count = self.frequency(term)
        return float(np.log1p((self.size - count + 0.5) / (count + 0.5)))

    def is_rare(self, term: str) -> bool:
        """Tell whether fewer than one passage of a hundred holds the search term."""
        return self.frequency(term) < RARE_SHARE * self.size

    def save(self, folder: Path) -> None:
        """Write one folder a field, without pickle."""
        for name, index in self._fields.items():
            index.save(folder / name, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what `save` wrote for `size` passages."""
        fields = {
            field.name: bm25s.BM25.load(folder / field.name, allow_pickle=False)
            for field in FIELDS
            if (folder / field.name).is_dir()
        }
        return cls(fields, size)
