"""Editions in an object store: published whole, fetched whole, followed, and never at the price of what was there."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import remote as remotes
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.index.manifest import MANIFEST, OWN_HASH, POINTER, UNFINISHED, current_edition
from corpus.index.scope import Scope
from corpus.library import Details, Library
from corpus.remote import Follower, RemoteEditions
from tests import ROOT
from tests.conftest import WordEncoder
from tests.s3_server import BUCKET, S3Server

NEW = "{}. The Singapore custody bill of 2 May 2026 would let custodians keep tokens in vaults.\n"
OWN = b"Our brokers lend against bitcoin on margin within limits that the board sets.\n"
PATIENCE = 30.0  # seconds for what a thread does in a few hundredths


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Name a folder that stands for an object store."""
    return tmp_path / "store"


@pytest.fixture
def remote(store: Path) -> RemoteEditions:
    """Open the store."""
    return RemoteEditions(f"file://{store}")


@pytest.fixture
def published(sources: Sources, encoder: WordEncoder, remote: RemoteEditions) -> str:
    """Build the four policies and publish them; give the edition's name."""
    name = build(sources, encoder).edition
    assert remote.publish(sources.index)
    return name


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Name the index folder of another machine."""
    return tmp_path / "elsewhere" / "index"


def changed(sources: Sources, encoder: WordEncoder) -> str:
    """Add a paragraph and build; give the new edition's name."""
    note = sources.texts[0] / "sg-custody-bill.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(text + NEW.format(len(text.splitlines())), encoding="utf-8")
    return build(sources, encoder).edition


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail where it does not."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_one_machine_publishes_another_answers_from(
    published: str, sources: Sources, remote: RemoteEditions, elsewhere: Path, encoder: WordEncoder
) -> None:
    """The same edition, file by file, with the same passages for a question; a second fetch has nothing to do."""
    assert remote.current() == published
    assert remote.fetch(elsewhere)
    assert not remote.fetch(elsewhere)
    assert not remote.publish(sources.index)
    files = [path.relative_to(elsewhere / published) for path in (elsewhere / published).rglob("*") if path.is_file()]
    assert all(
        (elsewhere / published / name).read_bytes() == (sources.index / published / name).read_bytes() for name in files
    )
    here, there = CurrentIndex(sources.index), CurrentIndex(elsewhere)
    best = [index.edition().keyword_matches("margin financing", 3, Scope()) for index in (here, there)]
    assert best[0] == best[1] != []
    here.close()
    there.close()


