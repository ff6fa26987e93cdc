"""The vectors of an edition in Chroma, on disk or on a Chroma server. The only file that knows chromadb.

Vectors are always passed in, and Chroma never makes an embedding function of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.errors import IndexMissingError, InputError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

VECTORS = "chroma"
PAGE = 2_000  # rows a Chroma call; larger calls are refused by some of its back ends
# Vectors after which Chroma writes its graph. What is not in it is put in again at every opening, by threads in any
# order: with the default of 1000, two processes found other neighbours for 2,728 passages.
KEPT_FROM = 2
SEARCH_DEPTH = 200  # hnsw search_ef: with the default of 100, asking for the top 100 loses neighbours


class VectorStore:
    """The vectors of one edition in a Chroma collection, on disk or on a Chroma server."""

    def __init__(self, client: ClientAPI, name: str) -> None:
        """Take an open client, and the name of the collection (made where it does not exist)."""
        self._client = client
        graph: CreateHNSWConfiguration = {
            "space": "cosine",
            "ef_search": SEARCH_DEPTH,
            "sync_threshold": KEPT_FROM,
        }
        self._collection: Collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": graph}
        )

    def __len__(self) -> int:
        """Count the vectors."""
        with _answering():
            return self._collection.count()

    def write(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors by passage id, shape (ids, dimension)."""
        for rows in _pages(len(ids)):
            with _answering():
                self._collection.upsert(ids=list(ids[rows]), embeddings=vectors[rows])

    def remove(self, ids: Sequence[str]) -> None:
        """Delete vectors by passage id."""
        for rows in _pages(len(ids)):
            with _answering():
                self._collection.delete(ids=list(ids[rows]))

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[str, float]]:
        """Give the passages nearest to a unit vector, with their cosine similarity, best first."""
        with _answering():
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :], n_results=count, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Let go of the files or the connection."""
        self._client.close()  # type: ignore[attr-defined]  # every client has it, its base class does not say so


@contextmanager
def _answering() -> Iterator[None]:
    """Say in one line where a Chroma server has gone, or has lost what it held."""
    import httpx
    from chromadb.errors import NotFoundError

    try:
        yield
    except httpx.TransportError as error:
        raise InputError(
            "The Chroma server has stopped answering: start it with `chroma run`, and ask again."
        ) from error
    except NotFoundError as error:
        raise IndexMissingError("The Chroma server no longer holds this index. Build it with `make index`.") from error


def open_vectors(folder: Path, edition: str, url: str | None) -> VectorStore:
    """Open an edition's vectors: below `folder`, or on the server at `url`; raise InputError where none answers."""
    import chromadb
    from chromadb.config import Settings

    if url:
        return VectorStore(_server(url), f"edition-{edition}")
    settings = Settings(anonymized_telemetry=False)
    return VectorStore(chromadb.PersistentClient(str(folder / VECTORS), settings=settings), "passages")


def drop_vectors(edition: str, url: str | None) -> None:
    """Delete an edition's collection on the Chroma server; vectors on disk go with the edition's folder."""
    from chromadb.errors import NotFoundError

    if url:
        with suppress(NotFoundError):
            _server(url).delete_collection(f"edition-{edition}")


def _server(url: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"ASSISTANT_CHROMA_URL is {url!r}: write it like http://localhost:8000.")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    try:
        settings = Settings(anonymized_telemetry=False)
        return chromadb.HttpClient(host=parts.hostname, port=port, ssl=secure, settings=settings)
    except (ValueError, OSError) as error:
        raise InputError(
            f"No Chroma server answers at {url}: start it with `chroma run`, or unset ASSISTANT_CHROMA_URL."
        ) from error


def _pages(size: int) -> Iterator[slice]:
    return (slice(start, start + PAGE) for start in range(0, size, PAGE))
