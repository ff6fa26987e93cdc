"""A build that meets a bad note, no texts, a full disk or damage: one clear error, and the old edition in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.index import writing
from corpus.index.manifest import MANIFEST, current_edition
from corpus.index.vectors import VECTORS
from tests.conftest import WordEncoder
from tests.corpus.test_build import NEW, append, bill, both_legs, counts, editions

__all__ = ["bill"]  # a fixture


def test_a_bad_note_keeps_the_old_edition(sources: Sources, bill: Path, encoder: WordEncoder) -> None:
    """A mistake in one note is named, and the edition in force stays in force."""
    first = current_edition(sources.index)
    append(bill, "No number.\n\nNone here.\n")
    with pytest.raises(InputError, match=r"sg-custody-bill\.md:\d+: the paragraph has no number"):
        build(sources, encoder)
    assert current_edition(sources.index) == first
    assert editions(sources) == {first}


def test_nothing_to_index_is_an_error(tmp_path: Path, encoder: WordEncoder) -> None:
    """A folder without texts is named."""
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match=r"There is nothing to index below .*none"):
        build(Sources(tmp_path / "index", (tmp_path / "none",), tmp_path / "library"), encoder)


@pytest.mark.parametrize("content", ["", "{", '{"edition": "of an older program"}'])
def test_a_build_mends_a_damaged_manifest(sources: Sources, bill: Path, encoder: WordEncoder, content: str) -> None:
    """The command that an incomplete edition names does complete it."""
    first = current_edition(sources.index)
    (sources.index / str(first) / MANIFEST).write_text(content)
    assert build(sources, encoder).edition == first
    assert all(both_legs(CurrentIndex(sources.index, sources.chroma_url).edition(), "custody bill"))


@pytest.mark.parametrize("place", ["data", "data/index"])
def test_a_data_folder_that_is_none_is_one_error(sources: Sources, place: str, tmp_path: Path) -> None:
    """A file in place of the data folder is a clear error that names the setting."""
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("not a folder")
    with pytest.raises(InputError, match=r"The index cannot be built: .*Set ASSISTANT_DATA"):
        build(sources, WordEncoder())


def test_a_full_disk_keeps_the_old_edition(
    sources: Sources, bill: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails half-way is one clear error; the old edition answers, and the next build clears the rest."""
    first = current_edition(sources.index)
    append(bill, NEW)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(writing.LexicalIndex, "save", full)
        with pytest.raises(InputError, match=r"cannot be built: no room at .* needs about 2 MB .*set ASSISTANT_DATA"):
            build(sources, encoder)
    assert current_edition(sources.index) == first
    assert all(both_legs(CurrentIndex(sources.index, sources.chroma_url).edition(), "custody bill"))
    assert counts(build(sources, encoder)) == (0, 1, 0, 3, 1)


def test_a_file_that_a_reader_makes_and_removes_is_not_copied(
    sources: Sources, bill: Path, encoder: WordEncoder
) -> None:
    """A new edition does not begin from files that Chroma may be writing for a reader, like a journal now gone."""
    (sources.index / str(current_edition(sources.index)) / VECTORS / "chroma.sqlite3-journal").symlink_to("gone")
    append(bill, NEW)
    assert counts(build(sources, encoder)) == (0, 1, 0, 3, 1)
    assert len(CurrentIndex(sources.index, sources.chroma_url).edition().vectors) == 8
