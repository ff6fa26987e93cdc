"""The page with a chat model: a scripted server, a real page, a real browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.openai_server import OpenAIServer, Reply
from tests.ui.conftest import in_browser, served
from tests.ui.test_browser import ask

pytestmark = in_browser

QUESTION = "Is margin lending against bitcoin allowed in Hong Kong?"
GOOD = "Brokers in Hong Kong may lend to their margin clients for buying bitcoin since 11 February 2026 [1]. "
WRONG = "The haircut on bitcoin is 12.5% [2]. "


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies to the page."""
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, shipped: Path, server: OpenAIServer) -> Iterator[str]:
    """Serve the page over the shipped corpus with the scripted model."""
    data = tmp_path_factory.mktemp("page-model") / "data"
    shutil.copytree(shipped, data)
    with pytest.MonkeyPatch.context() as patched:
        server.configure(patched)
        with served(data) as url:
            yield url


def test_the_model_answers_on_the_page(page: Page, server: OpenAIServer) -> None:
    """What is borne out is shown with its source, what is not is counted, what is missing is said."""
    server.say(f"{GOOD}{WRONG}The passages do not say what interest applies.", "NOTHING")
    ask(page, QUESTION)
    expect(page.get_by_text("Brokers in Hong Kong may lend").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("The passages do not say what interest applies.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("1 sentence of the model was left out")).to_be_visible()
    expect(page.get_by_text("12.5%")).to_have_count(0)
    expect(page.get_by_test_id("stPopover").filter(has_text="¶")).to_have_count(1)


def test_a_link_of_the_model_is_no_link(page: Page, server: OpenAIServer) -> None:
    """Neither link nor picture of the model reaches the page."""
    server.say(GOOD.replace("bitcoin", "[bitcoin](https://evil.example/x) ![x](https://evil.example/x.png)"))
    ask(page, QUESTION)
    expect(page.get_by_text("Brokers in Hong Kong may lend").first).to_be_visible(timeout=60_000)
    assert page.locator("[href*='evil'], [src*='evil']").count() == 0
    expect(page.get_by_text("evil")).to_have_count(0)


def test_stop_keeps_what_was_shown_and_ends_the_request(page: Page, server: OpenAIServer) -> None:
    """While the model is silent Stop takes effect at once; the next question is answered as usual."""
    server.abandoned.clear()
    server.reply(Reply([GOOD, "More"], holds={1: threading.Event()}))
    ask(page, QUESTION)
    expect(page.get_by_text("Writing and checking")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Brokers in Hong Kong may lend").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Stopped before the answer was complete.")).to_be_hidden()
    page.get_by_test_id("stChatInputStopButton").click()
    assert server.abandoned.wait(10)
    expect(page.get_by_text("Stopped before the answer was complete.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Brokers in Hong Kong may lend").first).to_be_visible()
    expect(page.get_by_text("Writing and checking")).to_be_hidden()


def test_a_model_that_fails_is_a_note(page: Page, server: OpenAIServer) -> None:
    """The texts' own sentences stand in, and the reader is told why."""
    server.reply(Reply(status=401))
    ask(page, QUESTION)
    expect(page.get_by_text("answered from the texts' own sentences")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stPopover").first).to_be_visible()
