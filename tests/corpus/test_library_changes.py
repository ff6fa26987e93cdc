"""Documents that are replaced, removed and brought back, of one owner or another; and what a killed process leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.index.scope import Scope
from corpus.library import LEFT_BEHIND, Details, Library
from tests import ROOT
from tests.conftest import WordEncoder

OLD = b"# Terms of custody\n\nThe custodian keeps client tokens in a zirconium vault.\n"
NEW = b"# Terms of custody\n\nThe custodian keeps client tokens in a cobalt vault.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return an empty library."""
    return Library(tmp_path / "library")


def added(library: Library, data: bytes = OLD, owner: str = "") -> str:
    """Add a document and give its id."""
    return library.add(data, "terms.md", Details(), owner).document.policy.id


def names(folder: Path) -> list[str]:
    """Name the files of a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_new_version_takes_the_place_of_the_old(library: Library, tmp_path: Path) -> None:
    """Only the new version is listed, and no file of the old one stays."""
    old = added(library)
    new = library.add(NEW, "terms.md", Details(), replacing=old).document.policy.id
    assert [document.policy.id for document in library] == [new]
    assert names(tmp_path / "library") == [f"{new}.json", f"{new}.md"]


def test_what_was_replaced_may_be_added_again(library: Library) -> None:
    """The old version is not hidden for ever by the new one that took its place."""
    old = added(library)
    new = library.add(NEW, "terms.md", Details(), replacing=old).document.policy.id
    assert added(library) == old
    assert {document.policy.id for document in library} == {old, new}


def test_the_same_bytes_replace_themselves(library: Library) -> None:
    """A document replaced by its own bytes is still there."""
    old = added(library)
    assert library.add(OLD, "other.md", Details(), replacing=old).document.policy.id == old
    assert [document.name for document in library] == ["other.md"]


def test_a_broken_new_version_leaves_the_old(library: Library) -> None:
    """What cannot be read takes the place of nothing."""
    old = added(library)
    with pytest.raises(InputError):
        library.add(b"%PDF-1.4 broken", "terms.pdf", Details(), replacing=old)
    assert [document.policy.id for document in library] == [old]


def test_removal_is_undone(library: Library, tmp_path: Path) -> None:
    """A document that was removed comes back as it was, details and bytes."""
    library.add(OLD, "terms.md", Details(title="Ours", url="https://example.org"))
    (before,) = library
    kept = {path.name: path.read_bytes() for path in (tmp_path / "library").iterdir()}
    removed = library.remove(before.policy.id)
    assert list(library) == []
    library.put_back(removed)
    assert {path.name: path.read_bytes() for path in (tmp_path / "library").iterdir()} == kept


def test_a_description_cannot_have_other_files_removed(library: Library, tmp_path: Path) -> None:
    """What a spoilt description says it replaces is not removed where it is no id."""
    (tmp_path / "secret.md").write_bytes(OLD)
    description = tmp_path / "library" / f"{added(library)}.json"
    row = json.loads(description.read_text(encoding="utf-8"))
    description.write_text(json.dumps(row | {"replaces": "../secret"}), encoding="utf-8")
    added(library, NEW)
    assert (tmp_path / "secret.md").exists()
    assert len(list(library)) == 2


def test_the_size_and_the_pages_are_told(library: Library) -> None:
    """Markdown has no pages, and a size in bytes."""
    added(library)
    assert [(document.size, document.pages) for document in library] == [(len(OLD), None)]


def test_the_same_bytes_of_two_owners_are_two_documents(library: Library) -> None:
    """Neither learns that the other has it, and removing one leaves the other."""
    ids = {owner: added(library, owner=owner) for owner in ("", "ann", "bob")}
    assert len(set(ids.values())) == 3
    assert {document.policy.id for document in library.seen_by("ann")} == {ids[""], ids["ann"]}
    assert {document.policy.id for document in library.seen_by("")} == {ids[""]}
    library.remove(ids["ann"], "ann")
    assert {document.policy.id for document in library} == {ids[""], ids["bob"]}


@pytest.mark.parametrize("stranger", ["bob", "", "ANN", "ann ", "../ann"])
def test_nobody_else_removes_or_replaces_it(library: Library, stranger: str) -> None:
    """Another user, and the installation, are told what they are told of an id that does not exist."""
    mine = added(library, owner="ann")
    with pytest.raises(InputError) as unknown:
        library.remove("own-000000000000", stranger)
    expected = str(unknown.value).replace("own-000000000000", mine)
    with pytest.raises(InputError) as removing:
        library.remove(mine, stranger)
    with pytest.raises(InputError) as replacing:
        library.add(NEW, "terms.md", Details(), stranger, replacing=mine)
    assert {str(removing.value), str(replacing.value)} == {expected}
    assert [document.policy.id for document in library] == [mine]


def test_a_signed_in_user_does_not_remove_what_is_everybodys(library: Library) -> None:
    """What the installation holds is removed on the command line."""
    shared = added(library)
    with pytest.raises(InputError):
        library.remove(shared, "ann")
    assert [document.policy.id for document in library] == [shared]


def test_remains_of_a_killed_process_are_cleared_later(library: Library, tmp_path: Path) -> None:
    """Files that no description names go with the next document, once nobody can be writing them."""
    folder = tmp_path / "library"
    added(library)
    for name, age in (("own-aaaaaaaaaaaa.pdf", 2), ("own-bbbbbbbbbbbb.json.part", 2), ("own-cccccccccccc.pdf", 0)):
        (folder / name).write_bytes(b"half")
        then = (folder / name).stat().st_mtime - age * LEFT_BEHIND
        os.utime(folder / name, (then, then))
    added(library, NEW)
    assert [name for name in names(folder) if b"half" in (folder / name).read_bytes()] == ["own-cccccccccccc.pdf"]


KILLED = """
import os, signal, sys
from pathlib import Path
import corpus.library as library
from corpus.build import Sources, build
from tests.conftest import WordEncoder

