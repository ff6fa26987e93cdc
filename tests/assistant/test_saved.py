"""Saved questions: what changed since a question was asked."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.chain import PolicyChain
from assistant.records import Question
from assistant.saved import FILE, SavedQuestions, told
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.errors import InputError
from corpus.glossary import Glossary
from corpus.index import CurrentIndex
from tests.conftest import WordEncoder

MARGIN = "Is margin financing against bitcoin allowed?"
DAY = date(2026, 11, 1)


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


@pytest.fixture
def store(tmp_path: Path, chain: PolicyChain) -> SavedQuestions:
    """Save one question."""
    saved = SavedQuestions(tmp_path / "data")
    saved.add(Question(MARGIN), chain.invoke(MARGIN), DAY)
    return saved


def test_a_question_is_kept_with_its_scope_and_answer(store: SavedQuestions, chain: PolicyChain) -> None:
    """What was asked and answered comes back as it was."""
    asked = Question(MARGIN, date(2025, 3, 1), ("Hong Kong",))
    answer = chain.invoke(asked)
    store.add(asked, answer, DAY)
    first, second = store.all()
    assert (first.question, second.question) == (Question(MARGIN), asked)
    assert second.then["edition"] == answer.edition
    assert not first.difference


def test_saving_the_same_again_starts_anew(store: SavedQuestions, chain: PolicyChain) -> None:
    """The same question and scope is kept once."""
    store.add(Question(MARGIN), chain.invoke(MARGIN), date(2026, 11, 2))
    assert [saved.day for saved in store.all()] == [date(2026, 11, 2)]


def test_the_same_edition_is_not_asked_again(store: SavedQuestions, chain: PolicyChain) -> None:
    """Without a new edition nothing is answered."""

    def ask(question: Question) -> None:
        raise AssertionError(question)

    (saved,) = store.again(chain.edition(), ask)  # type: ignore[arg-type]
    assert list(told(saved)) == ["Nothing changed since 1 November 2026."]


def test_a_new_edition_tells_what_changed(
    store: SavedQuestions, chain: PolicyChain, texts: Path, sources: Sources, encoder: WordEncoder
) -> None:
    """A rule that ended is told as moved, and what is said anew with its source as added."""
    note = texts / "hk-margin-2026.md"
    ended = note.read_text("utf-8").replace("relations:", "ended: 2026-06-01\nrelations:")
    note.write_text(ended.replace("at least 60%", "at least 70%"), "utf-8")
    build(sources, encoder)
    (saved,) = store.again(chain.edition(), chain.invoke)
    said = "\n".join(told(saved))
    assert "What changed since 1 November 2026:" in said
    assert "Now superseded, before in force: Under the SFC's circular of 11 February 2026 brokers may offer" in said
    assert (
        "No longer said (in force): The SFC's circular of 11 February 2026 requires a haircut of at least 60%" in said
    )
    assert store.all()[0].then != store.all()[0].now


def test_what_is_removed_is_forgotten(store: SavedQuestions) -> None:
    """An id that is not there is named with those that are."""
    (saved,) = store.all()
    with pytest.raises(InputError, match=saved.id):
        store.remove("nothing")
    store.remove(saved.id)
    assert store.all() == []


def test_a_spoilt_file_is_one_line(store: SavedQuestions, tmp_path: Path) -> None:
    """A file that is none of ours is named and left as it is."""
    path = tmp_path / "data" / FILE
    path.write_text(json.dumps([{"id": 1}]), encoding="utf-8")
    with pytest.raises(InputError, match=r"saved\.json is not a list of saved questions"):
        store.all()
    assert json.loads(path.read_text("utf-8")) == [{"id": 1}]


def test_several_writers_lose_nothing(tmp_path: Path, chain: PolicyChain) -> None:
    """Ten questions saved at once are all there."""
    answer = chain.invoke(MARGIN)
    folder = tmp_path / "shared"
    with ThreadPoolExecutor(5) as pool:
        asked = [Question(MARGIN, date(2026, 3, day)) for day in range(1, 11)]
        list(pool.map(lambda question: SavedQuestions(folder).add(question, answer, DAY), asked))
    assert len(SavedQuestions(folder).all()) == 10
