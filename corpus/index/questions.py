"""The questions that an edition's paragraphs answer: a way to a paragraph in the reader's words.

English questions are compared by meaning, Chinese ones by their pairs of characters, Traditional and Simplified alike.
Passages without questions (documents of users, new notes) have no score here; a ranker must do without.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.sentence import Encoder, Vectors
from corpus.files import write_whole
from corpus.language.places import PLACES
from corpus.language.terms import CJK, WORD, simplified

QUESTIONS = "questions."  # begins the names of both files
TEXTS, VECTORS = f"{QUESTIONS}json", f"{QUESTIONS}npy"
NONE = -1.0  # the score of a passage without questions: below any cosine that matters

Column = NDArray[np.float32]


class QuestionIndex:
    """The questions of one edition; rows are positions of passages in the edition."""

    def __init__(self, rows: Sequence[int], texts: Sequence[str], vectors: Vectors, size: int) -> None:
        """Take one row per question, the vectors of the English ones in their order, and the number of passages."""
        english = [place for place, text in enumerate(texts) if not CJK.search(text)]
        self._rows = np.array([rows[place] for place in english], dtype=np.int64)
        self._vectors, self._size = vectors, size
        self.vector_of = {texts[place]: row for row, place in enumerate(english)}
        chinese = ((rows[place], text) for place, text in enumerate(texts) if CJK.search(text))
        self._postings: dict[str, set[int]] = defaultdict(set)
        for row, text in chinese:
            for pair in _pairs(text):
                self._postings[pair].add(row)

    @classmethod
    def load(cls, folder: Path, size: int) -> Self:
        """Read the questions of an edition; one that was written without any has none."""
        if not (folder / TEXTS).is_file():
            return cls([], [], np.zeros((0, 0), dtype=np.float32), size)
        held = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
        vectors = np.load(folder / VECTORS, allow_pickle=False).astype(np.float32)
        return cls(held["rows"], held["texts"], vectors, size)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that people use in questions, in small letters; places are written together as well."""
        said = {word for text in self.vector_of for word in WORD.findall(text.lower())}
        return frozenset(said | {place.replace(" ", "").lower() for place in PLACES}) if said else frozenset()

    def __len__(self) -> int:
        """Return the number of English questions."""
        return len(self._rows)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of English questions that are held, shape (texts, dimension)."""
        return np.asarray(self._vectors[[self.vector_of[text] for text in texts]])

    def similarities(self, vector: NDArray[np.float32]) -> Column:
        """Return for each passage the cosine of its nearest question, shape (passages,); `NONE` where it has none."""
        best = np.full(self._size, NONE, dtype=np.float32)
        if len(self._rows):
            np.maximum.at(best, self._rows, self._vectors @ vector)
        return best

    def overlaps(self, text: str) -> Column:
        """Return for each passage the share of a Chinese text's pairs of characters that its question has."""
        shares = np.zeros(self._size, dtype=np.float32)
        pairs = _pairs(text)
        for pair in pairs:
            shares[list(self._postings.get(pair, ()))] += 1 / len(pairs)
        return shares


def overlap(question: str, text: str) -> float:
    """Return the share of a Chinese question's pairs of characters that a text has."""
    pairs = _pairs(question)
    return len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def write_questions(
    folder: Path,
    ids: Sequence[str],
    questions: Mapping[str, Sequence[str]],
    encoder: Encoder,
    before: QuestionIndex | None = None,
) -> None:
    """Write the questions of the passages with these ids, in their order; `before` spares encoding what it holds."""
    rows = [(row, text) for row, id_ in enumerate(ids) for text in questions.get(id_, ())]
    if not rows:
        return
    english = [text for _, text in rows if not CJK.search(text)]
    held = before.vector_of if before else {}
    new = list(dict.fromkeys(text for text in english if text not in held))
    vectors = dict(zip(new, encoder.encode(new), strict=True)) if new else {}
    if before and (kept := list(dict.fromkeys(text for text in english if text in held))):
        vectors |= dict(zip(kept, before.vectors(kept), strict=True))
    np.save(folder / VECTORS, np.array([vectors[text] for text in english], dtype=np.float16))
    written = {"rows": [row for row, _ in rows], "texts": [text for _, text in rows]}
    write_whole(folder / TEXTS, json.dumps(written, ensure_ascii=False).encode())


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring Chinese characters of a text, in Simplified form."""
    runs = CJK.findall(simplified(text))
    return {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
