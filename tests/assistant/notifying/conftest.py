"""A question that is watched, and whose answer a new edition changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.answers.records import Question
from assistant.chain import PolicyChain
from assistant.conversations import Conversations, open_conversations
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

MARGIN = "Is margin financing against bitcoin allowed?"
ANN = "person:ann"


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    """Open a store of the test's own."""
    with closing(open_conversations(Settings(data=tmp_path / "store"))) as opened:
        yield opened


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


@pytest.fixture
def watched(conversations: Conversations, chain: PolicyChain) -> None:
    """Let Ann watch a question, as of two days."""
    for asked in (Question(MARGIN), Question(MARGIN, date(2025, 3, 1), ("Hong Kong",))):
        conversations.saved(ANN).add(asked, chain.invoke(asked), date(2026, 11, 1))


@pytest.fixture
def change(texts: Path, sources: Sources, encoder: WordEncoder) -> Callable[[str], None]:
    """Return what makes a new edition in which the haircut of today's rule is another one."""

    def change(haircut: str) -> None:
        note = texts / "hk-margin-2026.md"
        words = note.read_text("utf-8")
        note.write_text(re.sub(r"at least \d+%", f"at least {haircut}%", words), "utf-8")
        build(sources, encoder)

    return change