data, texts, step, replacing = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
written, whole = [], library.write_whole

def write(path, content):
    written.append(path)
    if len(written) == step:
        die()
    whole(path, content)

class Dying(WordEncoder):
    def encode_spans(self, *rest):
        die()

library.write_whole = write
library.Library(data / "library").add(sys.stdin.buffer.read(), "terms.md", library.Details(), replacing=replacing)
build(Sources(data / "index", (texts,), data / "library"), Dying())
"""


@pytest.mark.parametrize("step", [1, 2, 3, 9])
def test_an_upload_killed_anywhere_is_there_or_not_at_all(sources: Sources, step: int, texts: Path) -> None:
    """Killed before the bytes, the description or the clearing are written, or while encoding: the index is whole.

    After the next build one of the two versions is found, and never both and never neither.
    """
    old = added(Library(sources.library))
    build(sources, WordEncoder())
    command = [sys.executable, "-c", KILLED, str(sources.library.parent), str(texts), str(step), old]
    done = subprocess.run(command, input=NEW, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert found(sources) == ["zirconium"]  # the edition in force is the old one
    build(sources, WordEncoder())
    assert found(sources) == ["zirconium" if step < 3 else "cobalt"]
    assert len(list(Library(sources.library))) == 1


def found(sources: Sources) -> list[str]:
    """Name which of the two versions the keyword leg of the index in force finds."""
    edition = CurrentIndex(sources.index).edition()
    return [word for word in ("zirconium", "cobalt") if edition.keyword_matches(word, 5, Scope())]


def test_a_removed_document_comes_back_within_thirty_days(library: Library, tmp_path: Path) -> None:
    """It is restored as it was, by its owner alone; later it is gone, and what is gone says so."""
    id_ = library.add(OLD, "terms.md", Details(status="proposed"), "ann").document.policy.id
    before = list(library)
    library.remove(id_, "ann")
    assert list(library) == []
    assert [one.policy.id for one in library.removed("ann")] == [id_]
    assert library.removed("bob") == []
    with pytest.raises(InputError, match="of yours was removed in the last 30 days"):
        library.restore(id_, "bob")
    library.restore(id_, "ann")
    assert list(library) == before
    assert before[0].read().blocks
    assert library.removed("ann") == []
    library.remove(id_, "ann")
    for path in (tmp_path / "library-removed").iterdir():
        os.utime(path, (0, 0))
    assert library.removed("ann") == []
    other = added(library, NEW)
    library.remove(other)
    assert {path.stem for path in (tmp_path / "library-removed").iterdir()} == {other}
