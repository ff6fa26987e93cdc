"""Half of a surrogate pair is no character: it comes in by bytes that are no UTF-8, and goes no further."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.answers.characters import whole
from assistant.answers.records import Question, Turn
from assistant.chain import PolicyChain
from assistant.cli import cli
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.library import Library
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

HALVES = ["caf\udce9 rules", "\ud83d lend", "lend \ude00", "\udc80\udc80 may brokers lend"]


@pytest.mark.parametrize("text", HALVES)
def test_a_question_and_its_turns_are_whole(text: str) -> None:
    """What is made of them can be encoded, printed and stored."""
    question = Question(text, history=(Turn("user", text),))
    assert question.text == question.history[0].content == whole(text)
    assert "\ufffd" in question.text
    question.text.encode()


@pytest.mark.parametrize("text", ["", "plain", "café 規管", "\U0001f600"])
def test_whole_text_stays(text: str) -> None:
    """And two halves that are a pair are put together."""
    assert whole(text) == text
    assert whole("\ud83d\ude00") == "\U0001f600"


@pytest.mark.parametrize("text", HALVES)
def test_half_characters_are_answered(index: CurrentIndex, encoder: WordEncoder, text: str) -> None:
    """By each way into the chain: a question, a search, a comparison with aspects in own words."""
    chain = PolicyChain(index, encoder, Glossary([]), Settings())
    assert chain.invoke(f"Margin financing {text}").question
    chain.search(Question(text), 3)
    plan = chain.plan(Question(f"{text} in Hong Kong and Singapore"), aspects=[text])
    assert list(chain.compare(plan))


def test_a_file_name_that_is_no_utf8_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told and kept as text, so that the index can hold it; its title and the rest that is typed too."""
    document = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    document.write_text("Act on wardens\n\n1. Wardens must hold silver.", encoding="utf-8")
    module = import_module("assistant.cli.library.add")
    monkeypatch.setattr(module, "build_index", lambda _settings: None)
    monkeypatch.setattr(module, "print_build", lambda _report, as_json: None)
    monkeypatch.setattr(module, "print_beside", lambda *_: None)
    monkeypatch.setattr("corpus.build.screening_warnings", lambda *_: ())
    ran = CliRunner().invoke(cli, ["add", str(document), "--title", "W\udce9", "--issuer", "\udce9"])
    assert ran.exit_code == 0
    assert "Added: W\ufffd" in ran.output
    (kept,) = Library(tmp_path / "data" / "library").seen_by("")
    assert (kept.name, kept.policy.title, kept.policy.issuer) == ("caf\ufffd.txt", "W\ufffd", "\ufffd")
