"""The texts of an edition: policies, passages and the meaning of their sentences, in one read-only SQLite file.

Rows hold JSON, so that an edition can be read by any program and nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import Empty, Full, LifoQueue
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from corpus.encoders.sentence import Vectors
from corpus.encoders.tokens import Codes
from corpus.records import PartialDate, Passage, Policy, parse_day

Json = dict[str, object]
_POLICY, _PASSAGE = TypeAdapter(Policy), TypeAdapter(Passage)
IDLE = 8  # connections kept open: as many questions as two cores will ever answer at once
CHUNK = 500  # SQLite takes at most 999 variables in one statement in its oldest builds
SCHEMA = """
CREATE TABLE policies (id TEXT PRIMARY KEY, row TEXT NOT NULL);
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, policy_id TEXT NOT NULL, row TEXT NOT NULL
);
CREATE TABLE spans (key BLOB PRIMARY KEY, dimension INTEGER NOT NULL, vectors BLOB NOT NULL);
CREATE TABLE tokens (key BLOB PRIMARY KEY, width INTEGER NOT NULL, codes BLOB NOT NULL);
CREATE INDEX passages_of_policy ON passages (policy_id, position);
"""


class TextStore:
    """Policies and passages by id; threads may share one store, and each call has a connection of its own meanwhile.

    What is read must not change any more: connections are kept, and with them what they have read.
    """

    def __init__(self, path: Path) -> None:
        """Name the SQLite file."""
        self._path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue(IDLE)

    @classmethod
    def write(cls, path: Path, policies: Iterable[Policy], passages: Iterable[Passage]) -> TextStore:
        """Write a new file without spans; `passages` are numbered from 0 in their order."""
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(SCHEMA)
            connection.executemany(
                "INSERT INTO policies VALUES (?, ?)",
                ((policy.id, json.dumps(policy_row(policy))) for policy in policies),
            )
            connection.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?)",
                (
                    (position, passage.id, passage.policy_id, json.dumps(passage_row(passage)))
                    for position, passage in enumerate(passages)
                ),
            )
        return cls(path)

    def add_spans(self, spans: Iterable[tuple[str, Vectors]]) -> None:
        """Add what `spans` gives of texts that have none yet, while the file is being written."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executemany(
                "INSERT OR IGNORE INTO spans VALUES (?, ?, ?)",
                ((_key(text), rows.shape[1], rows.astype(np.float16).tobytes()) for text, rows in spans),
            )

    def only(self, policies: Collection[str]) -> TextStore:
        """Return the store of some policies by id: what belongs to others is as if it were not there."""
        return _Part(self, frozenset(policies))

    def policies(self) -> dict[str, Policy]:
        """Return every policy by its id."""
        return {
            id_: policy_from(json.loads(row)) for id_, row in self._read("SELECT id, row FROM policies ORDER BY id")
        }

    def passages(self) -> list[Passage]:
        """Return every passage in position order."""
        return [passage_from(json.loads(row)) for (row,) in self._read("SELECT row FROM passages ORDER BY position")]

    def columns(self) -> Iterator[tuple[str, str, PartialDate | None]]:
        """Yield the id, the policy and the publication date of every passage in position order, a row at a time."""
        query = "SELECT id, policy_id, json_extract(row, '$.life.published') FROM passages ORDER BY position"
        with closing(self._open()) as connection:
            for id_, policy_id, published in connection.execute(query):
                yield id_, policy_id, published and parse_day(published)

    def passages_of(self, policy_id: str) -> list[Passage]:
        """Return the passages of one policy in reading order; an unknown policy has none."""
        query = "SELECT row FROM passages WHERE policy_id = ? ORDER BY position"
        return [passage_from(json.loads(row)) for (row,) in self._read(query, (policy_id,))]

    def signed(self) -> frozenset[str]:
        """Return the ids of the passages that address a model (see `corpus.language.screening`)."""
        query = "SELECT id FROM passages WHERE json_array_length(row, '$.signs') > 0"
        return frozenset(id_ for (id_,) in self._read(query))

    def get(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages with these ids; an id that the edition does not hold is left out."""
        rows = self._read_those("SELECT id, row FROM passages WHERE id IN ({})", ids)
        return {id_: passage_from(json.loads(row)) for id_, row in rows}

    def spans(self, texts: Iterable[str]) -> dict[str, Vectors]:
        """Return the unit vectors of the sentences of these passages or headings: shape (sentences, dimension)."""
        keys = {_key(text): text for text in texts}
        rows = self._read_those("SELECT key, dimension, vectors FROM spans WHERE key IN ({})", list(keys))
        return {
            keys[key]: np.frombuffer(vectors, dtype=np.float16).astype(np.float32).reshape(-1, dimension)
            for key, dimension, vectors in rows
        }

    def add_tokens(self, tokens: Iterable[tuple[str, Codes]]) -> None:
        """Add the packed tokens of texts that have none yet, while the file is being written."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executemany(
                "INSERT OR IGNORE INTO tokens VALUES (?, ?, ?)",
                ((_key(text), codes.shape[1], codes.tobytes()) for text, codes in tokens),
            )

    def tokens(self, texts: Iterable[str]) -> dict[str, Codes]:
        """Return the packed tokens of these passages: shape (tokens, bytes); unknown ones are left out."""
        keys = {_key(text): text for text in texts}
        rows = self._read_those("SELECT key, width, codes FROM tokens WHERE key IN ({})", list(keys))
        return {keys[key]: np.frombuffer(codes, dtype=np.uint8).reshape(-1, width or 1) for key, width, codes in rows}

    def around(self, ids: Sequence[str]) -> dict[str, list[int]]:
        """Return by passage id its own position and those of its neighbours in the same policy, its own first."""
        query = (
            "SELECT one.id, near.position FROM passages AS one JOIN passages AS near"
            " ON near.position BETWEEN one.position - 1 AND one.position + 1 AND near.policy_id = one.policy_id"
            " WHERE one.id IN ({}) ORDER BY abs(near.position - one.position)"
        )
        rows: dict[str, list[int]] = {}
        for id_, position in self._read_those(query, ids):
            rows.setdefault(id_, []).append(position)
        return rows

    def _read_those(self, query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query whose `{}` stands for these values, asked for in portions that SQLite takes."""
        for chunk in _chunks(values):
            yield from self._read(query.format(",".join("?" * len(chunk))), chunk)

    def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend an idle connection, or a new one: opening one takes as long as a short query."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._open()
        try:
            yield connection
        finally:
            try:
                self._idle.put_nowait(connection)
            except Full:
                connection.close()

    def _open(self) -> sqlite3.Connection:
        address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Let go of the connections that nobody uses."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()


class _Part(TextStore):
    """A store that gives the texts of some policies alone."""

    def __init__(self, whole: TextStore, shown: frozenset[str]) -> None:
        super().__init__(whole._path)  # noqa: SLF001 - our own class
        self._idle = whole._idle  # noqa: SLF001
        self._shown = shown

    def policies(self) -> dict[str, Policy]:
        return {id_: policy for id_, policy in super().policies().items() if id_ in self._shown}

    def passages(self) -> list[Passage]:
        return [passage for passage in super().passages() if passage.policy_id in self._shown]

    def passages_of(self, policy_id: str) -> list[Passage]:
        return super().passages_of(policy_id) if policy_id in self._shown else []

    def signed(self) -> frozenset[str]:
        return frozenset(id_ for id_ in super().signed() if policy_of(id_) in self._shown)

    def get(self, ids: Sequence[str]) -> dict[str, Passage]:
        return super().get([id_ for id_ in ids if policy_of(id_) in self._shown])


def policy_of(passage_id: str) -> str:
    """Return the id of the policy that a passage belongs to."""
    return passage_id.split("#", 1)[0]


def above(policy: Policy, passage: Passage) -> str:
    """Return what stands above a passage: the title and the nearest heading."""
    return ". ".join((policy.title, *passage.headings[-1:]))


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _chunks(values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return (tuple(values[start : start + CHUNK]) for start in range(0, len(values), CHUNK))


def policy_row(policy: Policy) -> Json:
    """Return a policy as JSON values; `policy_from` is its inverse."""
    return _POLICY.dump_python(policy, mode="json")  # type: ignore[no-any-return]


def policy_from(row: Json) -> Policy:
    """Make the policy that `policy_row` wrote."""
    return _POLICY.validate_python(row)


def passage_row(passage: Passage) -> Json:
    """Return a passage as JSON values; `passage_from` is its inverse."""
    return _PASSAGE.dump_python(passage, mode="json")  # type: ignore[no-any-return]


def passage_from(row: Json) -> Passage:
    """Make the passage that `passage_row` wrote."""
    return _PASSAGE.validate_python(row)
