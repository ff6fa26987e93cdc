"""Removed documents, kept for 30 days beside the library: two files each, the description written last."""

from __future__ import annotations

import json
import time
from pathlib import Path

from corpus.files import write_whole
from corpus.index.texts import Json

KEPT_DAYS = 30
SECONDS = 24 * 3600
DESCRIPTION, DATA = ".json", ".data"


class Bin:
    """Removed documents below one folder, by id; older ones go with the next that is removed."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first document."""
        self._folder = folder

    def put(self, description: bytes, data: bytes, id_: str) -> None:
        """Keep a document; what has been kept for its time is deleted."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._folder.iterdir():
            if self._over(path):
                path.unlink(missing_ok=True)
        write_whole(self._path(id_, DATA), data)
        write_whole(self._path(id_, DESCRIPTION), description)

    def rows(self) -> list[tuple[str, Json]]:
        """Return the descriptions of what may be brought back by id, the latest first."""
        paths = [path for path in self._folder.glob(f"own-*{DESCRIPTION}") if not self._over(path)]
        latest = sorted(paths, key=lambda path: (-path.stat().st_mtime, path.name))
        return [(path.stem, dict(json.loads(path.read_text(encoding="utf-8")))) for path in latest]

    def data(self, id_: str) -> bytes:
        """Return the bytes of a document."""
        return self._path(id_, DATA).read_bytes()

    def drop(self, id_: str) -> None:
        """Forget a document that was brought back."""
        self._path(id_, DESCRIPTION).unlink(missing_ok=True)
        self._path(id_, DATA).unlink(missing_ok=True)

    def _over(self, path: Path) -> bool:
        return path.stat().st_mtime < time.time() - KEPT_DAYS * SECONDS

    def _path(self, id_: str, suffix: str) -> Path:
        return self._folder / f"{id_}{suffix}"
