"""An answer in a real Chromium: what stands out in it, and what it was asked under."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.conftest import in_browser, question_box, visit

pytestmark = in_browser

PATIENCE = 30_000
YIELD = "Can a licensed stablecoin issuer pay interest?"
AML = "Which AML guidelines apply to platforms in Hong Kong?"


def ask(page: Page, question: str) -> Locator:
    """Ask, wait until the answer is whole, and give it."""
    question_box(page).fill(question)
    question_box(page).press("Enter")
    answer = page.locator("[class*='st-key-answer-']").last
    expect(answer.get_by_text("About this answer")).to_be_visible(timeout=PATIENCE)
    return answer


def size(words: Locator) -> float:
    """Return the size of a line of text, in pixels."""
    return float(words.evaluate("line => parseFloat(getComputedStyle(line).fontSize)"))


def top(of: Locator) -> float:
    """Return how far from the top something begins, in pixels."""
    box = of.bounding_box()
    assert box is not None
    return box["y"]


def test_the_direct_first_line_is_the_largest(page: Page) -> None:
    """Chips above it, the points below it smaller, and one quiet line about the answer at the end."""
    answer = ask(page, YIELD)
    lead = answer.locator("[class*='st-key-lead-'] p")
    expect(lead).to_have_text("No.")
    point = answer.locator("[class*='st-key-said-'] li").first
    assert size(lead) > size(answer.locator("[class*='st-key-said-'] p").first) > size(point)
    chips, about = answer.get_by_text("in force", exact=True).first, answer.get_by_text("About this answer")
    assert top(chips) < top(lead) < top(point) < top(about)


def test_without_a_direct_line_the_first_sentence_stands_out(page: Page) -> None:
    """An answer that has no such line begins with its best sentence, larger than the points below it."""
    answer = ask(page, AML)
    expect(answer.locator("[class*='st-key-lead-']")).to_have_count(0)
    said = answer.locator("[class*='st-key-said-']")
    assert size(said.locator("p").first) > size(said.locator("li").first)


def test_a_false_premise_is_told_above_the_answer(page: Page) -> None:
    """Who takes a ban for granted that there is not reads so before the sentences, without opening anything."""
    answer = ask(page, "When did the European Union ban self-hosted wallets?")
    told = answer.get_by_text("The question takes for granted that")
    expect(told).to_be_visible()
    assert top(told) < top(answer.get_by_text("not banned").first)


@pytest.mark.parametrize(("question", "low"), [("What did the court decide in SEC v. Ripple?", True), (YIELD, False)])
def test_low_confidence_is_told_above_the_answer(page: Page, question: str, *, low: bool) -> None:
    """An answer that is less sure says so where it begins, and a sure one has no such mark."""
    answer = ask(page, question)
    expect(answer.locator(".stMarkdownBadge", has_text="Confidence: low")).to_have_count(int(low))


def test_a_refusal_leads_on_at_its_own_place(page: Page) -> None:
    """Who asks of the United States is not sent to Hong Kong."""
    question_box(page).fill("Did the SEC drop its case against Coinbase?")
    question_box(page).press("Enter")
    answer = page.locator("[class*='st-key-answer-']").last
    instead = answer.get_by_role("button", name="Which stablecoin rules are in force in the United States?")
    expect(instead).to_be_visible(timeout=PATIENCE)
    expect(answer.get_by_role("button", name="Hong Kong")).to_have_count(0)


def test_what_is_set_is_framed_and_cleared_by_one_click(browser: Browser, address: str) -> None:
    """Day and place are coloured at the question box while they are not as usual, and no more after a click each."""
    with visit(browser, f"{address}/?as_of=2025-03-01&place=Singapore") as page:
        for what, words, clear, usual in (
            ("day", "As of 1 March 2025", "Back to today", "As of today"),
            ("places", "Singapore", "Back to all places", "All places"),
        ):
            framed = page.locator(f".st-key-set-{what}")
            expect(framed.get_by_text(words)).to_be_visible(timeout=PATIENCE)
            expect(framed).to_have_css("border-top-style", "solid", timeout=PATIENCE)
            framed.get_by_role("button", name=clear).click()
            expect(page.locator(f".st-key-usual-{what}").get_by_text(usual, exact=True)).to_be_visible(timeout=PATIENCE)
            expect(framed).to_have_count(0, timeout=PATIENCE)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_comparison_is_a_table_that_opens_in_compare(browser: Browser, address: str, width: int) -> None:
    """Places across, aspects down, what was not found told; on a phone it scrolls in its frame and moves nothing."""
    with visit(browser, address, width) as page:
        expect(question_box(page)).to_be_visible(timeout=PATIENCE)
        answer = ask(page, "Compare stablecoin rules in Hong Kong, Singapore and Japan")
        heads = answer.get_by_role("columnheader")
        expect(heads).to_have_text(["", "Hong Kong", "Singapore", "Japan"])
        reserve = answer.get_by_role("row").filter(has=page.get_by_role("cell", name="Reserve", exact=True))
        assert reserve.get_by_role("link").count() >= 2  # the marks of its sources
        assert reserve.locator("strong").count() > 1  # beside the name of the row, short answers
        expect(answer.get_by_role("cell", name="not found").first).to_be_visible()
        frame = answer.locator("[class*='st-key-said-']")
        assert frame.evaluate("frame => getComputedStyle(frame).overflowX") == "auto"
        assert (frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")) == (width < 640)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        answer.get_by_role("link", name="Open in Compare").click()
        expect(page.get_by_role("textbox", name="Question")).to_have_value(re.compile("Compare stablecoin rules"))
        expect(page.get_by_role("columnheader", name="Japan")).to_be_visible(timeout=PATIENCE)


def test_a_source_of_a_table_comes_into_view(page: Page) -> None:
    """A marker in a cell opens its source below the table, and the cited words can be seen."""
    answer = ask(page, "Compare stablecoin rules in Hong Kong, Singapore and Japan")
    answer.get_by_role("cell").locator("a[href^='#source-']").nth(1).click()
    cited = page.locator("[class*='st-key-sheet-'] .stMarkdownColoredBackground")
    expect(cited).to_be_in_viewport(timeout=PATIENCE)


def test_a_source_in_view_lets_its_reader_scroll_away(page: Page) -> None:
    """It is brought into view while the page above it grows, and no more once somebody scrolls."""
    ask(page, "Compare stablecoin reserve rules in Hong Kong, Singapore and the EU")
    page.locator("[class*='st-key-chips-']").get_by_role("button").last.click()
    panel = page.locator("[class*='st-key-sheet-']")
    expect(panel).to_be_in_viewport(ratio=0.5, timeout=PATIENCE)
    brought = top(panel)
    page.mouse.move(600, 300)
    page.mouse.wheel(0, -3_000)
    page.wait_for_timeout(2_500)
    assert top(panel) > brought + 100
