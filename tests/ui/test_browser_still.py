"""A page that stands still in a real Chromium: nothing jumps while it opens, and the newest question stays on top."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import in_browser, question_box, visit

pytestmark = in_browser

PATIENCE = 30_000
LONG = "What changed in Hong Kong in 2026?"
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""
TOPS = """() => {
  window.tops = [];
  const look = () => {
    const asked = [...document.querySelectorAll('[data-testid="stChatMessage"]')].at(-2);
    if (asked) window.tops.push(Math.round(asked.getBoundingClientRect().top));
    requestAnimationFrame(look);
  };
  look();
}"""
FRAMES = """() => new Promise((done) => {
  const own = window.requestAnimationFrame;
  let asked = 0;
  window.requestAnimationFrame = (frame) => { asked += 1; return own.call(window, frame); };
  setTimeout(() => { window.requestAnimationFrame = own; done(asked); }, 1000);
})"""
UNDER_THE_HEAD, CLOSE = 72, 60  # pixels


def asked(page: Page, question: str, count: int) -> None:
    """Ask, and wait until so many answers are whole."""
    question_box(page).fill(question)
    question_box(page).press("Enter")
    expect(page.get_by_text("About this answer")).to_have_count(count, timeout=PATIENCE)


@pytest.mark.parametrize("path", ["/", "/policies", "/timeline"])
def test_a_page_opens_without_a_jump(browser: Browser, address: str, path: str) -> None:
    """The sum of what moves after the first paint is below what counts as good, however late scripts come."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(address + path)
    expect(page.get_by_role("heading").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1_500)
    assert page.evaluate("window.shift") < 0.1
    context.close()


@pytest.mark.parametrize("width", [1200, 390])
def test_the_newest_question_is_on_top_of_a_long_answer(browser: Browser, address: str, width: int) -> None:
    """Of a second one too, without a fight with what follows the end of a page; a reader who scrolls is left alone."""
    with visit(browser, address, width) as page:
        asked(page, LONG, 1)
        page.evaluate(TOPS)
        page.wait_for_timeout(2_500)
        assert max(abs(top - UNDER_THE_HEAD) for top in page.evaluate("window.tops")) <= CLOSE
        asked(page, LONG, 2)
        page.wait_for_timeout(4_000)
        assert abs(page.evaluate("window.tops.at(-1)") - UNDER_THE_HEAD) <= CLOSE
        page.mouse.move(width / 2, 400)
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(1_000)
        assert page.evaluate("window.tops.at(-1)") < -100


def test_a_question_of_an_address_stays_on_top(browser: Browser, address: str) -> None:
    """Of an answer that is a little longer than the page too, where what follows its end would hide the question."""
    with visit(browser, f"{address}/?q=how+long+must+records+be+kept") as page:
        expect(page.get_by_text("About this answer")).to_be_visible(timeout=PATIENCE)
        page.wait_for_timeout(3_500)
        page.evaluate(TOPS)
        page.wait_for_timeout(200)
        assert abs(page.evaluate("window.tops.at(-1)") - UNDER_THE_HEAD) <= CLOSE


def test_nothing_is_drawn_while_a_page_is_only_read(page: Page) -> None:
    """Streamlit gives up to follow the end of the page: no frame is asked for once an answer stands."""
    asked(page, LONG, 1)
    page.wait_for_timeout(5_000)
    assert page.evaluate(FRAMES) <= 5


def test_light_and_dark_are_a_click_apart(page: Page) -> None:
    """Against the system's own choice, on every page, and kept by a reload."""
    theme = "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).colorScheme"
    for wanted in ("dark", "light", "dark"):
        page.get_by_role("button", name="Light or dark").click()
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", wanted, timeout=PATIENCE)
    page.goto(page.url.partition("?")[0] + "timeline")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate(theme) == "dark"
