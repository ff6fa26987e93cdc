"""A cache of scores by content: a row is scored again only if question, answer, texts or scoring code changed.

Nor is a chat model asked twice for the same mark: its marks are kept whatever becomes of the scoring code.

The key is a hash of all that a row's scores depend on, so that nothing in the cache can be out of date. The cache only
saves time: one that cannot be read or written is begun anew or left out, with a warning, and the scores are the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import platform
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import assistant
import corpus
from assistant.evaluation.scoring.measures import COLUMN
from assistant.evaluation.scoring.refusals import Refusal
from assistant.evaluation.sets.records import AnswerSet, EvalAnswer, EvalQuestion

LOG = logging.getLogger(__name__)
FOLDER, FILE = "evaluation", "scores.db"
LIBRARIES = ("numpy", "PyStemmer", "regex", "ir-measures")
PATIENCE = 30.0  # seconds to wait for another process that writes
MARK = "mark"  # stands where the scorer stands for a row
SUM = 16  # characters of a row's check sum
BATCH = 500  # keys of one query; SQLite takes 999 in its older versions
SCHEMA = """
CREATE TABLE IF NOT EXISTS scores (key BLOB PRIMARY KEY, scorer TEXT NOT NULL, row TEXT NOT NULL) WITHOUT ROWID
"""
PUT = "INSERT OR REPLACE INTO scores VALUES (?, ?, ?)"
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """What is known of one row: how far the answer declines, and its scores by measure."""

    refusal: Refusal
    values: Mapping[str, float]


@lru_cache(maxsize=1)
def scorer() -> str:
    """Return a hash of the code and the libraries that scores come from."""
    digest = hashlib.sha256(platform.python_version().encode())
    for package in (assistant, corpus):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name}=={version(name)}\n".encode())
    return digest.hexdigest()


def row_key(question: EvalQuestion, answer: EvalAnswer, answers: AnswerSet, texts: str) -> bytes:
    """Return the key of a row: the representation of its records, the fields of its set, and the hash of the texts."""
    return _key(scorer(), texts, *sorted(answers.fields), repr(replace(question, row=0)), repr(answer))


def mark_key(asked: str, repeat: int) -> bytes:
    """Return the key of a mark: of all that the judge is asked, and of which time it is asked."""
    return _key(MARK, asked, str(repeat))


def _key(*parts: str) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode(errors="surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@dataclass(frozen=True, slots=True)
class ScoreCache:
    """Rows by key in one SQLite file. A row carries a check sum, so that a spoilt one is scored again."""

    path: Path

    @classmethod
    def of(cls, data: Path) -> ScoreCache:
        """Name the cache below the data folder; it is made when it is first written."""
        return cls(data / FOLDER / FILE)

    def read(self, keys: Sequence[bytes]) -> dict[bytes, ScoredRow]:
        """Return the rows that there are and that are whole."""
        if not self.path.is_file():
            return {}
        kept = self._found(keys)
        rows = {key: row for key, text in kept.items() if (row := _unpacked(key, text)) is not None}
        if spoilt := len(kept) - len(rows):
            LOG.warning("%s: %d spoilt rows are scored again.", self.path, spoilt)
        return rows

    def _found(self, keys: Sequence[bytes]) -> dict[bytes, object]:
        nothing: dict[bytes, object] = {}
        return self._tried(lambda database: _select(database, keys), nothing)

    def write(self, rows: Mapping[bytes, ScoredRow]) -> None:
        """Keep rows, all of them or none, and drop those of any other scorer."""
        if rows:
            self._tried(lambda database: _insert(database, rows), None)

    def mark(self, key: bytes) -> tuple[str, str] | None:
        """Return the label and the reason of a mark that was made before, if it is there and whole."""
        text = self._found([key]).get(key) if self.path.is_file() else None
        if not isinstance(text, str) or text[:SUM] != _sum(key, text[SUM:]):
            return None
        label, reason = json.loads(text[SUM:])
        return label, reason

    def keep_mark(self, key: bytes, label: str, reason: str) -> None:
        """Keep a mark."""
        text = json.dumps([label, reason])
        row = (key, MARK, _sum(key, text) + text)
        self._tried(lambda database: database.execute(PUT, row), None)

    def _tried(self, work: Callable[[sqlite3.Connection], Given], otherwise: Given) -> Given:
        """Do work on the file; where it fails, set the file aside with a warning."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as database, database:
                database.execute(SCHEMA)
                return work(database)
        except sqlite3.OperationalError as error:
            LOG.warning("%s cannot be used now (%s): rows are scored again.", self.path, error)
        except (OSError, sqlite3.DatabaseError) as error:
            LOG.warning("%s is spoilt (%s): it is begun anew, and rows are scored again.", self.path, error)
            if self.path.is_file():
                self.path.unlink()
        return otherwise


def _select(database: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, object]:
    blobs: dict[bytes, object] = {}
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        marks = ",".join("?" * len(batch))
        query = f"SELECT key, row FROM scores WHERE key IN ({marks})"  # noqa: S608 - question marks alone
        blobs.update(database.execute(query, batch))
    return blobs


def _insert(database: sqlite3.Connection, rows: Mapping[bytes, ScoredRow]) -> None:
    database.execute("DELETE FROM scores WHERE scorer NOT IN (?, ?)", (scorer(), MARK))
    database.executemany(PUT, ((key, scorer(), _packed(key, row)) for key, row in rows.items()))


def _packed(key: bytes, row: ScoredRow) -> str:
    """Write a row behind the check sum of itself and its key; floats come back to the last digit."""
    text = json.dumps([row.refusal.value, row.values])
    return _sum(key, text) + text


def _unpacked(key: bytes, text: object) -> ScoredRow | None:
    """Read a row; None for one that is spoilt."""
    if not isinstance(text, str) or text[:SUM] != _sum(key, text[SUM:]):
        return None
    refusal, values = json.loads(text[SUM:])
    return ScoredRow(Refusal(refusal), values) if values.keys() <= COLUMN.keys() else None


def _sum(key: bytes, text: str) -> str:
    return hashlib.sha256(key + text.encode()).hexdigest()[:SUM]
