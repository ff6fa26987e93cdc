"""The vectors of an edition in Chroma, on disk or on a Chroma server. The only file that knows chromadb.

Vectors are always passed in, and Chroma never makes an embedding function of its own.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus.encoders.sentence import Vectors
from corpus.errors import IndexMissingError, InputError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

VECTORS = "chroma"
COLLECTION = "passages"
DATABASE = "chroma.sqlite3"  # what Chroma writes into when it opens a folder; it only reads the graph beside it
COPY = "crypto-policy-chroma-"  # begins the name of a reader's own copy of the database, in the system's folder
LOCK = "lock"  # in a copy: held while its process lives
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
        """Return the passages nearest to a unit vector, with their cosine similarity, best first."""
        with _answering():
            answer = self._collection.query(
                query_embeddings=vector[np.newaxis, :], n_results=count, include=["distances"]
            )
        distances = (answer["distances"] or [[]])[0]
        return [(id_, 1.0 - distance) for id_, distance in zip(answer["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Let go of the files or the connection."""
        self._client.close()  # type: ignore[attr-defined]  # every client has it, its base class does not say so


class _Copied(VectorStore):
    """A store whose database is a copy that goes with it."""

    def __init__(self, client: ClientAPI, copy: Path, lock: FileLock) -> None:
        super().__init__(client, COLLECTION)
        self._cleared = weakref.finalize(self, _clear, copy, lock)  # at the end of the process, too

    def close(self) -> None:
        super().close()
        self._cleared()


@contextmanager
def _answering() -> Iterator[None]:
    """Say in one line where a Chroma server has gone, or has lost what it held; raise OSError for a full disk."""
    import httpx
    from chromadb.errors import InternalError, NotFoundError

    try:
        yield
    except httpx.TransportError as error:
        raise InputError(
            "The Chroma server has stopped answering: start it with `chroma run`, and ask again."
        ) from error
    except NotFoundError as error:
        raise IndexMissingError("The Chroma server no longer holds this index. Build it with `make index`.") from error
    except InternalError as error:
        raise OSError(f"Chroma says: {' '.join(str(error).split())}") from error


def read_vectors(folder: Path) -> VectorStore:
    """Open the vectors of a finished edition through a copy of Chroma's database that is this process's alone.

    The graph is linked, so that nothing in the edition is written, and it may lie where nothing can be. Raises
    IndexMissingError where there is no room for the copy (400 bytes a passage).
    """
    from chromadb.errors import ChromaError

    try:
        _sweep()
        copy = Path(tempfile.mkdtemp(prefix=COPY))
        lock = FileLock(copy / LOCK)
        try:
            lock.acquire()
            for part in (folder / VECTORS).iterdir():
                if part.is_dir():
                    (copy / part.name).symlink_to(part.resolve(), target_is_directory=True)
            shutil.copyfile(folder / VECTORS / DATABASE, copy / DATABASE)
            return _Copied(_local(copy), copy, lock)
        except BaseException:
            _clear(copy, lock)
            raise
    except (OSError, ChromaError) as error:
        reason = " ".join(str(error).split())
        raise IndexMissingError(f"Chroma cannot be read through a copy in {tempfile.gettempdir()}: {reason}") from error


def _sweep() -> None:
    """Remove the copies of processes that were killed: nobody holds their locks."""
    for lock in Path(tempfile.gettempdir()).glob(f"{COPY}*/{LOCK}"):
        with suppress(OSError, Timeout), FileLock(lock, timeout=0):
            shutil.rmtree(lock.parent, ignore_errors=True)


def _clear(copy: Path, lock: FileLock) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    lock.release()


def open_vectors(folder: Path, edition: str, url: str | None) -> VectorStore:
    """Open an edition's vectors: below `folder`, or on the server at `url`; raise InputError where none answers."""
    return VectorStore(_server(url), f"edition-{edition}") if url else VectorStore(_local(folder / VECTORS), COLLECTION)


def drop_vectors(edition: str, url: str | None) -> None:
    """Delete an edition's collection on the Chroma server; vectors on disk go with the edition's folder."""
    from chromadb.errors import NotFoundError

    if url:
        with suppress(NotFoundError):
            _server(url).delete_collection(f"edition-{edition}")


def _local(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


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
