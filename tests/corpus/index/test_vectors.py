"""The vectors in Chroma: written, replaced, removed, found by a graph that every reader loads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.index.vectors import VectorStore, open_vectors
from tests.chroma_server import IN_BOTH_MODES


@IN_BOTH_MODES
def test_an_empty_store_finds_nothing(tmp_path: Path, chroma_url: str | None) -> None:
    """Asking a collection without vectors gives nothing rather than an error."""
    store = open_vectors(tmp_path, "x", chroma_url)
    assert (len(store), store.nearest(np.ones(4, dtype=np.float32), 5)) == (0, [])
    store.close()


def test_every_reader_loads_the_graph_that_was_written(tmp_path: Path) -> None:
    """Chroma's graph on disk holds all vectors: those left in its log would be put in anew by each process."""
    store = open_vectors(tmp_path, "x", None)
    store.write(["a", "b", "c"], np.eye(3, 4, dtype=np.float32))
    store.close()
    query = "SELECT seq_id FROM max_seq_id JOIN segments ON segments.id = segment_id WHERE scope = 'VECTOR'"
    with closing(sqlite3.connect(tmp_path / "chroma" / "chroma.sqlite3")) as database:
        assert database.execute(query).fetchall() == [(3,)]


@IN_BOTH_MODES
def test_vectors_are_written_replaced_and_removed(tmp_path: Path, chroma_url: str | None) -> None:
    """An id written again has its new vector alone, and what is removed is gone."""
    vectors = np.eye(3, 4, dtype=np.float32)
    store = open_vectors(tmp_path, "x", chroma_url)
    store.write(["a", "b", "c"], vectors)
    store.write(["a"], vectors[2:])
    store.remove(["b"])
    assert len(store) == 2
    assert dict(store.nearest(vectors[2], 2)) == {"a": pytest.approx(1), "c": pytest.approx(1)}
    store.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("localhost:8000", "ASSISTANT_CHROMA_URL is 'localhost:8000': write it like http://localhost:8000"),
        ("ftp://localhost", "write it like http://localhost:8000"),
        ("http://127.0.0.1:9", "No Chroma server answers at http://127.0.0.1:9: start it with `chroma run`"),
    ],
)
def test_a_chroma_server_out_of_reach_is_named(tmp_path: Path, url: str, message: str) -> None:
    """A wrong address and a server that is not running are one clear error each."""
    with pytest.raises(InputError, match=message):
        open_vectors(tmp_path, "x", url)


def test_chroma_never_makes_an_embedding_function(index: CurrentIndex) -> None:
    """The collection stores no embedding function that a client could be made to build."""
    store: VectorStore = index.edition().vectors
    assert store._collection._embedding_function is None
