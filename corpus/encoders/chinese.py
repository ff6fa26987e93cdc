"""What a question in Chinese means, in the space of an encoder that knows no Chinese.

A linear map from a question's characters (alone and in pairs, and its words in Latin letters), weighed by
their rarity, to the vector that the same question has in English: `python -m benchmarks.fitting.chinese` fits it on the
notes' own questions, which each paragraph has in both languages (`chinese.npz`, with its card).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.sentence import Asked, Encoder
from corpus.language.terms import CJK, simplified

MODEL = Path(__file__).with_name("chinese.npz")
LONGEST = 2  # characters that count together; three add nothing
LATIN = re.compile(r"[a-z][a-z&.-]+|\d[\d,.]*")
SHARE = 2.0  # of what the characters mean beside what the English words of a question do

Floats = NDArray[np.float32]


def grams(text: str) -> Iterator[str]:
    """Yield what counts of a text: its Chinese characters in Simplified form, alone and in pairs, and its words."""
    text = simplified(text).lower()
    for run in CJK.findall(text):
        for length in range(1, LONGEST + 1):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))
    yield from LATIN.findall(text)


@dataclass(frozen=True, slots=True)
class ChineseReader:
    """The fitted map: one row per gram, shape (grams, inner), then (inner, dimension); `level` is added to each vector.

    `encoder` is the name of the encoder whose space it leads to.
    """

    encoder: str
    rows: Mapping[str, int]
    rarity: Floats
    inner: Floats
    outer: Floats
    level: Floats

    @classmethod
    def load(cls, path: Path = MODEL) -> Self:
        """Read a fitted map."""
        held = np.load(path, allow_pickle=False)
        inner = held["inner"].astype(np.float32) * held["scale"].astype(np.float32)[:, np.newaxis]
        names = bytes(held["grams"]).decode().split("\n")
        return cls(
            str(held["encoder"]),
            {gram: row for row, gram in enumerate(names)},
            held["rarity"].astype(np.float32),
            inner,
            held["outer"].astype(np.float32),
            held["level"].astype(np.float32),
        )

    def vector(self, text: str) -> Floats | None:
        """Return the unit vector of a text's meaning, shape (dimension,); None where it knows no character of it."""
        counts = Counter(gram for gram in grams(text) if gram in self.rows)
        if not any(CJK.match(gram) for gram in counts):
            return None
        rows = np.array([self.rows[gram] for gram in counts])
        weights = (1 + np.log(np.array([*counts.values()], dtype=np.float32))) * self.rarity[rows]
        weights /= np.linalg.norm(weights)
        return unit(weights @ self.inner[rows] @ self.outer + self.level)


@cache
def reader() -> ChineseReader:
    """Return the map that is shipped."""
    return ChineseReader.load()


def encode_question(encoder: Encoder, english: str, question: str, spelt: str = "") -> Asked:
    """Encode a question by its words in English, and by those with its terms spelled out; its tokens are its own words.

    `english` is the question with its Chinese terms in English, as far as the glossary knows them, `spelt` that with
    all terms spelled out, if it has any. One in Chinese is encoded by what its characters mean as well.
    """
    asked = encoder.question(english)
    vector = unit(asked.vector + encoder.question(spelt).vector) if spelt else asked.vector
    return replace(asked, vector=with_chinese(encoder.name, vector, question))


def with_chinese(encoder: str, vector: Floats, question: str) -> Floats:
    """Return the vector of a question's English words moved to what its Chinese characters mean, if it has any."""
    meant = reader().vector(question) if CJK.search(question) and encoder == reader().encoder else None
    return vector if meant is None else unit(vector + SHARE * meant)


def unit(vector: Floats) -> Floats:
    """Return a vector at length 1."""
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
