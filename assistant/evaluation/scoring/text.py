"""Answers as plain words: cleaned of markup, cut into stems, tokens and sentences, and weighed by how rare they are."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import fsum

import numpy as np

from corpus.language.sentences import sentences
from corpus.language.terms import terms

ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~$!:&().+-])")
MARKERS = re.compile(r"\s*\[\s*\^?\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
MARKUP = re.compile(r"\*\*|__|`|^\s{0,3}(?:#{1,6}|>|[-*+])\s+", re.MULTILINE)
TOKEN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]")  # rouge-score's tokens, and each Chinese character
ARTICLES = frozenset(("a", "an", "the"))
RUN = 8  # words in a row that count as copied


def plain(markdown: str) -> str:
    """Take escapes, citation markers and Markdown's marks from a text; the words stay as they are."""
    return MARKUP.sub("", MARKERS.sub("", ESCAPED.sub(r"\1", markdown))).strip()


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Return the content stems of a text in its order; equal stems share their memory."""
    return tuple(sys.intern(word) for word in terms(text))


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """Return the content stems of a text; where it has none ("No."), its tokens."""
    return frozenset(words(text)) or frozenset(tokens(text))


@lru_cache(maxsize=50_000)
def parts(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, a line break ending one too."""
    return tuple(sentence for line in text.split("\n") for sentence in sentences(line))


def tokens(text: str) -> list[str]:
    """Cut a text into lower-case tokens as rouge-score does; a Chinese character is a token."""
    return TOKEN.findall(text.lower())


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and their harmonic mean, each in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies of a collection of passages: ln(1 + (N - n + .5) / (n + .5))."""

    idf: Mapping[str, float]
    unseen: float

    @classmethod
    def over(cls, passages: Iterable[str]) -> Weights:
        """Count in how many passages each stem stands."""
        counts: Counter[str] = Counter()
        size = 0
        for passage in passages:
            counts.update(stems(passage))
            size += 1
        idf = {stem: float(np.log1p((size - count + 0.5) / (count + 0.5))) for stem, count in counts.items()}
        return cls(idf, float(np.log1p((size + 0.5) / 0.5)))

    def of(self, held: Collection[str], without: Collection[str] = ()) -> float:
        """Sum the weights of stems; those in `without` weigh nothing. Exact, so that no order of sets shows."""
        return fsum(self.idf.get(word, self.unseen) for word in held if word not in without)


def qidf(answer: str, reference: str, question: str, weights: Weights) -> Scores:
    """Compare content stems of an answer and its reference by weight; stems of the question weigh nothing.

    precision = w(A and R) / w(A), recall = w(A and R) / w(R) (evaluation.md; validated there on RAGChecker's labels).
    Where the whole reference stands in the question, the question's stems weigh as others do.
    """
    said, meant, asked = stems(answer), stems(reference), stems(question)
    if not words(reference):  # "No.", "It is not.": nothing but stop words
        said = frozenset(tokens(answer))
    asked = asked if weights.of(meant, asked) else frozenset()
    shared = weights.of(said & meant, asked)
    whole, share = weights.of(said, asked), weights.of(meant, asked)
    return Scores(shared / whole if whole else 0.0, shared / share if share else 0.0)


def token_scores(answer: Sequence[str], reference: Sequence[str]) -> Scores:
    """Compare bags of tokens without articles, as SQuAD does (Rajpurkar et al. 2016)."""
    said = Counter(token for token in answer if token not in ARTICLES)
    meant = Counter(token for token in reference if token not in ARTICLES)
    shared = (said & meant).total()
    return Scores(shared / said.total() if said else 0.0, shared / meant.total() if meant else 0.0)


def rouge_l(answer: Sequence[str], reference: Sequence[str]) -> Scores:
    """Compare by the longest common subsequence of tokens (Lin 2004)."""
    length = common_length(answer, reference)
    return Scores(length / len(answer) if answer else 0.0, length / len(reference) if reference else 0.0)


def common_length(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, a machine word at a time (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for position, token in enumerate(first):
        places[token] = places.get(token, 0) | 1 << position
    full = (1 << len(first)) - 1
    row = full
    for token in second:
        matched = row & places.get(token, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(first) - row.bit_count()


def overlap(answer: str, sources: Sequence[str]) -> float:
    """Return the share of an answer's stem bigrams that stand in a source: "source overlap", not faithfulness.

    An answer of one stem is compared by it; one without any has no overlap.
    """
    said = words(answer)
    if len(said) < 2:
        return float(bool(said) and any(said[0] in stems(source) for source in sources))
    pairs = _pairs(answer)
    shared = pairs & frozenset[tuple[str, str]]().union(*map(_pairs, sources))
    return len(shared) / len(pairs)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(words(text)))


def copy_rate(answer: Sequence[str], sources: Sequence[str]) -> float:
    """Return the share of an answer's tokens that lie in runs of eight or more taken from one source word by word."""
    if len(answer) < RUN:
        return 0.0
    held: frozenset[int] = frozenset().union(*(_runs(source) for source in sources))
    copied = np.zeros(len(answer), dtype=bool)
    for start in range(len(answer) - RUN + 1):
        if hash(tuple(answer[start : start + RUN])) in held:
            copied[start : start + RUN] = True
    return float(copied.mean())


@lru_cache(maxsize=20_000)
def _runs(text: str) -> frozenset[int]:
    """Return the hashes of all runs of a text; within one process only, for Python salts the hashes of strings."""
    said = tokens(text)
    return frozenset(hash(tuple(said[start : start + RUN])) for start in range(len(said) - RUN + 1))
