"""What was taken out of the library can be brought back for a while."""

from __future__ import annotations

import os
import time
from pathlib import Path

from corpus.library.removed import KEPT_DAYS, SECONDS, Bin


def aged(folder: Path, id_: str, days: float) -> None:
    """Let a document have been removed so many days ago."""
    then = time.time() - days * SECONDS
    for path in folder.glob(f"{id_}.*"):
        os.utime(path, (then, then))


def test_a_removed_document_is_kept_with_its_bytes(tmp_path: Path) -> None:
    """Its description and its bytes are there until it is brought back, the latest first."""
    kept = Bin(tmp_path / "removed")
    kept.put(b'{"title": "First"}', b"one", "own-1")
    kept.put(b'{"title": "Second"}', b"two", "own-2")
    aged(tmp_path / "removed", "own-1", 1)
    assert kept.rows() == [("own-2", {"title": "Second"}), ("own-1", {"title": "First"})]
    assert kept.data("own-1") == b"one"
    kept.drop("own-1")
    assert [id_ for id_, _ in kept.rows()] == ["own-2"]


def test_after_its_time_it_is_not_shown_and_goes_with_the_next(tmp_path: Path) -> None:
    """What has been kept for thirty days is hidden at once, and deleted when another is removed."""
    folder = tmp_path / "removed"
    kept = Bin(folder)
    kept.put(b"{}", b"one", "own-1")
    aged(folder, "own-1", KEPT_DAYS + 1)
    assert kept.rows() == []
    kept.put(b"{}", b"two", "own-2")
    assert sorted(path.stem for path in folder.iterdir()) == ["own-2", "own-2"]
