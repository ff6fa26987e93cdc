"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.files import write_whole


def test_a_file_is_replaced_at_once(tmp_path: Path) -> None:
    """The new bytes stand under the name, and nothing is left beside them."""
    path = tmp_path / "kept.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new file cannot be moved into place the old one stands, and the error is told."""
    path = tmp_path / "kept.json"
    write_whole(path, b"old")

    def fails(self: Path, target: Path) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="no room"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
