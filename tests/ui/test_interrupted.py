"""Answers that are cut off, in a real Chromium with a scripted model: by Stop, by a reload, by kill -9."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.openai_server import OpenAIServer, Reply
from tests.ui.conftest import free_port, in_browser, question_box, served, serving, visit
from tests.ui.test_browser import ask
from tests.ui.test_browser_model import GOOD, QUESTION

pytestmark = in_browser

SLOW = 60_000
FIRST, OTHER = "Brokers in Hong Kong may lend", "Is staking allowed in Singapore?"
UNDERSTOOD = json.dumps({"question": QUESTION, "english": QUESTION, "places": ["Hong Kong"], "as_of": ""})
LATER = "The SFC's circular 26EC5 allows licensed brokers in Hong Kong to lend for buying bitcoin [1]. "
KEPT = "to lend for buying bitcoin"  # of LATER, and of no source that it quotes
STOPPED = "Stopped before the answer was complete."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    """Serve scripted replies, and make that the chat model of the settings."""
    with OpenAIServer() as running:
        running.configure(monkeypatch)
        yield running


@pytest.fixture
def data(tmp_path: Path, shipped: Path) -> Path:
    """Return a copy of the shipped corpus."""
    return shutil.copytree(shipped, tmp_path / "data")


def begin(page: Page, server: OpenAIServer) -> threading.Event:
    """Ask, see the first sentence, and give what lets the model go on."""
    go_on = threading.Event()
    server.reply(Reply([GOOD, "Nothing more is said."], holds={1: go_on}))
    expect(question_box(page)).to_be_visible(timeout=SLOW)
    ask(page, QUESTION)
    expect(page.get_by_text(FIRST).first).to_be_visible(timeout=SLOW)
    return go_on


def is_stopped(page: Page) -> None:
    """See that the answer is marked as stopped, with what was said."""
    expect(page.get_by_text(STOPPED)).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(FIRST).first).to_be_visible()
    expect(page.get_by_role("button", name="Ask it again")).to_be_visible()


def test_what_is_stopped_is_kept_and_asked_again(browser: Browser, data: Path, server: OpenAIServer) -> None:
    """After Stop, and after a reload in the middle, what was said stays, and a button asks again."""
    with served(data) as address, visit(browser, address) as page:
        begin(page, server)
        expect(page.get_by_role("button", name="Ask it again")).to_be_hidden()
        page.get_by_test_id("stChatInputStopButton").click()
        is_stopped(page)
        server.say(GOOD)
        page.get_by_role("button", name="Ask it again").click()
        expect(page.get_by_text("2 of 2")).to_be_visible(timeout=SLOW)
        expect(page.get_by_test_id("stFeedback")).to_be_visible(timeout=SLOW)
        expect(page.get_by_text(STOPPED)).to_have_count(0)
        begin_again(page, server)


def begin_again(page: Page, server: OpenAIServer) -> None:
    """Ask a second time, and reload while it is answered."""
    server.say(UNDERSTOOD)
    server.reply(Reply([GOOD, "More"], holds={1: threading.Event()}))
    ask(page, QUESTION)
    last = page.get_by_test_id("stChatMessage").nth(3)
    expect(last.get_by_text(FIRST)).to_be_visible(timeout=SLOW)
    page.reload()
    expect(last.get_by_text(FIRST)).to_be_visible(timeout=SLOW)
    expect(last.get_by_text(STOPPED)).to_be_visible(timeout=SLOW)
    expect(last.get_by_role("button", name="Ask it again")).to_be_visible()


def test_kill_9_loses_only_the_sentence_in_flight(browser: Browser, data: Path, server: OpenAIServer) -> None:
    """The server is killed in the middle of an answer and started again: both conversations are there as they were."""
    port = free_port()
    with serving(data, port=port) as (address, process), visit(browser, address) as page:
        server.say(GOOD)
        expect(question_box(page)).to_be_visible(timeout=SLOW)
        ask(page, QUESTION)
        expect(page.get_by_test_id("stFeedback")).to_be_visible(timeout=SLOW)
        page.get_by_role("button", name="New conversation").click()
        expect(page.get_by_test_id("stChatMessage")).to_have_count(0, timeout=SLOW)
        begin(page, server)
        process.kill()
        process.wait()
        with served(data, port=port):
            page.goto(page.url)
            is_stopped(page)
            titles = (
                page.get_by_test_id("stSidebar").get_by_test_id("stButton").get_by_role("button", name=QUESTION[:20])
            )
            expect(titles).to_have_count(2)
            titles.last.click()
            expect(page.get_by_test_id("stFeedback")).to_be_visible(timeout=SLOW)


def test_rating_an_earlier_answer_stops_no_other(browser: Browser, data: Path, server: OpenAIServer) -> None:
    """A thumb, and a search in the list, while the model is slow: the answer goes on to its end, and both are kept."""
    with served(data) as address, visit(browser, address) as page:
        server.say(GOOD)
        expect(question_box(page)).to_be_visible(timeout=SLOW)
        ask(page, QUESTION)
        expect(page.get_by_test_id("stFeedback")).to_be_visible(timeout=SLOW)
        server.say(UNDERSTOOD)
        server.reply(Reply([GOOD, LATER], holds={1: (go := threading.Event())}))
        ask(page, QUESTION)
        last = page.get_by_test_id("stChatMessage").nth(3)
        expect(last.get_by_text(FIRST)).to_be_visible(timeout=SLOW)
        page.get_by_test_id("stFeedback").get_by_role("button").or_(
            page.get_by_test_id("stFeedback").get_by_role("radio")
        ).first.click()
        page.get_by_placeholder("Search conversations").fill("brokers")
        page.get_by_placeholder("Search conversations").press("Enter")
        expect(page.get_by_text("Writing and checking")).to_be_visible()
        assert not server.abandoned.is_set()
        go.set()
        expect(last.get_by_text(KEPT)).to_be_visible(timeout=SLOW)
        expect(page.get_by_text(STOPPED)).to_have_count(0, timeout=SLOW)
        page.reload()
        expect(last.get_by_text(KEPT)).to_be_visible(timeout=SLOW)
        expect(page.get_by_role("button", name="Say why")).to_have_count(1)
