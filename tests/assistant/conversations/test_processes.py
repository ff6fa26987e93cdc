"""Several processes on one database, and one that is killed in the middle of an answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.conversations import Conversations, Mine, State, open_conversations
from assistant.conversations.sql import pulse, reading
from assistant.conversations.sql.tables import Exchange
from assistant.settings import Settings
from tests import ROOT
from tests.assistant.conversations.samples import ASKED, answer, question

OPEN = "from assistant.conversations import open_conversations as o; from assistant.settings import load_settings as l;"


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a process with these settings."""
    own = {"ASSISTANT_DATA": str(settings.data), "ASSISTANT_DATABASE_URL": settings.database_url}
    return os.environ | own | {"PYTHONPATH": str(ROOT)}


@contextmanager
def answering(settings: Settings, conversation: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process that answers in a conversation of Anna; it is killed in the end."""
    command = [sys.executable, "-m", "tests.assistant.conversations.answering", conversation]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, env=environment(settings), cwd=ROOT, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str], line: str = "") -> str:
    """Return the process a line, if any, and wait for what it says."""
    assert process.stdin
    assert process.stdout
    if line:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    return process.stdout.readline().strip()


def test_a_killed_process_loses_nothing_that_it_added(
    settings: Settings, conversations: Conversations, mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After kill -9 the statements are there, and once its pulse is missed the answer is shown as stopped."""
    conversation = mine.start("Haircuts")
    with answering(settings, conversation) as process:
        exchange = told(process)
        assert told(process, "first") == told(process, "second") == "added"
        assert mine.path(conversation)[0].state == State.ANSWERING
        process.send_signal(signal.SIGKILL)
        process.wait()
    moment = pulse.now() + timedelta(seconds=pulse.LOST + 1)
    monkeypatch.setattr(reading, "now", lambda: moment)
    (one,) = mine.path(conversation)
    assert (one.id, one.state, [said.text for said in one.statements]) == (exchange, State.STOPPED, ["first", "second"])
    again = mine.ask(conversation, question(), None, ASKED)
    assert mine.finish(again, answer())
    assert mine.path(conversation)[0].versions == (exchange, again)


def test_a_process_that_lives_is_not_taken_for_dead(conversations: Conversations, mine: Mine) -> None:
    """It beats while its model is silent: the mark in the database moves on without a statement."""
    exchange = mine.ask(mine.start("Haircuts"), question(), None, ASKED)
    first = beat_of(conversations, exchange)
    conversations._pulse.beat()
    assert beat_of(conversations, exchange) > first
    mine.stop(exchange)
    last = beat_of(conversations, exchange)
    conversations._pulse.beat()
    assert beat_of(conversations, exchange) == last


def test_the_pulse_beats_by_itself(conversations: Conversations, mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread begins with the first answer, and ends when none is left."""
    monkeypatch.setattr(pulse, "EVERY", 0.01)
    beaten = threading.Event()
    monkeypatch.setattr(conversations._pulse, "beat", beaten.set)
    exchange = mine.ask(mine.start("Haircuts"), question(), None, ASKED)
    assert beaten.wait(30)
    thread = conversations._pulse._thread
    assert thread
    mine.stop(exchange)
    thread.join(30)
    assert not thread.is_alive()
    assert conversations._pulse._thread is None


def test_a_beat_that_fails_is_told_and_the_next_is_tried(
    conversations: Conversations, mine: Mine, caplog: pytest.LogCaptureFixture
) -> None:
    """A database that is away for a moment costs a line in the log, not the pulse."""
    exchange = mine.ask(mine.start("Haircuts"), question(), None, ASKED)
    with conversations.database.writing() as session:
        session.execute(text("ALTER TABLE exchanges RENAME TO away"))
    conversations._pulse.beat()
    assert "may be shown as stopped" in caplog.text
    with conversations.database.writing() as session:
        session.execute(text("ALTER TABLE away RENAME TO exchanges"))
    first = beat_of(conversations, exchange)
    conversations._pulse.beat()
    assert beat_of(conversations, exchange) > first


def beat_of(conversations: Conversations, exchange: str) -> datetime:
    """Return when the process of an answer was last known to live."""
    with conversations.database.reading() as session:
        return session.get_one(Exchange, exchange).beat


def test_an_answer_that_nobody_ended_is_not_kept_alive_for_ever(conversations: Conversations, mine: Mine) -> None:
    """A reader who left without a word: after the longest time an answer may take, its pulse ends with its thread."""
    time = [0.0]
    heart = pulse.Pulse(conversations.database, longest=180, clock=lambda: time[0])
    heart.start("forgotten")
    assert heart._living()
    time[0] = 181.0
    assert not heart._living()
    heart.close()


def test_processes_that_open_at_once_make_the_tables_once(tmp_path: Path) -> None:
    """Four processes open a database that is not there yet; all work."""
    command = [sys.executable, "-c", f"{OPEN} c = o(l()); print(len(c.of('anna').start('x')))"]
    env = environment(Settings(data=tmp_path / "new"))
    started = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate(timeout=120) for process in started]
    assert said == [("32\n", "")] * 4
    conversations = open_conversations(Settings(data=tmp_path / "new"))
    assert len(conversations.of("anna").list()) == 4
    conversations.close()


def test_two_processes_write_into_one_conversation(settings: Settings, mine: Mine) -> None:
    """Their statements go to their own answers, which are versions of one another."""
    conversation = mine.start("Haircuts")
    with answering(settings, conversation) as one, answering(settings, conversation) as two:
        exchanges = {told(one): "one", told(two): "two"}
        for number in range(5):
            assert told(one, f"one {number}") == told(two, f"two {number}") == "added"
        for exchange, name in exchanges.items():
            mine.choose(exchange)
            (kept,) = mine.path(conversation)
            assert [said.text for said in kept.statements] == [f"{name} {number}" for number in range(5)]
            assert set(kept.versions) == exchanges.keys()
