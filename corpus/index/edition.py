"""One edition of the index: vectors in Chroma, the keyword index, the texts and a manifest.

An edition never changes once its manifest is written. `CURRENT` names the edition in force; a reader that asks
`CurrentIndex` before each question notices a switch and opens the new edition.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.sentence import Vectors
from corpus.index.columns import Columns
from corpus.index.exact import EXACT, highest, nearest_of, open_exact
from corpus.index.graph import Graph
from corpus.index.keywords import LexicalIndex, Matched
from corpus.index.manifest import (
    Manifest,
)
from corpus.index.questions import QUESTIONS, Column, QuestionIndex
from corpus.index.scope import Scope
from corpus.index.texts import TextStore
from corpus.index.vectors import VectorStore
from corpus.language.terms import in_chinese, terms
from corpus.records import Passage, Policy

LOG = logging.getLogger(__name__)
TEXTS = "texts.db"
LEXICAL = "lexical"
# A neighbour of Chroma's costs as much as comparing 30 passages: a part of the edition is compared passage by passage
# where share * share * size is below about this.
BALANCE = 5_000
SPARE = 1.5  # neighbours asked for, in terms of those that would do if what is allowed lay evenly
AT_ONCE = 200_000_000  # bytes of a file whose hash is compared before the first question: a fifth of a second
MOST_SEEN = 100  # users whose view of an edition is kept; a view has one row per policy and one byte per passage


@dataclass(frozen=True, slots=True)
class KeywordMatches:
    """The best passages for a text with their scores, best first; how all match it; and the index that says so."""

    best: list[tuple[str, float]]
    matched: Matched
    lexical: LexicalIndex


class Edition:
    """One complete edition, open for reading."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Open the edition in `folder`; its parts are read when they are first used.

        Raises IndexMissingError for one that is incomplete, or in the format of another version. Whether its files are
        as they were written is looked at by `check`.
        """
        self.folder = folder
        self.manifest = Manifest.load(folder)
        self.notice = ""  # what whoever reads an answer from this edition must know of it
        self.texts = TextStore(folder / TEXTS)
        self._url = url
        self._graph = Graph(folder, self.manifest, url)
        self._seen: dict[str, Edition] = {}

    def check(self, *, hashed: float) -> None:
        """Raise DamagedError where a file is not as it was written; the hashes of files of so many bytes are compared.

        Chroma's files are looked at when they are opened: what they hold is in the file of exact search too.
        """
        for part in (TEXTS, EXACT, LEXICAL, QUESTIONS):
            self.manifest.check(self.folder, part, hashed=hashed)

    def is_whole(self, part: str) -> bool:
        """Return whether the files whose paths begin with this are there as they were written."""
        return not self.manifest.misfit(self.folder, part)

    def seen_by(self, owner: str) -> Edition:
        """Return the edition as one user sees it: own documents of others are not there, in any of its parts.

        Nor do they count in the statistics of the keyword index. Empty, only what is everybody's is seen.
        """
        hidden = self._owners - {owner}
        if not hidden:
            return self
        if owner not in self._seen:
            self._seen = self._seen if len(self._seen) < MOST_SEEN else {}
            self._seen[owner] = self._without(hidden)
        return self._seen[owner]

    def _without(self, hidden: Collection[str]) -> Edition:
        _ = self.lexical, self.signed, self.questions, self._exact  # opened once, and shared
        seen = copy(self)
        seen.policies = {id_: policy for id_, policy in self.policies.items() if policy.owner not in hidden}
        seen.texts = self.texts.only(seen.policies)
        seen._columns = self._columns.only(seen.policies)  # noqa: SLF001 - our own class
        seen.__dict__.pop("chinese", None)
        seen._seen = {}  # noqa: SLF001
        return seen

    @cached_property
    def _owners(self) -> frozenset[str]:
        return frozenset(policy.owner for policy in self.policies.values() if policy.owner)

    @cached_property
    def policies(self) -> dict[str, Policy]:
        """Every policy by id."""
        return self.texts.policies()

    @cached_property
    def signed(self) -> frozenset[str]:
        """The ids of the passages that are kept out of answers."""
        return self.texts.signed()

    @property
    def vectors(self) -> VectorStore:
        """The vectors; raises DamagedError where Chroma's files are, and as `check_vectors` does."""
        return self._graph.store

    def check_vectors(self) -> None:
        """Raise IndexMissingError where a Chroma server does not hold all vectors (any more)."""
        len(self.vectors)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The keyword index."""
        return LexicalIndex.load(self.folder / LEXICAL, self.manifest.passages)

    def holds(self, word: str) -> bool:
        """Return whether some passage that is seen holds a word, in any form of it."""
        lexical = self.lexical_by(None)
        return any(lexical.frequency(term) for term in terms(word))

    def lexical_by(self, day: date | None) -> LexicalIndex:
        """Return the keyword index of what was published by a day, with its own statistics; without a day, of all."""
        if day is None and self._columns.all_searched:
            return self.lexical
        return self.lexical.only(self._columns.within(Scope(day)))

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.texts.columns(), self.policies)

    @cached_property
    def _exact(self) -> Vectors:
        return open_exact(self.folder)

    def vectors_of(self, ids: Sequence[str]) -> Vectors:
        """Return the vectors of passages that the edition holds, shape (ids, dimension)."""
        return np.asarray(self._exact[[self._columns.rows[id_] for id_ in ids]])

    def keyword_matches(self, text: str, count: int, scope: Scope, synonyms: str = "") -> list[tuple[str, float]]:
        """Return the passages that share the most telling terms with a text, with their BM25 sum, best first.

        Equal scores keep the order of the edition.
        """
        return self.matched(text, count, scope, synonyms).best

    def matched(self, text: str, count: int, scope: Scope, synonyms: str = "") -> KeywordMatches:
        """Return the best passages as `keyword_matches` does, and how all passages match the text."""
        ids, lexical = self._columns.ids, self.lexical_by(scope.published_by)
        matched = lexical.matched(text, synonyms)
        allowed = self._columns.within(scope)
        if not allowed.all():
            matched.scores[~allowed] = 0
        best = [(ids[row], float(matched.scores[row])) for row in _best_rows(matched.scores, count)]
        return KeywordMatches(best, matched, lexical)

    @cached_property
    def questions(self) -> QuestionIndex:
        """The questions that the paragraphs of notes answer; their rows are those of the edition."""
        return QuestionIndex.load(self.folder, self.manifest.passages)

    def best_rows(self, scores: Column, count: int, scope: Scope) -> list[str]:
        """Return the ids of the passages with the highest scores above 0 that a scope allows, best first."""
        allowed = np.where(self._columns.within(scope), scores, 0).clip(min=0)
        return [self._columns.ids[row] for row in _best_rows(allowed, count)]

    def rows_of(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows of passages that the edition holds, shape (ids,)."""
        return np.array([self._columns.rows[id_] for id_ in ids], dtype=np.int64)

    def located(self, slugs: Collection[str], scope: Scope) -> list[str]:
        """Return the passages whose locators are these or lie below them, as `article-36-1` lies below `article-36`."""
        return self._columns.located(slugs, scope)

    def nearest(self, vector: NDArray[np.float32], count: int, scope: Scope) -> list[tuple[str, float]]:
        """Return the passages whose vectors are nearest, with their cosine similarity, best first.

        A large part of the edition is searched by Chroma's graph, looking through more neighbours than are asked for;
        a small part passage by passage.
        """
        allowed = self._columns.within(scope)
        rows, size = np.flatnonzero(allowed), len(allowed)
        if not len(rows):
            return []
        share = len(rows) / size
        if share * share * size >= BALANCE or share == 1:
            wanted = min(count if share == 1 else int(SPARE * count / share), size)
            near = self._graph.nearest(vector, wanted)
            neighbours = [(id_, cosine) for id_, cosine in near if allowed[self._columns.rows[id_]]][:count]
            if len(neighbours) == min(count, len(rows)):
                return neighbours
        ids = self._columns.ids
        return [(ids[row], cosine) for row, cosine in nearest_of(self._exact, rows, vector, count)]

    @cached_property
    def chinese(self) -> frozenset[str]:
        """The ids of the passages of own documents that are written in Chinese; notes are not."""
        own = (policy.id for policy in self.policies.values() if policy.own and not policy.terms)
        return frozenset(one.id for id_ in own for one in self.texts.passages_of(id_) if in_chinese(one.text))

    def searched(self) -> list[Passage]:
        """Return the passages that a search may find, in order: all but those of shipped official texts."""
        return [one for one in self.texts.passages() if not self.policies[one.policy_id].terms]

    def close(self) -> None:
        """Let go of the files of the texts and the vectors."""
        self.texts.close()
        self._graph.close()


def _best_rows(scores: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Return the rows of the highest scores above 0, best first, of equal ones the first rows."""
    rows = np.flatnonzero(scores)
    return rows[highest(scores[rows], count)]
