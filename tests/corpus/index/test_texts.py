"""The texts of an edition: whatever is written is read again, in order."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.index.texts import CHUNK, TextStore, passage_from, passage_row, policy_from, policy_row
from corpus.records import Life, Nature, PartialDate, Passage, Policy

words = st.text(max_size=20)
dates = st.sampled_from(("2018", "2023-06", "2026-02-11")).map(PartialDate.parse) | st.none()
lives = st.builds(Life, st.sampled_from(list(Nature)), dates, dates, dates, st.none() | words)
lists = st.lists(words, max_size=3).map(tuple)
policies = st.builds(
    Policy,
    words,
    words,
    words,
    words,
    words,
    lives,
    st.lists(st.tuples(words, words), max_size=3).map(tuple),
    lists,
    lists,
    lists,
    words,
    dates,
    st.booleans(),
)
pages = st.none() | st.integers(1, 999)
passages = st.builds(Passage, words, words, words, words, lives, pages, pages, lists)


@given(policies)
def test_a_policy_survives_json(policy: Policy) -> None:
    """A policy written as JSON and read again is the same."""
    assert policy_from(json.loads(json.dumps(policy_row(policy)))) == policy


@given(passages)
def test_a_passage_survives_json(passage: Passage) -> None:
    """A passage written as JSON and read again is the same."""
    assert passage_from(json.loads(json.dumps(passage_row(passage)))) == passage


@given(
    st.lists(policies, max_size=3, unique_by=lambda policy: policy.id),
    st.lists(passages, max_size=5, unique_by=lambda passage: passage.id),
)
def test_a_file_gives_back_what_it_was_given(held: list[Policy], written: list[Passage]) -> None:
    """Policies and passages come back from the file, passages in their order, also one policy's."""
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # 100 files, synced
        store = TextStore.write(Path(folder) / "texts.db", held, written)
        assert store.policies() == {policy.id: policy for policy in held}
        assert store.passages() == written
        assert store.get([passage.id for passage in written]) == {passage.id: passage for passage in written}
        for passage in written:
            of_policy = [other for other in written if other.policy_id == passage.policy_id]
            assert store.passages_of(passage.policy_id) == of_policy


def test_more_ids_than_a_statement_takes(tmp_path: Path) -> None:
    """Asking for many ids at once works, and unknown ids are left out."""
    life = Life(Nature.RECORD, None)
    many = [Passage(f"p#{row}", "p", "text", "", life) for row in range(2 * CHUNK + 1)]
    store = TextStore.write(tmp_path / "texts.db", [], many)
    found = store.get(["unknown", *(passage.id for passage in many), "' OR 1=1 --"])
    assert found == {passage.id: passage for passage in many}
    assert store.passages_of("unknown") == []


def test_reading_cannot_write(tmp_path: Path) -> None:
    """A reader opens the file read-only, and a missing file is not made."""
    store = TextStore.write(tmp_path / "a b#?%.db", [], [])
    assert store.passages() == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._read("CREATE TABLE more (id TEXT)")
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        TextStore(tmp_path / "missing.db").passages()
    assert not (tmp_path / "missing.db").exists()
