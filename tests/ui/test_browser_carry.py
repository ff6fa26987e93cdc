"""Sources and files in a real Chromium: the paragraph in context, the page of a PDF, the clipboard, what is saved."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from assistant.exporting.json import read
from corpus.library import Library
from tests.corpus.loading.pdf_bytes import lines, make_pdf
from tests.ui.conftest import chips, in_browser, panel_of, question_box, served, visit

MARGIN = "Is margin lending against bitcoin allowed?"
SENTENCE = "The quokka custodian must report to the wombat board every 14 days."
QUOKKA = "How often must the quokka custodian report to the wombat board?"

pytestmark = in_browser


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Path:
    """Copy the shipped corpus, for an upload to be added."""
    folder = tmp_path_factory.mktemp("carry") / "data"
    shutil.copytree(shipped, folder)
    return folder


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Serve the page over that copy."""
    with served(data) as url:
        yield url


def ask(page: Page, question: str) -> None:
    """Type a question, send it, and wait for the whole answer."""
    before = page.get_by_text("About this answer").count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    expect(page.get_by_text("About this answer")).to_have_count(before + 1, timeout=30_000)


def opened(page: Page, words: str) -> Locator:
    """Open the popover whose button says these words, and give its panel."""
    page.get_by_test_id("stPopover").filter(has_text=words).first.get_by_role("button").click()
    return page.get_by_test_id("stPopoverBody").last  # on a slow machine one is still closing while the other opens


def test_a_source_stands_in_its_context(page: Page) -> None:
    """The day, the neighbours, what was checked and the official link stand around the quote."""
    ask(page, MARGIN)
    chips(page).filter(has_text="¶2").first.click()
    panel = panel_of(page)
    expect(panel.get_by_text(re.compile(r"^on \d")).first).to_be_visible()
    expect(panel.get_by_text("¶1 Since 11 February 2026")).to_be_visible()
    expect(panel.get_by_text("¶3 Before 11 February 2026")).to_be_visible()
    expect(panel.get_by_text("Checked: words of the note, figures")).to_be_visible()
    expect(panel.get_by_role("link", name="Official text")).to_have_attribute("href", "https://apps.sfc.hk/edistributionWeb/gateway/EN/circular/doc?refNo=26EC5")  # fmt: skip  # noqa: E501


def test_not_legal_advice_is_said_once(page: Page) -> None:
    """Before the first question and after two answers it stands on the page once."""
    expect(page.get_by_text("Not legal advice")).to_have_count(1)
    ask(page, MARGIN)
    ask(page, "Is staking allowed in Hong Kong?")
    expect(page.get_by_text("Not legal advice")).to_have_count(1)


def test_an_answer_is_copied_with_its_sources(browser: Browser, address: str) -> None:
    """The clipboard holds question, statements with markers, and numbered sources with links."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    expect(question_box(page)).to_be_visible(timeout=30_000)
    ask(page, MARGIN)
    panel = opened(page, "Export")
    panel.get_by_role("button", name="Copy with sources").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(MARGIN)
    assert "eligible collateral. [1]" in text
    assert "\n[1] Our note on the Circular on virtual asset financing" in text
    context.close()


def test_an_answer_is_saved_in_four_formats(page: Page) -> None:
    """Each file is named by the question and read by its own program."""
    ask(page, MARGIN)
    panel = opened(page, "Export")
    files = {}
    for name in ("Word", "PDF", "Markdown", "JSON"):
        with page.expect_download() as download:
            panel.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename.startswith("Is-margin-lending-against-bitcoin-allowed.")
        files[name] = Path(download.value.path()).read_bytes()
    product, title = Document(io.BytesIO(files["Word"])).paragraphs[:2]
    assert product.text.startswith("Crypto policy assistant")
    assert (title.text, title.style.name) == (MARGIN, "Title")
    assert MARGIN in PdfReader(io.BytesIO(files["PDF"])).pages[0].extract_text()
    assert "\n# Is margin lending" in files["Markdown"].decode()
    assert read(files["JSON"])[0].question.text == MARGIN


def test_the_page_of_a_pdf_is_shown_turned_and_when_broken_told(page: Page, data: Path) -> None:
    """The page opens at the first quote, the next is a click away, and a broken file leaves the text with a line."""
    pdf = make_pdf([lines("Quokka custody memo of 5 January 2026."), lines(SENTENCE), lines("The last page of it.")])
    page.locator("input[type=file]").first.set_input_files(
        {"name": "memo.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    expect(page.get_by_text("memo.pdf")).to_be_visible(timeout=30_000)
    page.get_by_test_id("stChatInputSubmitButton").click()
    expect(page.get_by_text("can be asked about now")).to_be_visible(timeout=120_000)
    ask(page, QUOKKA)
    chips(page).filter(has_text="p. 1").first.click()
    panel = panel_of(page)  # of the paragraph, which runs over all three, the page that holds most of the quote
    expect(panel.get_by_text("Page 2 of 3")).to_be_visible(timeout=30_000)
    expect(panel.get_by_test_id("stImage").locator("img")).to_be_visible()
    panel.get_by_test_id("stPaginationPrev").click()
    expect(panel.get_by_text("Page 1 of 3")).to_be_visible(timeout=30_000)
    for own in Library(data / "library"):
        own.path.write_bytes(b"%PDF-1.7 broken")
    panel.get_by_test_id("stPaginationNext").click()
    expect(panel.get_by_text("Page 2 of 3")).to_be_visible(timeout=30_000)  # seen before, and kept
    panel.get_by_test_id("stPaginationNext").click()
    expect(panel.get_by_text("The page cannot be shown")).to_be_visible(timeout=30_000)
    expect(panel.get_by_text(SENTENCE)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("words", "within"), [("¶2", "Checked:"), ("Export", "Save it")])
def test_what_opens_fits_a_phone(browser: Browser, address: str, scheme: str, words: str, within: str) -> None:
    """At 390 pixels, in both themes, an open source and the menu stay on the screen."""
    with visit(browser, address, 390, scheme) as page:
        expect(question_box(page)).to_be_visible(timeout=30_000)
        ask(page, MARGIN)
        if words == "Export":
            panel = opened(page, words)
        else:
            chips(page).filter(has_text=words).first.click()
            panel = panel_of(page)
        expect(panel.get_by_text(within)).to_be_visible(timeout=30_000)
        box = panel.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