def test_an_edition_is_fetched_where_an_earlier_try_left_off(
    published: str, remote: RemoteEditions, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there as it was written is not fetched again, what was cut off is."""
    shutil.copytree(elsewhere.parents[1] / "store" / published, elsewhere / f"{published}{UNFINISHED}")
    cut = elsewhere / f"{published}{UNFINISHED}" / "texts.db"
    cut.write_bytes(cut.read_bytes()[:-1])
    fetched: list[str] = []
    get = remote._files.get
    monkeypatch.setattr(remote._files, "get", lambda sources, targets: (fetched.extend(targets), get(sources, targets)))
    assert remote.fetch(elsewhere)
    assert [Path(path).name for path in fetched] == ["texts.db"]


def test_a_file_of_the_edition_before_is_not_fetched_again(
    published: str,
    sources: Sources,
    remote: RemoteEditions,
    elsewhere: Path,
    encoder: WordEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A change of the text alone leaves files as they were, which are copied from what this machine has."""
    remote.fetch(elsewhere)
    changed(sources, encoder)
    remote.publish(sources.index)
    manifests = [
        json.loads((path / MANIFEST).read_text("utf-8"))["files"]
        for path in (elsewhere / published, sources.index / str(current_edition(sources.index)))
    ]
    same = {name for name, file in manifests[1].items() if manifests[0].get(name) == file}
    fetched: list[str] = []
    get = remote._files.get
    monkeypatch.setattr(remote._files, "get", lambda sources, targets: (fetched.extend(targets), get(sources, targets)))
    assert remote.fetch(elsewhere)
    assert same
    assert len(fetched) == len(manifests[1]) - len(same)


def test_a_damaged_edition_in_the_store_never_answers(
    published: str, sources: Sources, remote: RemoteEditions, store: Path, elsewhere: Path, encoder: WordEncoder
) -> None:
    """A flipped bit is told in one line, the edition before stays in force, and nothing of the new one is kept."""
    remote.fetch(elsewhere)
    name = changed(sources, encoder)
    remote.publish(sources.index)
    texts = store / name / "texts.db"
    data = bytearray(texts.read_bytes())
    data[len(data) // 2] ^= 1
    texts.write_bytes(data)
    with pytest.raises(
        InputError, match=f"The edition {name} at file://.* cannot be used: texts.db does not hold what"
    ):
        remote.fetch(elsewhere)
    assert current_edition(elsewhere) == published
    assert not (elsewhere / f"{name}{UNFINISHED}").exists()


def test_a_half_published_edition_is_written_again(
    published: str, sources: Sources, remote: RemoteEditions, store: Path, elsewhere: Path
) -> None:
    """A file that the store lacks is put there by the next `publish`."""
    (store / published / "texts.db").unlink()
    assert remote.publish(sources.index)
    assert remote.fetch(elsewhere)


def test_a_manifest_cannot_write_outside_of_its_edition(
    published: str, remote: RemoteEditions, store: Path, elsewhere: Path
) -> None:
    """A store that names a file `../../escaped` is refused, whatever hash it has, and nothing is written there."""
    path = store / published / MANIFEST
    row = json.loads(path.read_text("utf-8"))
    row.pop(OWN_HASH)
    row["files"]["../../escaped"] = row["files"]["texts.db"]
    (store / "escaped").write_bytes((store / published / "texts.db").read_bytes())
    from corpus.index.manifest import _hash_of_row

    path.write_text(json.dumps(row | {OWN_HASH: _hash_of_row(row)}), "utf-8")
    with pytest.raises(InputError, match="names a file outside of itself"):
        remote.fetch(elsewhere)
    assert not (elsewhere.parent / "escaped").exists()


def test_another_machine_does_not_publish_own_documents_away(
    sources: Sources, encoder: WordEncoder, remote: RemoteEditions, tmp_path: Path, elsewhere: Path
) -> None:
    """A second builder without the documents of the first is refused; the first may remove them."""
    library = Library(sources.library)
    added = library.add(OWN, "limits.txt", Details()).document.policy.id
    build(sources, encoder)
    remote.publish(sources.index, {added})
    other = Sources(elsewhere, sources.texts, tmp_path / "elsewhere" / "library")
    build(other, encoder)
    with pytest.raises(InputError, match=f"1 own documents that are not in the library here .{added}"):
        remote.publish(other.index)
    library.remove(added)
    name = build(sources, encoder).edition
    assert remote.publish(sources.index)
    assert remote.current() == name
    assert not remote.publish(other.index)


def test_the_store_keeps_three_editions(
    published: str, sources: Sources, remote: RemoteEditions, store: Path, encoder: WordEncoder
) -> None:
    """The fourth takes the place of the first."""
    for _ in range(remotes.KEPT):
        time.sleep(1.1)  # the manifest tells seconds
        changed(sources, encoder)
        remote.publish(sources.index)
    held = {path.name for path in store.iterdir()} - {POINTER}
    assert len(held) == remotes.KEPT
    assert published not in held


@pytest.fixture
def follower(published: str, remote: RemoteEditions, elsewhere: Path) -> Iterator[Follower]:
    """Follow the store from another machine, looking all the time."""
    follower = Follower(remote, elsewhere, every=0.02)
    follower.start()
    yield follower
    follower.stop()


def test_a_machine_follows_through_a_store_that_is_gone_for_a_while(
    follower: Follower,
    sources: Sources,
    remote: RemoteEditions,
    store: Path,
    elsewhere: Path,
    encoder: WordEncoder,
    published: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without the store the edition stays and one line is logged; with it the new edition comes into force."""
    assert current_edition(elsewhere) == published
    store.rename(store.with_name("away"))
    until(lambda: bool(caplog.records))
    time.sleep(0.2)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert CurrentIndex(elsewhere).edition().manifest.edition == published
    store.with_name("away").rename(store)
    name = changed(sources, encoder)
    remote.publish(sources.index)
    until(lambda: current_edition(elsewhere) == name)


def test_a_damaged_file_of_this_machine_is_fetched_again(follower: Follower, elsewhere: Path, published: str) -> None:
    """A file that is gone from the edition in force comes back by itself."""
    (elsewhere / published / "texts.db").unlink()
    until((elsewhere / published / "texts.db").is_file)


@pytest.mark.slow
def test_through_a_real_server_of_s3(sources: Sources, encoder: WordEncoder, elsewhere: Path) -> None:
    """The commands publish to it and fetch from it; an unknown bucket and a dead server are one line."""
    with S3Server() as server:
        environment = os.environ | server.environment | {"ASSISTANT_EDITIONS": f"s3://{BUCKET}/notes"}

        def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "assistant", *arguments]
            return subprocess.run(
                command, cwd=ROOT, env=environment | settings, capture_output=True, text=True, check=False
            )

        built = run("index", "--texts", str(sources.texts[0]), ASSISTANT_DATA=str(sources.index.parent))
        assert built.returncode == 0, built.stderr
        assert "Published at s3://policy/notes" in built.stderr
        asked = run("calendar", "--json", ASSISTANT_DATA=str(elsewhere.parent))
        assert asked.returncode == 0, asked.stderr
        assert current_edition(elsewhere) == current_edition(sources.index)
        missing = run(
            "index",
            "--texts",
            str(sources.texts[0]),
            ASSISTANT_EDITIONS="s3://nothing-here/x",
            ASSISTANT_DATA=str(sources.index.parent),
        )
        assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    asked = run("calendar", "--json", ASSISTANT_DATA=str(elsewhere.parent))
    assert asked.returncode == 0
    assert "The edition of this machine answers meanwhile." in asked.stderr
    dead = run("calendar", ASSISTANT_DATA=str(elsewhere.parents[1] / "third"))
    assert (dead.returncode, dead.stderr.count("\n")) == (2, 1)
