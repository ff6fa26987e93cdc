"""E-mail on what changed: once a change, to who asked, and told where it cannot be sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain
from assistant.cli import main
from assistant.conversations import Conversations, open_conversations
from assistant.conversations.saved import TERMINAL
from assistant.notifying.telling import message, tell, untold, watched_by
from assistant.settings import Settings
from corpus.errors import InputError
from tests.assistant.notifying.conftest import ANN, MARGIN
from tests.smtp_server import SMTPServer

ENDS = {"sender": "policy@example.org", "to": "ann@example.org"}


def test_a_change_is_sent_once(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """And once more when it changes again; what could not be sent is sent the next time."""
    sent: list[EmailMessage] = []

    def fail(_: EmailMessage) -> None:
        raise InputError("no such mailbox")

    def round_(send: Callable[[EmailMessage], None]) -> int:
        news = untold(watched_by(conversations, ANN, chain.edition(), chain.invoke))
        if news:
            tell(conversations, ANN, news, send, **ENDS)
        return len(news)

    assert round_(sent.append) == 0
    change("70")
    with pytest.raises(InputError, match="no such mailbox"):
        round_(fail)
    assert [round_(sent.append), round_(sent.append)] == [1, 0]
    change("80")
    assert [round_(sent.append), round_(sent.append)] == [1, 0]
    assert ["at least 70%" in sent[0].get_content(), "at least 80%" in sent[1].get_content()] == [True, True]


def test_the_message_says_what_changed_and_how_to_end_it(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """Who, to whom, on what; a question of several lines stays one line of the head."""
    change("70")
    (one,) = untold(watched_by(conversations, ANN, chain.edition(), chain.invoke))
    written = message([one], **ENDS)
    assert (written["From"], written["To"]) == (ENDS["sender"], ENDS["to"])
    assert written["Subject"] == f"Changed: {MARGIN}"
    assert "What changed since 1 November 2026:" in written.get_content()
    assert "turn e-mail off" in written.get_content()
    assert message([one, one], **ENDS)["Subject"] == "The answers to 2 watched questions changed"


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, texts: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Index the four policies in the test's own folder with the real encoder, watch a question there, and change it."""
    assert main(["index", "--texts", str(texts)]) == 0
    assert main(["save", MARGIN]) == 0
    note = texts / "hk-margin-2026.md"
    note.write_text(note.read_text("utf-8").replace("at least 60%", "at least 70%"), "utf-8")
    assert main(["index", "--texts", str(texts)]) == 0
    monkeypatch.setenv("ASSISTANT_MAIL_FROM", ENDS["sender"])
    capsys.readouterr()
    return texts


def test_the_command_tells_everybody_and_names_who_could_not_be_told(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ann by what she asked for on the page, the command line's own list by `--to`; exit 1 where one fails."""
    with closing(open_conversations(Settings())) as conversations:
        (mine,) = conversations.saved(TERMINAL).all()
        conversations.notices(ANN).mail_to(ENDS["to"])
    with SMTPServer("550 no such mailbox") as server:
        monkeypatch.setenv("ASSISTANT_MAIL_SERVER", server.address)
        assert main(["notify", "--to", "me@example.org"]) == 1
    said = capsys.readouterr()
    assert (said.out, "me@example.org: 127.0.0.1" in said.err) == ("ann@example.org: nothing changed\n", True)
    with SMTPServer() as server:
        monkeypatch.setenv("ASSISTANT_MAIL_SERVER", server.address)
        assert main(["notify", "--to", "me@example.org"]) == 0
        assert main(["notify", "--to", "me@example.org"]) == 0
        (arrived,) = server.messages
    assert arrived["To"] == "me@example.org"
    assert mine.text in str(arrived["Subject"])
    said = capsys.readouterr()
    assert "me@example.org: 1 watched question changed" in said.out
    assert "me@example.org: nothing changed" in said.out


@pytest.mark.parametrize(
    ("settings", "to", "told"),
    [
        ({}, "me@example.org", "ASSISTANT_MAIL_SERVER and ASSISTANT_MAIL_FROM"),
        ({"MAIL_SERVER": "smtp://localhost"}, "", "ASSISTANT_MAIL_FROM"),
        ({"MAIL_SERVER": "smtp://localhost", "MAIL_FROM": "nobody"}, "", "ASSISTANT_MAIL_FROM is 'nobody'"),
        (
            {"MAIL_SERVER": "http://u:secret@localhost", "MAIL_FROM": "a@example.org"},
            "",
            "ASSISTANT_MAIL_SERVER is set",
        ),
        ({"MAIL_SERVER": "smtp://localhost", "MAIL_FROM": "a@example.org"}, "me", "'me' is not an e-mail address"),
    ],
)
def test_wrong_settings_are_told_on_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: dict[str, str], to: str, told: str
) -> None:
    """Exit 2, and never a password."""
    for name, value in settings.items():
        monkeypatch.setenv(f"ASSISTANT_{name}", value)
    assert main(["notify", *(["--to", to] if to else [])]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert "secret" not in said


def test_the_answers_are_those_that_the_owner_would_read(
    conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """A question is answered again as its owner, whose documents nobody else sees; the command line's as nobody."""
    for owner in (ANN, TERMINAL):
        conversations.saved(owner).add(Question(MARGIN), chain.invoke(MARGIN), date(2026, 11, 1))
    change("70")
    asked: list[str] = []

    def ask(question: Question) -> Answer:
        asked.append(question.owner)
        return chain.invoke(question)

    watched_by(conversations, ANN, chain.edition(), ask)
    watched_by(conversations, TERMINAL, chain.edition(), ask, "")
    assert asked == [ANN, ""]
