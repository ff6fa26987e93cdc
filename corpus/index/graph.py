"""Chroma's part of an edition: opened by the first search, and skipped if it cannot be read."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexMissingError
from corpus.index.manifest import Manifest
from corpus.index.vectors import VECTORS, VectorStore, open_vectors, read_vectors

LOG = logging.getLogger(__name__)


class Graph:
    """Chroma's part of an edition, opened with the first search in it and shared by all who see the edition."""

    def __init__(self, folder: Path, manifest: Manifest, url: str | None) -> None:
        """Name the edition, and the Chroma server where one is used."""
        self._folder, self._manifest, self._url = folder, manifest, url
        self._lock = threading.Lock()
        self._store: VectorStore | None = None
        self._refused = False

    @property
    def store(self) -> VectorStore:
        """The vectors; raises IndexMissingError for what is damaged, or what a server does not hold (any more)."""
        with self._lock:
            if self._store is None:
                self._store = self._on_server() if self._url else self._on_disk()
            return self._store

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[str, float]]:
        """Search the graph; none is found where it lies on disk and cannot be read, which is told once."""
        if self._refused:
            return []
        try:
            return self.store.nearest(vector, count)
        except IndexMissingError as error:
            if self._url:
                raise
            self._refused = True
            LOG.warning("%s Until then passages are compared one by one.", error)
            return []

    def _on_disk(self) -> VectorStore:
        self._manifest.check(self._folder, VECTORS + "/")
        return read_vectors(self._folder)

    def _on_server(self) -> VectorStore:
        store = open_vectors(self._folder, self._manifest.edition, self._url)
        if len(store) != self._manifest.passages:
            held = f"{len(store):,} of the {self._manifest.passages:,} vectors"
            store.close()
            raise IndexMissingError(
                f"The Chroma server at {self._url} holds {held}. Build the index with `make index`."
            )
        return store

    def close(self) -> None:
        """Let go of the files or the connection; what is asked next opens them again."""
        if self._store is not None:
            self._store.close()
            self._store = None
