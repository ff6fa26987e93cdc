"""Documents on the page: one is asked by itself, and a file that cannot be used stops the question beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.settings import SHIPPED_TEXTS
from corpus.build import Sources, build
from corpus.encoders.sentence import SentenceEncoder
from corpus.library import Details, Library
from tests.ui.conftest import in_browser, served, visit

pytestmark = in_browser

MARGIN = "Is margin lending against bitcoin allowed?"
ALLOWED = "Margin lending against bitcoin is allowed"
CODE = b"""\
# Wexcombe Token Code

Issued on 2 May 2026 by the Wexcombe Token Office for all keepers and issuers.

## Section 4. Capital

A keeper under this code holds capital of at least WXC 3 million at all times.

## Section 12. Reports

A keeper under this code reports its capital within 12 days after each quarter.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, shipped: Path, minilm: SentenceEncoder) -> Iterator[str]:
    """Serve the page over the shipped notes, which are encoded already, and a document of the user."""
    data = tmp_path_factory.mktemp("page") / "data"
    shutil.copytree(shipped, data)
    Library(data / "library").add(CODE, "code.md", Details())
    build(Sources(data / "index", (SHIPPED_TEXTS,), data / "library"), minilm)
    with served(data) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the chat, ready for a question."""
    with visit(browser, address) as opened:
        expect(opened.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=60_000)
        yield opened


def ask(page: Page, text: str) -> None:
    """Type a question and send it."""
    page.get_by_test_id("stChatInputTextArea").fill(text)
    page.get_by_test_id("stChatInputSubmitButton").click(timeout=30_000)


def test_a_document_is_chosen_asked_alone_and_let_go(page: Page) -> None:
    """The chip says which document is asked, the answer is from it alone, and one click asks all texts again."""
    page.get_by_role("button", name="Notes and documents").click()
    page.get_by_role("combobox", name="Ask these documents alone").click()
    page.get_by_role("option", name="Wexcombe Token Code").click()
    page.keyboard.press("Escape")
    chip = page.get_by_role("button", name="Asking: Wexcombe Token Code")
    expect(chip).to_be_visible(timeout=30_000)
    ask(page, "What does section 12 require?")
    expect(page.get_by_text("within 12 days after each quarter").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Asked of Wexcombe Token Code")).to_be_visible()
    ask(page, "Which haircut is required on bitcoin collateral?")
    expect(page.get_by_text("I found no answer in Wexcombe Token Code.").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Back to notes and documents").first.click()
    expect(chip).to_be_hidden(timeout=30_000)
    ask(page, MARGIN)
    expect(page.get_by_text(ALLOWED).first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Asked of Wexcombe Token Code")).to_have_count(2)


def test_a_file_that_cannot_be_used_stops_the_question(page: Page) -> None:
    """The question is not answered without its document unless the reader asks for that."""
    page.locator("input[type=file]").first.set_input_files(
        [{"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing"}]
    )
    ask(page, MARGIN)
    expect(page.get_by_text("Your question was not asked")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(ALLOWED)).to_have_count(0)
    page.get_by_role("button", name="Ask it without the document").click()
    expect(page.get_by_text(ALLOWED).first).to_be_visible(timeout=60_000)


def test_an_upload_without_a_question_is_summarised(page: Page) -> None:
    """It is asked by itself from then on, and its longest provisions and its dates are offered as questions."""
    code = CODE.replace(b"Wexcombe", b"Tarnmoor")
    page.locator("input[type=file]").first.set_input_files(
        [{"name": "tarnmoor.md", "mimeType": "text/markdown", "buffer": code}]
    )
    page.get_by_test_id("stChatInputSubmitButton").click(timeout=30_000)
    expect(page.get_by_text("Asked of Tarnmoor Token Code")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("button", name="List the deadlines in it")).to_be_visible(timeout=60_000)
    answers = page.get_by_test_id("stMain")
    expect(answers.get_by_role("button", name="Summarise this document", exact=True)).to_have_count(0)
