"""Chroma's part of an edition: opened with the first search, shared, and done without where it cannot be read."""

from __future__ import annotations

import logging
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.current import CurrentIndex
from corpus.errors import IndexMissingError
from corpus.index import graph as module
from corpus.index.graph import Graph
from corpus.index.manifest import Manifest
from corpus.index.vectors import open_vectors
from tests.chroma_server import ChromaServer
from tests.conftest import WordEncoder

TEXT = "brokers may offer margin financing against bitcoin"


def vector() -> NDArray[np.float32]:
    """Encode a question."""
    return WordEncoder().encode([TEXT])[0]


@pytest.fixture
def folder(index: CurrentIndex) -> Path:
    """Return the folder of the edition of the four policies."""
    return index.edition().folder


def test_it_is_opened_once_and_by_the_first_search(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening Chroma takes a second: who only reads does not pay it, and twenty searches at once pay it once."""
    opened: list[Path] = []
    real = module.read_vectors
    monkeypatch.setattr(module, "read_vectors", lambda folder: opened.append(folder) or real(folder))
    graph = Graph(folder, Manifest.load(folder), None)
    assert opened == []
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(graph.nearest(vector(), 1)[0][0])) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    graph.close()
    assert opened == [folder]
    assert set(found) == {"hk-margin-2026#p1"}
    assert len(found) == 20


def test_what_is_closed_opens_again(folder: Path) -> None:
    """An edition that was let go of still answers who asks it."""
    graph = Graph(folder, Manifest.load(folder), None)
    first = graph.nearest(vector(), 2)
    graph.close()
    assert graph.nearest(vector(), 2) == first
    graph.close()


def test_one_that_cannot_be_read_finds_nothing_and_says_so_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The search goes on by comparing one by one; a log of every question would bury the cause."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    graph = Graph(folder, Manifest.load(folder), None)
    with caplog.at_level(logging.WARNING):
        assert [graph.nearest(vector(), 2) for _ in range(3)] == [[], [], []]
    (line,) = caplog.messages
    assert "cannot be read through a copy" in line
    assert "one by one" in line


def test_damaged_files_are_not_opened(folder: Path) -> None:
    """Chroma reads what it is given: the manifest is asked first."""
    (file,) = (folder / "chroma").glob("chroma.sqlite3")
    file.write_bytes(file.read_bytes()[:-1])
    graph = Graph(folder, Manifest.load(folder), None)
    with pytest.raises(IndexMissingError):
        _ = graph.store


def test_a_server_with_a_part_of_the_vectors_is_an_error(folder: Path, chroma_server: ChromaServer) -> None:
    """A search in a part would find the wrong passages and look like a right one: both figures are named."""
    manifest = Manifest.load(folder)
    store = open_vectors(folder, manifest.edition, chroma_server.url)
    store.write(["hk-margin-2026#p1"], vector()[np.newaxis, :])
    store.close()
    graph = Graph(folder, manifest, chroma_server.url)
    with pytest.raises(IndexMissingError, match=f"holds 1 of the {manifest.passages} vectors"):
        graph.nearest(vector(), 1)
    chroma_server.clear()
