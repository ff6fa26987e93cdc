"""The vectors of an edition in Chroma, on disk or on a Chroma server. The only file that knows chromadb.

Vectors are always passed in, and Chroma never makes an embedding function of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Vectors
from corpus.errors import IndexMissingError, InputError
from corpus.places import PLACES
from corpus.records import PartialDate, Passage, Policy

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
# Chroma's own filter takes 3 microseconds for each passage that it allows, and a neighbour with its metadata 36: so a
# scope is better applied to more neighbours where share * share * size is above about this.
BALANCE = 2_000
SPARE = 1.5  # neighbours asked for, in terms of those that would do if what is allowed lay evenly
ALWAYS = 0  # the publication day of a text without a date: it is never filtered out


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched: texts published by a date, of some places (none named: of all places).

    Own documents of the users in `hidden` are left out.
    """

    published_by: date | None = None
    places: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


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
        self._size: int | None = None  # since it was last written; counting takes as long as searching

    def __len__(self) -> int:
        """Count the vectors."""
        with _answering():
            return self._collection.count()

    def write(self, passages: Sequence[Passage], policies: dict[str, Policy], vectors: Vectors) -> None:
        """Add or replace passages; `vectors` has one row a passage, in their order."""
        self._size = None
        for rows in _pages(len(passages)):
            page = passages[rows]
            with _answering():
                self._collection.upsert(
                    ids=[passage.id for passage in page],
                    embeddings=vectors[rows],
                    metadatas=[_metadata(passage, policies[passage.policy_id]) for passage in page],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Delete vectors by passage id."""
        self._size = None
        for rows in _pages(len(ids)):
            with _answering():
                self._collection.delete(ids=list(ids[rows]))

    def read(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Give the stored vectors of these passage ids."""
        found: dict[str, NDArray[np.float32]] = {}
        for rows in _pages(len(ids)):
            with _answering():
                page = self._collection.get(ids=list(ids[rows]), include=["embeddings"])
            vectors = page["embeddings"] if page["embeddings"] is not None else []
            found |= {
                id_: np.asarray(vector, dtype=np.float32) for id_, vector in zip(page["ids"], vectors, strict=True)
            }
        return found

    def nearest(
        self, vector: NDArray[np.float32], count: int, scope: Scope, share: float = 0.0
    ) -> list[tuple[str, float]]:
        """Give the passages nearest to a unit vector, with their cosine similarity, best first.

        `share` is the share of the passages that the scope allows, where it is known: of a large one the nearest of all
        are looked through first. A narrow scope can cut Chroma's graph into pieces that its search does not reach;
        where it comes back with too few, the allowed vectors are compared one by one.
        """
        size = self._size = len(self) if self._size is None else self._size
        if not size:
            return []
        wanted, where = min(count, size), _where(scope)
        if where is not None and share * share * size >= BALANCE:
            near = self._query(vector, min(int(SPARE * count / share), size), None, scope)
            if len(near) >= wanted:
                return near[:wanted]
        near = self._query(vector, wanted, where, Scope())
        return near if len(near) == wanted else self._compared(vector, where)[:wanted]

    def _query(
        self, vector: NDArray[np.float32], count: int, where: dict[str, Any] | None, scope: Scope
    ) -> list[tuple[str, float]]:
        with _answering():
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=count,
                where=where,
                include=["distances"] if scope == Scope() else ["distances", "metadatas"],
            )
        near = [
            (id_, 1.0 - distance)
            for id_, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        ]
        known = (found["metadatas"] or [[]])[0]
        return [pair for pair, metadata in zip(near, known, strict=True) if _allows(scope, metadata)] if known else near

    def _compared(self, vector: NDArray[np.float32], where: dict[str, Any] | None) -> list[tuple[str, float]]:
        with _answering():
            page = self._collection.get(where=where, include=["embeddings"])
        if not page["ids"]:
            return []
        cosines = np.asarray(page["embeddings"], dtype=np.float32) @ vector
        return sorted(zip(page["ids"], map(float, cosines), strict=True), key=lambda pair: (-pair[1], pair[0]))

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


def _metadata(passage: Passage, policy: Policy) -> dict[str, Any]:
    owner = {"owner": policy.owner} if policy.owner else {}
    return {"published": published_day(passage.life.published), "place": known_place(policy), **owner}


def _where(scope: Scope) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if scope.published_by is not None:
        conditions.append({"published": {"$lte": scope.published_by.toordinal()}})
    if scope.places:
        conditions.append({"place": {"$in": [*scope.places, ""]}})
    if scope.hidden:
        conditions.append({"owner": {"$nin": list(scope.hidden)}})  # what has no owner passes
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None


def _allows(scope: Scope, metadata: Mapping[str, Any]) -> bool:
    """Tell what Chroma's filter tells of one passage."""
    published = scope.published_by is None or metadata["published"] <= scope.published_by.toordinal()
    place = not scope.places or metadata["place"] in ("", *scope.places)
    return published and place and metadata.get("owner", "") not in scope.hidden


def published_day(published: PartialDate | None) -> int:
    """Give the day (proleptic ordinal) from which a passage of this date counts as published."""
    return published.last.toordinal() if published else ALWAYS


def known_place(policy: Policy) -> str:
    """Give the place by which a policy is filtered: empty, and never filtered out, where it is none of `PLACES`."""
    return policy.jurisdiction if policy.jurisdiction in PLACES else ""
