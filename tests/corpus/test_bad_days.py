"""Bad days of an index: killed readers, damaged pointers and files, documents lost or added meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from corpus import build as building
from corpus import current as editions
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import IndexMissingError, InputError
from corpus.index.manifest import MANIFEST, POINTER, UNFINISHED, current_edition
from corpus.index.vectors import COPY
from corpus.library import Details, Library
from tests import ROOT
from tests.conftest import WordEncoder
from tests.corpus.damage import OWN, append, found, spoil


def test_the_copy_of_a_killed_reader_is_cleared(sources: Sources, index: CurrentIndex, tmp_path: Path) -> None:
    """Copies of living processes stay, those of dead ones go with the next opening, and one's own with the edition."""
    code = """
import sys, tempfile
from pathlib import Path
from corpus.current import CurrentIndex
index = CurrentIndex(Path(sys.argv[1]))
print(len(index.edition().vectors), flush=True)
sys.stdin.read()
"""
    home = tmp_path / "copies"
    home.mkdir()
    started = subprocess.Popen(
        [sys.executable, "-c", code, str(sources.index)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "7\n"
    (of_other,) = home.glob(f"{COPY}*")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(home))
        first = CurrentIndex(sources.index)
        assert len(first.edition().vectors) == 7
        assert len(list(home.glob(f"{COPY}*"))) == 2
        started.kill()
        started.communicate()
        second = CurrentIndex(sources.index)
        assert len(second.edition().vectors) == 7
        assert of_other not in home.iterdir()
        first.close()
        second.close()
    assert list(home.iterdir()) == []


@pytest.fixture
def two(sources: Sources, index: CurrentIndex, encoder: WordEncoder) -> Sources:
    """Build a second edition beside the first."""
    append(sources)
    build(sources, encoder)
    return sources


def test_damage_while_a_page_is_open_is_noticed(two: Sources, encoder: WordEncoder) -> None:
    """The question after the damage is answered by the edition before, which says so; after a build by the new."""
    index = CurrentIndex(two.index)
    held = index.edition()
    (held.folder / "texts.db").write_bytes(b"noise")
    other = index.edition()
    assert other.manifest.edition != held.manifest.edition
    assert other.notice.startswith(f"The index edition {held.folder.name} is damaged: texts.db has 5 bytes and had ")
    assert other.notice.endswith(f"Until then the edition built {other.manifest.built} answers.")
    assert index.edition() is other
    report = build(two, encoder)
    assert (report.edition, report.encoded) == (held.folder.name, 1)
    assert f"is damaged: {report.mended}. Mend it" in other.notice
    assert index.edition().manifest.edition == held.folder.name
    assert index.edition().notice == ""


def test_large_files_are_looked_at_behind_the_questions(
    two: Sources, monkeypatch: pytest.MonkeyPatch, encoder: WordEncoder
) -> None:
    """A file too large to be hashed at once answers first, and no more when its damage is found."""
    monkeypatch.setattr(editions, "AT_ONCE", 1_000)
    spoil(two.index / str(current_edition(two.index)) / "vectors.npy")
    index = CurrentIndex(two.index)
    first = index.edition()
    assert first.notice == ""
    until = time.monotonic() + 20
    while index.edition() is first and time.monotonic() < until:
        time.sleep(0.01)
    assert "vectors.npy does not hold what was written" in index.edition().notice
    assert build(two, encoder).mended == "vectors.npy does not hold what was written"
    assert index.edition().manifest.edition == first.manifest.edition


@pytest.mark.parametrize("content", [b"\xff\xfe\n", b"../../etc\n", b"", b"nowhere"])
def test_a_pointer_that_names_nothing(two: Sources, encoder: WordEncoder, content: bytes) -> None:
    """The newest edition answers and says so, and the build puts it in force without encoding."""
    name = current_edition(two.index)
    (two.index / POINTER).write_bytes(content)
    assert CurrentIndex(two.index).edition().notice != ""
    report = build(two, encoder)
    assert (report.edition, report.encoded, report.unchanged) == (name, 0, 4)
    assert report.mended != ""
    assert CurrentIndex(two.index).edition().notice == ""


def test_a_pointer_alone_is_one_line(sources: Sources, encoder: WordEncoder) -> None:
    """Bytes that are no UTF-8 where nothing was built are the same as no index."""
    sources.index.mkdir(parents=True)
    (sources.index / POINTER).write_bytes(b"\xff")
    with pytest.raises(IndexMissingError, match="No index at"):
        CurrentIndex(sources.index).edition()
    assert build(sources, encoder).mended == ""


def test_documents_are_added_to_an_edition_whose_graph_is_damaged(
    two: Sources, encoder: WordEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    """The texts answer, compared one by one; the next edition has a graph of its own, and nothing old is encoded."""
    spoil(next((two.index / str(current_edition(two.index))).glob("chroma/*/data_level0.bin")))
    before = {id_ for id_, _ in found(two)[0]}
    assert "data_level0.bin does not hold what was written" in caplog.text
    assert len(before) == 5
    Library(two.library).add(OWN, "own.txt", Details())
    report = build(two, encoder)
    assert (report.added, report.encoded) == (1, 1)
    assert len(CurrentIndex(two.index).edition().vectors) == 9


@pytest.mark.parametrize("part", ["texts.db", "vectors.npy", "lexical/words/counts.npz"])
def test_what_is_sound_is_not_encoded_again(two: Sources, encoder: WordEncoder, part: str) -> None:
    """A rebuilt edition begins from its own sound texts and vectors, or from those of the edition before."""
    spoil(two.index / str(current_edition(two.index)) / part)
    report = build(two, encoder)
    assert report.encoded == (0 if part.startswith("lexical") else 1)
    assert report.mended == f"{part} does not hold what was written"
    assert build(two, encoder).mended == ""


def test_the_library_is_read_once(sources: Sources, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is put in while a build reads is of the next build, and one that is taken out is left away."""
    library = Library(sources.library)
    gone = library.add(OWN, "own.txt", Details()).document
    read = building.read_register

    def meanwhile(files: list[Path]) -> object:
        library.add(OWN * 2, "other.txt", Details())
        library.remove(gone.policy.id)
        return read(files)

    with monkeypatch.context() as patched:
        patched.setattr(building, "read_register", meanwhile)
        assert build(sources, encoder).passages == 7
    report = build(sources, encoder)
    assert (report.added, report.removed, report.passages) == (1, 0, 8)


def test_a_file_that_is_gone_from_the_library_is_named(sources: Sources, encoder: WordEncoder) -> None:
    """Where the description of a document is still there its lost file is an error that says what to do."""
    Library(sources.library).add(OWN, "own.txt", Details()).document.path.unlink()
    with pytest.raises(InputError, match=r"the file of own\.txt, is gone: add the document again"):
        build(sources, encoder)


def test_the_same_bytes_added_at_once(sources: Sources) -> None:
    """Writers of the library take turns: many that add the same document end without an error."""
    code = """
import sys
from pathlib import Path
from corpus.library import Details, Library
for _ in range(40):
    Library(Path(sys.argv[1])).add(sys.argv[2].encode(), sys.argv[3], Details())
"""
    command = [sys.executable, "-c", code, str(sources.library), OWN.decode()]
    started = [
        subprocess.Popen([*command, f"own.{ending}"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for ending in ("txt", "txt", "md")
    ]
    assert [one.communicate()[1] for one in started] == ["", "", ""]
    assert len(list(Library(sources.library))) == 1
    assert not list(sources.library.glob("*.part"))


def test_an_unfinished_folder_never_answers(two: Sources, encoder: WordEncoder) -> None:
    """What a killed build left under its unfinished name is not taken for an edition, and is cleared."""
    name = str(current_edition(two.index))
    left = two.index / f"{'0' * 12}{UNFINISHED}"
    shutil.copytree(two.index / name, left)
    (two.index / name / MANIFEST).unlink()
    assert CurrentIndex(two.index).edition().folder.name != left.name
    build(two, encoder)
    assert not left.exists()
