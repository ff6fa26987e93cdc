"""Saved questions: what changed since a question was asked."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.answers.records import Question
from assistant.answers.rows import answer_row
from assistant.chain import PolicyChain
from assistant.conversations import Conversations, open_conversations
from assistant.conversations.saved import FILE, TERMINAL, SavedQuestions, describe_changes
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

MARGIN = "Is margin financing against bitcoin allowed?"
DAY = date(2026, 11, 1)


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


@pytest.fixture
def store(conversations: Conversations, chain: PolicyChain) -> SavedQuestions:
    """Save one question."""
    saved = conversations.saved(TERMINAL)
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
    assert store.holds(asked, answer)
    assert not store.holds(Question(MARGIN, date(2025, 3, 2), ("Hong Kong",)), answer)


def test_saving_the_same_again_starts_anew(store: SavedQuestions, chain: PolicyChain) -> None:
    """The same question and scope is kept once."""
    store.add(Question(MARGIN), chain.invoke(MARGIN), date(2026, 11, 2))
    assert [saved.day for saved in store.all()] == [date(2026, 11, 2)]


def test_the_same_edition_is_not_asked_again(store: SavedQuestions, chain: PolicyChain) -> None:
    """Without a new edition nothing is answered."""

    def ask(question: Question) -> None:
        raise AssertionError(question)

    (saved,) = store.again(chain.edition(), ask)  # type: ignore[arg-type]
    assert list(describe_changes(saved)) == ["Nothing changed since 1 November 2026."]


def test_a_new_edition_tells_what_changed(
    store: SavedQuestions, chain: PolicyChain, texts: Path, sources: Sources, encoder: WordEncoder
) -> None:
    """A rule that ended is told as moved, and what is said anew with its source as added."""
    note = texts / "hk-margin-2026.md"
    ended = note.read_text("utf-8").replace("relations:", "ended: 2026-06-01\nrelations:")
    note.write_text(ended.replace("at least 60%", "at least 70%"), "utf-8")
    build(sources, encoder)
    (saved,) = store.again(chain.edition(), chain.invoke)
    said = "\n".join(describe_changes(saved))
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


def test_several_writers_lose_nothing(settings: Settings, chain: PolicyChain) -> None:
    """Ten questions saved at once, each over a store of its own, are all there."""
    answer = chain.invoke(MARGIN)

    def save(day: int) -> None:
        with closing(open_conversations(settings)) as conversations:
            conversations.saved(TERMINAL).add(Question(MARGIN, date(2026, 3, day)), answer, DAY)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(save, range(1, 11)))
    with closing(open_conversations(settings)) as conversations:
        assert len(conversations.saved(TERMINAL).all()) == 10


def test_each_owner_has_a_list(store: SavedQuestions, conversations: Conversations) -> None:
    """What one saved, another neither sees nor removes, be it a browser, a person or the command line."""
    (saved,) = store.all()
    for stranger in ("browser:a", "person:b", "../terminal"):
        theirs = conversations.saved(stranger)
        assert theirs.all() == []
        with pytest.raises(InputError, match="there is none"):
            theirs.remove(saved.id)
    with pytest.raises(InputError, match="sign in"):
        conversations.saved("")
    assert store.all() == [saved]


class TestTheFileOfAnEarlierVersion:
    """`saved.json`, and for people who sign in a file named by a hash, as versions before the table wrote them."""

    @pytest.fixture
    def earlier(self, settings: Settings, chain: PolicyChain) -> Path:
        """Write the two questions of such a file, one with a scope."""
        settings.data.mkdir(exist_ok=True)
        row = answer_row(chain.invoke(MARGIN), "", "saved")
        rows = [
            {
                "id": "a1",
                "text": MARGIN,
                "as_of": None,
                "jurisdictions": [],
                "day": "2026-11-01",
                "then": row,
                "now": row,
            },
            {"id": "b2", "text": MARGIN, "as_of": "2025-03-01", "jurisdictions": ["Hong Kong"], "day": "2026-11-02"}
            | {"then": row, "now": row | {"edition": "another"}},
        ]
        path = settings.data / FILE
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    def test_it_is_read_once_and_kept_aside(self, earlier: Path, conversations: Conversations) -> None:
        """Both questions are there with their answers, the file lies beside, and what is removed stays removed."""
        before = earlier.read_bytes()
        rows = json.loads(before)
        first, second = conversations.saved(TERMINAL).all()
        assert (first.id, first.question, first.day, first.then) == ("a1", Question(MARGIN), DAY, rows[0]["then"])
        assert second.question == Question(MARGIN, date(2025, 3, 1), ("Hong Kong",))
        assert second.now == rows[1]["now"]
        assert not earlier.exists()
        assert earlier.with_name("saved.json.imported").read_bytes() == before
        conversations.saved(TERMINAL).remove("a1")
        assert conversations.saved(TERMINAL).all() == [second]

    def test_a_crash_before_it_is_aside_doubles_nothing(self, earlier: Path, conversations: Conversations) -> None:
        """A file that is read a second time adds only what is missing."""
        copy = shutil.copy(earlier, earlier.with_name("copy"))
        saved = conversations.saved(TERMINAL).all()
        shutil.move(copy, earlier)
        assert conversations.saved(TERMINAL).all() == saved

    def test_that_of_a_person_is_theirs(self, earlier: Path, conversations: Conversations) -> None:
        """The name of the file is a hash of its owner's, and nobody else reads it."""
        ann = "person:https://id.example#ann"
        earlier.rename(earlier.with_name(f"saved-{sha256(ann.encode()).hexdigest()[:32]}.json"))
        assert conversations.saved(TERMINAL).all() == []
        assert conversations.saved("browser:a").all() == []
        assert len(conversations.saved(ann).all()) == 2

    def test_a_spoilt_one_is_one_line(self, earlier: Path, conversations: Conversations) -> None:
        """A file that is none of ours is named and left as it is; others are not hindered by it."""
        earlier.write_text(json.dumps([{"id": 1}]), encoding="utf-8")
        with pytest.raises(InputError, match=r"saved\.json is not a list of saved questions"):
            conversations.saved(TERMINAL)
        assert json.loads(earlier.read_text("utf-8")) == [{"id": 1}]
        assert conversations.saved("browser:a").all() == []
