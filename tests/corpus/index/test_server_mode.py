"""Vectors on a Chroma server: what happens when it dies, comes back, or has lost what it held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import IndexMissingError, InputError
from corpus.index.scope import Scope
from tests.chroma_server import ChromaServer
from tests.conftest import WordEncoder

QUESTION = "margin financing"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """Yield a server of this test alone, which it may kill."""
    with ChromaServer(tmp_path / "chroma") as started:
        yield started


def nearest(index: CurrentIndex) -> list[tuple[str, float]]:
    """Ask the vectors."""
    vector = WordEncoder().encode([QUESTION])[0]
    return index.edition().nearest(np.asarray(vector), 3, Scope())


def test_a_dead_server_is_one_line_and_starting_it_mends(
    sources: Sources, encoder: WordEncoder, server: ChromaServer
) -> None:
    """A question and a build say what to do while the server is away; started again, it answers as before."""
    served = Sources(sources.index, sources.texts, sources.library, server.url)
    build(served, encoder)
    index = CurrentIndex(served.index, served.chroma_url)
    before = nearest(index)
    server.stop()
    with pytest.raises(
        InputError, match=r"^The Chroma server has stopped answering: start it with `chroma run`, and ask"
    ):
        nearest(index)
    with pytest.raises(InputError, match="start it with `chroma run`"):
        build(served, encoder)
    server.start()
    assert nearest(index) == before
    assert build(served, encoder).encoded == 0
    index.close()


def test_lost_vectors_are_told_and_written_again(sources: Sources, encoder: WordEncoder, server: ChromaServer) -> None:
    """An emptied server gives no half answer: the next question names the command that mends it, and it does."""
    served = Sources(sources.index, sources.texts, sources.library, server.url)
    build(served, encoder)
    index = CurrentIndex(served.index, served.chroma_url)
    before = nearest(index)
    server.clear()
    with pytest.raises(IndexMissingError, match=r"no longer holds this index. Build it with `make index`"):
        nearest(index)
    index.close()
    with pytest.raises(IndexMissingError, match=r"holds 0 of the 7 vectors. Build the index with `make index`"):
        nearest(index)
    build(served, encoder)
    assert nearest(index) == before
    index.close()
