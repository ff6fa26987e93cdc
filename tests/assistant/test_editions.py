"""The index that the settings describe: of this machine, or of a store that machines share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import editions
from assistant.editions import check_builds_here, open_index, publish
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.errors import InputError
from tests.conftest import WordEncoder


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End what follows a store with the test."""
    following: dict[tuple[Path, str], editions.Follower] = {}
    monkeypatch.setattr(editions, "_FOLLOWING", following)
    yield
    for follower in following.values():
        follower.stop()


def test_a_machine_reads_what_another_has_published(sources: Sources, encoder: WordEncoder, tmp_path: Path) -> None:
    """The reader has nothing before, and follows the store once however often the index is opened."""
    store = f"file://{tmp_path}/store"
    name = build(sources, encoder).edition
    assert publish(Settings(data=sources.index.parent, editions=store))
    reader = Settings(data=tmp_path / "reader", editions=store)
    assert {open_index(reader).edition().manifest.edition for _ in range(2)} == {name}
    assert len(editions._FOLLOWING) == 1


def test_without_a_store_nothing_leaves_the_machine(sources: Sources, encoder: WordEncoder) -> None:
    """Nothing is published or followed, and documents are added here."""
    build(sources, encoder)
    alone = Settings(data=sources.index.parent)
    assert not publish(alone)
    open_index(alone)
    check_builds_here(alone)
    assert not editions._FOLLOWING


def test_a_page_of_a_store_refuses_documents(tmp_path: Path) -> None:
    """The line says where the texts come from, and what to run where."""
    with pytest.raises(InputError, match=r"come from file:///s: documents are added and removed on the machine that b"):
        check_builds_here(Settings(data=tmp_path, editions="file:///s"))


def test_an_empty_store_is_told_where_there_is_no_index(tmp_path: Path) -> None:
    """One line, with what to run on the builder."""
    with pytest.raises(
        InputError, match=r"There is no edition at file://.* yet: run `index` on the machine that builds"
    ):
        open_index(Settings(data=tmp_path / "reader", editions=f"file://{tmp_path}/store"))
