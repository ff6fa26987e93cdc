"""The page with a chat model: a scripted server, a real page, a real browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.composing.gaps import LEFT_OPEN
from tests.assistant.evaluation.judges.test_judges import SMOKE_MARKS, mark
from tests.openai_server import OpenAIServer, Reply
from tests.ui.conftest import chips, in_browser, served
from tests.ui.test_browser import ask
from tests.ui.test_evaluate import give, rows

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
    page.get_by_text("About this answer").click(timeout=30_000)
    expect(page.get_by_text(LEFT_OPEN)).to_be_visible(timeout=30_000)
    expect(page.get_by_text("1 sentence of the model was left out")).to_be_visible()
    expect(page.get_by_text("12.5%")).to_have_count(0)
    expect(chips(page).filter(has_text="¶")).to_have_count(1)


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


def test_an_answer_is_made_again_with_other_settings(page: Page, server: OpenAIServer) -> None:
    """Fewer passages, and the texts' own sentences in place of the model's, are another version."""
    server.say(GOOD)
    ask(page, QUESTION)
    page.get_by_role("button", name="Answer again").click(timeout=60_000)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("slider").press("Home")
    dialog.get_by_text("Let the model write").click()
    dialog.get_by_role("button", name="Answer again").click()
    expect(page.get_by_text("2 of 2")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Margin lending against bitcoin is allowed").first).to_be_visible(timeout=60_000)


def test_a_model_that_fails_is_a_note(page: Page, server: OpenAIServer) -> None:
    """The texts' own sentences stand in, and the reader is told why."""
    server.reply(Reply(status=401))
    ask(page, QUESTION)
    page.get_by_text("About this answer").click(timeout=60_000)
    expect(page.get_by_text("answered from the texts' own sentences")).to_be_visible(timeout=60_000)
    expect(chips(page).first).to_be_visible()


def test_the_model_judges_and_is_held_against_people(page: Page, address: str, server: OpenAIServer) -> None:
    """Its marks stand beside the scores; labels that were given here tell how far it agrees, and what people would."""
    page.goto(f"{address}/evaluate")
    said = {"q1": ("Is lending allowed?", "It is.", "right"), "q2": ("Is staking allowed?", "It is not.", "wrong")}
    asked = ({"id": id_, "user_input": question, "reference": "It is."} for id_, (question, *_) in said.items())
    give(page, 0, "set.jsonl", rows(*asked))
    expect(page.get_by_text("2 questions loaded.")).to_be_visible(timeout=30_000)
    give(page, 1, "answers.jsonl", rows(*({"id": id_, "response": text} for id_, (_, text, _) in said.items())))
    page.get_by_text("also marks the answers").click(timeout=30_000)
    server.say(*SMOKE_MARKS, mark("right"), mark("wrong"), *[mark("right")] * 2, *[mark("wrong")] * 2)
    page.get_by_role("button", name="Score", exact=True).click()
    expect(page.get_by_text("5 of 5 smoke pairs")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="Labels").click()
    page.get_by_label("Your initials").fill("ab")
    page.get_by_label("Your initials").press("Enter")
    page.get_by_label("Answers to label").fill("2")
    page.get_by_label("Answers to label").press("Enter")
    for number in range(2):
        expect(page.get_by_text(f"{number} of 2 are labelled")).to_be_visible(timeout=30_000)
        label = "right" if page.get_by_text("Is lending allowed?", exact=True).last.is_visible() else "wrong"
        page.get_by_text(label, exact=True).click()
        page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("All are labelled.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("0.500 [no interval: fewer than 5 labelled clusters] from 2 labels and 2")).to_be_visible()
    server.say(*SMOKE_MARKS)
    page.get_by_role("tab", name="Scores").click()
    page.get_by_role("button", name="Score", exact=True).click()
    expect(page.get_by_text("kappa with people 1.000")).to_be_visible(timeout=30_000)
