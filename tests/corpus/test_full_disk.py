"""A disk that is full or cannot be written: what is said, and that nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.index import room
from corpus.index.manifest import POINTER, current_edition
from corpus.library import Details, Library
from tests.conftest import WordEncoder
from tests.corpus.damage import OWN, append, found

KILOBYTE = 1_024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 12 MB; skip the test where that is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk: run as root, or in a container that may")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small(sources: Sources, disk: Path, encoder: WordEncoder) -> Sources:
    """Build the four policies on the small disk, and then change a note."""
    small = replace(sources, index=disk / "index", library=disk / "library")
    build(small, encoder)
    append(small)
    return small


def fill(disk: Path, free: int) -> None:
    """Leave so many bytes free."""
    (disk / "filler").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - free)))


@pytest.mark.parametrize("free", [0, 4, 40, 120, 250, 500])
@pytest.mark.parametrize("looked", [True, False])
def test_on_a_full_disk_one_line_is_said(
    small: Sources, disk: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch, free: int, looked: bool
) -> None:
    """Seen before or met half-way: the room it needs is said, nothing is left, the old edition answers in both legs."""
    before, first = found(small), current_edition(small.index)
    if not looked:
        monkeypatch.setattr("corpus.index.writing.check_room", lambda *_: None)
    fill(disk, free * KILOBYTE)
    with pytest.raises(InputError, match=r"cannot be built: no room at .* needs about 2 MB and 0\.\d MB are free"):
        build(small, encoder)
    assert {path.name for path in small.index.iterdir()} == {str(first), POINTER, "build.lock"}
    assert found(small) == before
    (disk / "filler").unlink()
    assert build(small, encoder).changed == 1


def test_room_is_reckoned_from_the_texts(sources: Sources, index: CurrentIndex) -> None:
    """What is said to be needed is more than what an edition takes, and less than five times as much."""
    edition = index.edition()
    texts = {id_: (policy, edition.texts.passages_of(id_)) for id_, policy in edition.policies.items()}
    taken = sum(path.stat().st_size for path in edition.folder.rglob("*") if path.is_file())
    assert taken < room.needed(texts) < 5 * taken


def test_a_library_on_a_full_disk(small: Sources, disk: Path) -> None:
    """A document that there is no room for is refused on one line, and nothing of it is left."""
    library = Library(small.library)
    library.add(OWN, "own.txt", Details())
    held = {path.name for path in small.library.iterdir()}
    fill(disk, 0)
    with pytest.raises(InputError, match=r"The library cannot be written: .*No space left"):
        library.add(OWN * 500, "other.txt", Details())
    assert {path.name for path in small.library.iterdir()} == held


def test_a_disk_that_cannot_be_written_is_read(small: Sources, disk: Path, encoder: WordEncoder) -> None:
    """Both legs answer as before, by the graph too; a build says on one line that it cannot."""
    before = found(small)
    shown = disk.parent / "shown"
    shown.mkdir()
    subprocess.run(["mount", "--bind", str(disk), str(shown)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(shown)], check=True)
        locked = replace(small, index=shown / "index", library=shown / "library")
        assert found(locked) == before
        assert len(CurrentIndex(locked.index).edition().vectors) == 7
        with pytest.raises(InputError, match=r"The index cannot be built: .*Read-only file system"):
            build(locked, encoder)
    finally:
        subprocess.run(["umount", "--lazy", str(shown)], check=True)


def test_readers_write_nothing_into_an_edition(sources: Sources, index: CurrentIndex) -> None:
    """Searching the graph leaves every file as its hash in the manifest says."""
    edition = index.edition()
    assert len(edition.vectors) == 7
    assert found(sources, index)[0]
    assert edition.manifest.misfit(edition.folder) == ""


def test_a_reader_without_room_for_its_copy_compares_one_by_one(
    sources: Sources, index: CurrentIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the system's folder takes no copy of Chroma's database the same passages are found, and it is told once."""
    before = found(sources)
    monkeypatch.setattr(tempfile, "tempdir", str(sources.index / "nowhere"))
    fresh = CurrentIndex(sources.index)
    for _ in range(2):
        near, words = found(sources, fresh)
        assert [id_ for id_, _ in near] == [id_ for id_, _ in before[0]]
        assert words == before[1]
    assert len([record for record in caplog.records if "compared one by one" in record.message]) == 1
