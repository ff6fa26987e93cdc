"""The keyword side of the index: three BM25 fields, with Chinese, numbers and acronyms made searchable.

Settings after `retrieval.md` of the design (ObliQA, dev questions): k1 0.7 and a large stop list for the passage's own
words, plus 0.4 times stemmed bigrams (k1 0.3, b 0.3), plus 0.1 times the words of the headings above the passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.index.postings import Counts, Field, Places, Posting, Rows, Scores, rarity
from corpus.language.terms import bigrams, terms
from corpus.records import Passage

LEXICAL_VERSION = 3

RARE_SHARE = 0.01

HOLDING = ("words", "headings")  # the fields in which a word of the question may stand to count as held
SYNONYM_WEIGHT = 0.5  # of other wordings beside the words of the question: .4 to .7 are alike on the tuning questions
FIELDS = (Field("words", 1.0, 0.7, 0.75), Field("bigrams", 0.4, 0.3, 0.3), Field("headings", 0.1, 0.7, 0.75))

Postings = Mapping[str, Mapping[str, Posting]]  # by field, then by term


@dataclass(frozen=True, slots=True)
class Matched:
    """How the passages match a text by its words: `scores` of all, shape (passages,), 0 where nothing is shared."""

    scores: Scores
    _words: tuple[str, ...]
    _postings: Postings

    def bigrams(self, rows: Places) -> Scores:
        """Return what the passages of these rows gain by neighbouring words alone."""
        gained = np.zeros(len(rows), dtype=np.float32)
        for posting in self._postings.get("bigrams", {}).values():
            held, places = posting.among(rows)
            gained[held] += posting.gains[places]
        return gained

    def coverage(self, rows: Places) -> Scores:
        """Return the share of the words' rarity that the passages of these rows hold, or their headings."""
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
        """Return the index of some of the passages; the rows keep their numbers."""
        return LexicalIndex(self._fields, self._rows, among)

    def fields(self, names: Sequence[str]) -> LexicalIndex:
        """Return the index of some of the fields alone."""
        return LexicalIndex({name: self._fields[name] for name in names if name in self._fields}, self._rows)

    def scores(self, text: str, synonyms: str = "") -> Scores:
        """Score every passage for a text; see `matched`."""
        return self.matched(text, synonyms).scores

    def matched(self, text: str, synonyms: str = "") -> Matched:
        """Describe how every passage matches a text; `synonyms` are other words for what it says, and count less."""
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
        """Return the number of search terms in the passages of these rows."""
        return self._fields["words"].lengths[rows] if "words" in self._fields else np.zeros(len(rows), dtype=np.float32)

    def frequency(self, term: str) -> int:
        """Count the passages whose own words hold a search term."""
        return len(self._fields["words"].column(term, self._among)[0]) if "words" in self._fields else 0

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of a search term: ln(1 + (N - n + .5) / (n + .5))."""
        return rarity(self.frequency(term), self.size)

    def is_rare(self, term: str) -> bool:
        """Return whether fewer than one passage of a hundred holds the search term."""
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
