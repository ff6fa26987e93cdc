"""One edition of the index: vectors in Chroma, the keyword index, the texts and a manifest.

An edition never changes once its manifest is written. `CURRENT` names the edition in force; a reader that asks
`CurrentIndex` before each question notices a switch and opens the new edition.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.columns import Columns
from corpus.embedding import Vectors
from corpus.errors import IndexMissingError
from corpus.exact import highest, nearest_of, open_exact
from corpus.files import write_whole
from corpus.lexical import LexicalIndex, Matched
from corpus.records import Policy
from corpus.scope import Scope
from corpus.store import TextStore
from corpus.vectors import VectorStore, open_vectors

FORMAT_VERSION = 4
POINTER = "CURRENT"
MANIFEST = "manifest.json"
TEXTS = "texts.db"
LEXICAL = "lexical"
# A neighbour of Chroma's costs as much as comparing 30 passages: a part of the edition is compared passage by passage
# where share * share * size is below about this.
BALANCE = 5_000
SPARE = 1.5  # neighbours asked for, in terms of those that would do if what is allowed lay evenly
MOST_SEEN = 100  # users whose view of an edition is kept; a view has a row a policy and a byte a passage


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition is made of; `inputs` maps each source to the hash of its bytes."""

    edition: str
    encoder: str
    built: str
    passages: int
    policies: int
    inputs: dict[str, str]
    versions: dict[str, int]

    def save(self, folder: Path) -> None:
        """Write the manifest: the last step of a build, which makes the edition complete."""
        write_whole(folder / MANIFEST, json.dumps(asdict(self), indent=1).encode())

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read a manifest; raise IndexMissingError where it is absent or not readable."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexMissingError(
                f"The index edition at {folder} is incomplete. Build it with `make index`."
            ) from error


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

        Raises IndexMissingError for one that is incomplete, or in the format of another version.
        """
        self.folder = folder
        self.manifest = Manifest.load(folder)
        if self.manifest.versions.get("format") != FORMAT_VERSION:
            raise IndexMissingError(f"The index at {folder} is of another version. Build it anew with `make index`.")
        self.texts = TextStore(folder / TEXTS)
        self._url = url
        self._seen: dict[str, Edition] = {}

    def seen_by(self, owner: str) -> Edition:
        """Give the edition as one user sees it: own documents of others are not there, in any of its parts.

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
        _ = self.lexical, self.vectors, self.signed, self._exact  # opened once, and shared
        seen = copy(self)
        seen.policies = {id_: policy for id_, policy in self.policies.items() if policy.owner not in hidden}
        seen.texts = self.texts.only(seen.policies)
        seen._columns = self._columns.only(seen.policies)  # noqa: SLF001 - our own class
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

    @cached_property
    def vectors(self) -> VectorStore:
        """The vectors; opening them raises as `check_vectors` does."""
        store = open_vectors(self.folder, self.manifest.edition, self._url)
        if self._url and len(store) != self.manifest.passages:
            held = f"{len(store):,} of the {self.manifest.passages:,} vectors"
            store.close()
            raise IndexMissingError(
                f"The Chroma server at {self._url} holds {held}. Build the index with `make index`."
            )
        return store

    def check_vectors(self) -> None:
        """Raise IndexMissingError where a Chroma server does not hold all vectors (any more)."""
        len(self.vectors)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The keyword index."""
        return LexicalIndex.load(self.folder / LEXICAL, self.manifest.passages)

    def lexical_by(self, day: date | None) -> LexicalIndex:
        """Give the keyword index of what was published by a day, with its own statistics; of everything without one."""
        if day is None and self._columns.hidden is None:
            return self.lexical
        return self.lexical.only(self._columns.within(Scope(day)))

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.texts.columns(), self.policies)

    @cached_property
    def _exact(self) -> Vectors:
        return open_exact(self.folder)

    def vectors_of(self, ids: Sequence[str]) -> Vectors:
        """Give the vectors of passages that the edition holds, shape (ids, dimension)."""
        return np.asarray(self._exact[[self._columns.rows[id_] for id_ in ids]])

    def keyword_matches(self, text: str, count: int, scope: Scope, synonyms: str = "") -> list[tuple[str, float]]:
        """Give the passages that share the most telling terms with a text, with their BM25 sum, best first.

        Equal scores keep the order of the edition.
        """
        return self.matched(text, count, scope, synonyms).best

    def matched(self, text: str, count: int, scope: Scope, synonyms: str = "") -> KeywordMatches:
        """Give the best passages as `keyword_matches` does, and how all passages match the text."""
        ids, lexical = self._columns.ids, self.lexical_by(scope.published_by)
        matched = lexical.matched(text, synonyms)
        allowed = self._columns.within(scope)
        if not allowed.all():
            matched.scores[~allowed] = 0
        best = [(ids[row], float(matched.scores[row])) for row in _best_rows(matched.scores, count)]
        return KeywordMatches(best, matched, lexical)

    def located(self, slugs: Collection[str], scope: Scope) -> list[str]:
        """Give the passages whose locators are these or lie below them, as `article-36-1` lies below `article-36`."""
        return self._columns.located(slugs, scope)

    def nearest(self, vector: NDArray[np.float32], count: int, scope: Scope) -> list[tuple[str, float]]:
        """Give the passages whose vectors are nearest, with their cosine similarity, best first.

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
            near = self.vectors.nearest(vector, wanted)
            found = [(id_, cosine) for id_, cosine in near if allowed[self._columns.rows[id_]]][:count]
            if len(found) == min(count, len(rows)):
                return found
        ids = self._columns.ids
        return [(ids[row], cosine) for row, cosine in nearest_of(self._exact, rows, vector, count)]

    def close(self) -> None:
        """Let go of the files of the texts and the vectors."""
        self.texts.close()
        if "vectors" in self.__dict__:
            self.vectors.close()


class CurrentIndex:
    """The edition in force in a data folder, reopened when a build has switched to a new one."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Name the index folder (`data/index`), and the Chroma server where one is used."""
        self._folder = folder
        self._url = url
        self._lock = threading.Lock()
        self._open: Edition | None = None
        self._left: Edition | None = None  # may still be read by a question that began before the switch

    def edition(self, owner: str = "") -> Edition:
        """Give the edition in force as a user sees it; raise IndexMissingError when nothing has been built.

        Whoever names no owner sees what is everybody's, and no own document of a user.
        """
        name = current_edition(self._folder)
        if name is None:
            raise IndexMissingError(f"No index at {self._folder}. Build it with `make index`.")
        with self._lock:
            if self._open is None or self._open.manifest.edition != name:
                entered = Edition(self._folder / name, self._url)
                if self._left is not None:
                    self._left.close()
                self._left, self._open = self._open, entered
            return self._open.seen_by(owner)

    def close(self) -> None:
        """Let go of the files; what is asked next opens them again."""
        with self._lock:
            for edition in filter(None, (self._left, self._open)):
                edition.close()
            self._left = self._open = None


def _best_rows(scores: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Give the rows of the highest scores above 0, best first, of equal ones the first rows."""
    rows = np.flatnonzero(scores)
    return rows[highest(scores[rows], count)]


def current_edition(folder: Path) -> str | None:
    """Name the edition in force, or None where there is none."""
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
