"""The keyword side of the index: three BM25 fields, with Chinese, numbers and acronyms made searchable.

Settings after `retrieval.md` of the design (ObliQA, dev questions): k1 0.7 and a large stop list for the passage's own
words, plus 0.4 times stemmed bigrams (k1 0.3, b 0.3), plus 0.1 times the words of the headings above the passage.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS

from corpus.counts import Counts, Field, Places, Posting, Rows, Scores, rarity
from corpus.numbers import plain_numbers
from corpus.records import Passage

LEXICAL_VERSION = 3
STOP_WORDS = frozenset(STOPWORDS_EN_PLUS)
WORD = re.compile(r"[^\W_]+(?:\.\d+)?|[%€£$]")
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")

RARE_SHARE = 0.01

_local = threading.local()


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


Postings = Mapping[str, Mapping[str, Posting]]  # by field, then by term


@dataclass(frozen=True, slots=True)
class Matched:
    """How the passages match a text by its words: `scores` of all, shape (passages,), 0 where nothing is shared."""

    scores: Scores
    _words: tuple[str, ...]
    _postings: Postings

    def bigrams(self, rows: Places) -> Scores:
        """Give what the passages of these rows gain by neighbouring words alone."""
        gained = np.zeros(len(rows), dtype=np.float32)
        for posting in self._postings.get("bigrams", {}).values():
            held, places = posting.among(rows)
            gained[held] += posting.gains[places]
        return gained

    def coverage(self, rows: Places) -> Scores:
        """Give the share of the words' rarity that the passages of these rows hold, or their headings."""
        covered, weight = np.zeros(len(rows), dtype=np.float32), 0.0
        for word in dict.fromkeys(self._words):
            postings = [self._postings[name][word] for name in HOLDING if word in self._postings.get(name, {})]
            if own := self._postings.get("words", {}).get(word):
                held = np.logical_or.reduce([posting.among(rows)[0] for posting in postings])
                covered[held] += np.float32(own.rarity)
                weight += own.rarity
        return covered / np.float32(weight) if weight else covered


def _add(total: Scores, postings: Postings, weight: float) -> None:
    """Add to each passage's score what it gains by the terms of every field, in the weights of the fields."""
    for field in FIELDS:
        for posting in postings.get(field.name, {}).values():
            total[posting.rows] += np.float32(weight * field.weight) * posting.gains


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
        words, total = terms(text), np.zeros(self._rows, dtype=np.float32)
        postings = self._postings(words)
        _add(total, postings, 1.0)
        if synonyms:
            _add(total, self._postings(terms(synonyms)), SYNONYM_WEIGHT)
        return Matched(total, tuple(words), postings)

    def _postings(self, words: Sequence[str]) -> Postings:
        columns = {"words": words, "bigrams": bigrams(words), "headings": words}
        return {
            field.name: self._fields[field.name].postings(columns[field.name], field, self._among)
            for field in FIELDS
            if field.name in self._fields
        }

    def lengths(self, rows: Places) -> Scores:
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
