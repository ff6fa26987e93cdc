"""The page for everyone: axe finds no fault on any page, in either theme, at either width; the keyboard is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import chips, in_browser, panel_of, question_box, visit

WCAG_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
MARGIN = "Is margin lending against bitcoin allowed?"
NOTE = "/timeline?policy=sfc-va-financing-circular-2026"
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE = 60_000

pytestmark = in_browser


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong, one line an element; a page on which nothing could be tested is a fault too."""
    expect(page.locator(DONE)).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
    found = Axe().run(page, options=WCAG_AA).response
    tested = sum(len(rule["nodes"]) for rule in found["passes"])
    wrong = [f"{rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]
    return wrong if tested > 50 else [*wrong, f"only {tested} elements were tested"]


@pytest.fixture(params=[("light", 1280), ("light", 390), ("dark", 1280), ("dark", 390)], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Open the chat in a theme and at a width."""
    scheme, width = request.param
    with visit(browser, address, width, scheme) as opened:
        opened.emulate_media(reduced_motion="reduce")  # what still moves has no contrast yet
        expect(question_box(opened)).to_be_visible(timeout=PATIENCE)
        yield opened


def ask(page: Page, question: str) -> None:
    """Ask and wait for the answer."""
    question_box(page).fill(question)
    question_box(page).press("Enter")
    expect(page.get_by_role("button", name="Watch this question")).to_be_visible(timeout=PATIENCE)


def test_the_chat_has_no_fault(page: Page) -> None:
    """The first visit, an answer with its debug view, and an open source."""
    assert faults(page) == []
    page.goto(f"{page.url.split('?')[0]}?debug=true")
    expect(question_box(page)).to_be_visible(timeout=PATIENCE)
    ask(page, MARGIN)
    assert faults(page) == []
    chips(page).first.click()
    expect(panel_of(page).get_by_text("Published 11 February 2026")).to_be_visible()
    assert faults(page) == []


def test_a_table_in_the_chat_has_no_fault(page: Page, address: str) -> None:
    """An answer that compares, asked under a day and a place that are not as usual, which its box shows in a frame."""
    page.goto(f"{address}/?as_of=2026-06-01&place=Hong+Kong&place=Singapore")
    expect(page.locator(".st-key-set-day")).to_be_visible(timeout=PATIENCE)
    ask(page, "Compare stablecoin rules in Hong Kong and Singapore")
    expect(page.get_by_role("columnheader", name="Singapore")).to_be_visible(timeout=PATIENCE)
    assert faults(page) == []


def test_the_other_pages_have_no_fault(page: Page, address: str) -> None:
    """Chart, list, dates, changes and a note; a comparison; the evaluation."""
    page.goto(f"{address}/timeline")
    marks = page.get_by_test_id("stVegaLiteChart").locator("path[aria-roledescription='point']")
    expect(marks.first).to_be_visible(timeout=PATIENCE)
    marks.nth(20).click(force=True)
    expect(page.locator(".st-key-sheet-mark")).to_be_visible(timeout=PATIENCE)
    assert faults(page) == []
    page.goto(f"{address}/policies")
    expect(page.get_by_text("policies").first).to_be_visible(timeout=PATIENCE)
    assert faults(page) == []
    page.goto(f"{address}/timeline")
    for view in ("List", "Dates to come", "What changed"):
        page.get_by_role("radio", name=view).check(force=True)
        expect(page.locator('[class*="st-key-open-"]').first).to_be_visible(timeout=PATIENCE)
        assert faults(page) == [], view
    page.goto(f"{address}{NOTE}")
    expect(page.get_by_text("Lineage")).to_be_visible(timeout=PATIENCE)
    assert faults(page) == []
    page.goto(f"{address}/compare")
    page.get_by_role("button", name="Compare").click(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Excel")).to_be_visible(timeout=PATIENCE)
    assert faults(page) == []
    page.goto(f"{address}/evaluate")
    page.get_by_role("button", name="Score the sample").click(timeout=PATIENCE)
    expect(page.locator(".st-key-verdict")).to_be_visible(timeout=PATIENCE)
    assert faults(page) == []


def test_the_keyboard_is_enough(browser: Browser, address: str) -> None:
    """One can type at once, send by Enter, come back by a slash, and open a source and close it again."""
    with visit(browser, address) as page:
        expect(question_box(page)).to_be_focused(timeout=PATIENCE)
        page.keyboard.type(MARGIN)
        page.keyboard.press("Enter")
        source = chips(page).last
        expect(source).to_be_visible(timeout=PATIENCE)
        expect(page.locator(DONE)).to_have_count(1, timeout=PATIENCE)
        source.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[class*='st-key-sheet-']")).to_be_visible(timeout=PATIENCE)
        page.keyboard.press("Escape")
        expect(panel_of(page)).to_have_count(0, timeout=PATIENCE)
        page.keyboard.press("/")
        expect(question_box(page)).to_be_focused()
        expect(question_box(page)).to_have_value("")


def test_the_chart_is_told_in_words(browser: Browser, address: str) -> None:
    """A picture has no keyboard: it says what it shows, and the page says where the same can be read."""
    with visit(browser, f"{address}/timeline") as page:
        chart = page.get_by_test_id("stVegaLiteChart")
        expect(chart).to_have_attribute(
            "aria-label", re.compile("policies by publication, with their standing on"), timeout=PATIENCE
        )
        expect(page.get_by_text("The list has the same policies for the keyboard")).to_be_visible()


def test_the_browser_chooses_the_language(browser: Browser, address: str) -> None:
    """Who reads Chinese as in Hong Kong meets it, screen readers included, and can have English by a click."""
    with browser.new_context(locale="zh-HK") as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("link", name="時間軸")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
        page.get_by_role("radio", name="English").check(force=True)
        expect(page.get_by_role("link", name="Timeline")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("html")).to_have_attribute("lang", "en")
