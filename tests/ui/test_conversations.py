"""Conversations in a real Chromium: found again, edited, answered again, shared, rated, and nobody else's."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.conftest import chips, in_browser, panel_of, question_box, visit
from tests.ui.test_browser import MARGIN, ask

pytestmark = in_browser

ALLOWED = "Margin lending against bitcoin is allowed"
STAKING = "Is staking allowed in Singapore?"
SLOW = 30_000


def answered(page: Page, question: str, count: int = 2) -> None:
    """Ask, and wait until the answer stands with what can be done with it; `count` messages are on the page then."""
    ask(page, question)
    expect(page.get_by_test_id("stChatMessage")).to_have_count(count, timeout=SLOW)
    expect(page.get_by_test_id("stChatMessage").last.get_by_test_id("stFeedback")).to_be_visible(timeout=SLOW)


def sidebar(page: Page) -> Locator:
    """Return the sidebar, opened where it is folded."""
    side, folded = page.get_by_test_id("stSidebar"), page.get_by_test_id("stExpandSidebarButton")
    new = side.get_by_role("button", name="New conversation")
    expect(new.or_(folded).first).to_be_visible(timeout=SLOW)
    if folded.is_visible():
        folded.click()
    expect(new).to_be_in_viewport(timeout=SLOW)
    return side


def titled(side: Locator, title: str) -> Locator:
    """Return the button that opens the conversation of this title, and not that of its options."""
    return side.get_by_test_id("stButton").get_by_role("button", name=title)


def choose(page: Page, option: str) -> None:
    """Choose from the menu of the newest conversation."""
    sidebar(page).get_by_role("button", name="Options").first.click()
    page.get_by_role("menuitem", name=option).or_(page.get_by_role("option", name=option)).first.click()


@pytest.mark.parametrize("width", [1200, 390])
def test_a_reload_continues_and_the_list_leads_back(browser: Browser, address: str, width: int) -> None:
    """The conversation is in the address; a second one is begun, and the first found by a word of its answer."""
    with visit(browser, address, width) as page:
        answered(page, MARGIN)
        first = page.url
        assert "?conversation=" in first
        page.reload()
        expect(page.get_by_text(ALLOWED).first).to_be_visible(timeout=SLOW)
        sidebar(page).get_by_role("button", name="New conversation").click()
        expect(page.get_by_role("heading", name="Ask about crypto policy")).to_be_attached(timeout=SLOW)
        assert "conversation=" not in page.url
        page.reload()
        expect(question_box(page)).to_be_visible(timeout=SLOW)
        answered(page, STAKING)
        side = sidebar(page)
        search = side.get_by_placeholder("Search conversations")
        search.fill("26EC5 broker")
        search.press("Enter")
        expect(side.get_by_text(STAKING)).to_have_count(0, timeout=SLOW)
        titled(side, "Is margin lending").click()
        expect(page).to_have_url(first, timeout=SLOW)
        expect(page.get_by_test_id("stChatMessage").get_by_text(ALLOWED).first).to_be_attached(timeout=SLOW)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_rename_pin_and_delete_with_undo(page: Page) -> None:
    """The list says at once what was done, what was deleted comes back, and each menu is named by its conversation."""
    answered(page, MARGIN)
    side = sidebar(page)
    choose(page, "Rename")
    page.get_by_role("dialog").get_by_role("textbox").fill("Margin & <b>bitcoin</b>")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(titled(side, "Margin & <b>bitcoin</b>")).to_be_visible(timeout=SLOW)
    expect(side.get_by_role("button", name="Options for Margin & <b>bitcoin</b>")).to_be_visible(timeout=SLOW)
    choose(page, "Pin")
    expect(titled(side, "Margin &").get_by_test_id("stIconMaterial")).to_be_visible(timeout=SLOW)
    choose(page, "Delete")
    expect(page.get_by_role("heading", name="Ask about crypto policy")).to_be_visible(timeout=SLOW)
    expect(titled(side, "Margin &")).to_have_count(0)
    side.get_by_role("button", name="Undo").click()
    titled(side, "Margin &").click(timeout=SLOW)
    expect(page.get_by_text(ALLOWED).first).to_be_visible(timeout=SLOW)


def test_an_earlier_question_is_edited_and_both_versions_stay(page: Page) -> None:
    """What stood below the old version goes with it, and comes back with it."""
    answered(page, MARGIN)
    answered(page, "and in Singapore?", 4)
    page.get_by_role("button", name="Edit", exact=True).first.click()
    page.get_by_label("Ask instead").first.fill(STAKING)
    page.get_by_test_id("stChatMessage").first.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("2 of 2")).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("stChatMessage")).to_have_count(2, timeout=SLOW)
    expect(page.get_by_test_id("stChatMessage").first).to_contain_text(STAKING)
    page.get_by_role("button", name="Earlier version").click()
    expect(page.get_by_text("1 of 2")).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("stChatMessage")).to_have_count(4, timeout=SLOW)
    expect(page.get_by_text("and in Singapore?", exact=True)).to_be_visible()


def test_an_answer_is_made_again_by_one_click(page: Page) -> None:
    """It is another version, and the first is a step away; without a model there is nothing to choose."""
    answered(page, MARGIN)
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_text("2 of 2")).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("stFeedback")).to_be_visible(timeout=SLOW)


def test_a_shared_link_shows_and_takes_nothing(browser: Browser, address: str) -> None:
    """Another browser reads it with its sources and cannot write; it ends when sharing is stopped."""
    with visit(browser, address) as owner, visit(browser, address) as reader:
        answered(owner, MARGIN)
        choose(owner, "Share")
        owner.get_by_role("button", name="Make a link").click(timeout=SLOW)
        link = owner.get_by_role("dialog").get_by_test_id("stCode").inner_text(timeout=SLOW).strip()
        owner.keyboard.press("Escape")
        reader.goto(link)
        expect(reader.get_by_text("Shared on")).to_be_visible(timeout=SLOW)
        expect(reader.get_by_text(ALLOWED).first).to_be_visible()
        expect(question_box(reader)).to_have_count(0)
        expect(reader.get_by_role("button", name="Edit")).to_have_count(0)
        expect(reader.get_by_text("Search conversations")).to_have_count(0)
        chips(reader).first.click()
        expect(panel_of(reader).get_by_text("in force", exact=True)).to_be_visible(timeout=SLOW)
        choose(owner, "Share")
        owner.get_by_role("button", name="Stop sharing").click(timeout=SLOW)
        expect(owner.get_by_role("dialog")).to_have_count(0, timeout=SLOW)
        reader.reload()
        expect(reader.get_by_text("Nothing is shared here")).to_be_visible(timeout=SLOW)
        expect(reader.get_by_text(ALLOWED)).to_have_count(0)


def test_another_browser_is_refused_as_if_nothing_were_there(browser: Browser, address: str) -> None:
    """The address of somebody's conversation gives the same words as one that never was."""
    with visit(browser, address) as owner, visit(browser, address) as other:
        answered(owner, MARGIN)
        told = []
        for url in (owner.url, f"{address}/?conversation=never-was"):
            other.goto(url)
            expect(other.get_by_test_id("stAlert")).to_be_visible(timeout=SLOW)
            told.append(other.get_by_test_id("stAlert").inner_text())
            expect(other.get_by_text(ALLOWED)).to_have_count(0)
        assert told[0] == told[1]
        expect(other.get_by_text("Is margin lending", exact=False).nth(1)).to_have_count(0)


def test_a_link_asks_once_as_of_its_day(browser: Browser, address: str) -> None:
    """The question is asked with its day and place, and a reload shows it without asking again."""
    link = f"{address}/?{urlencode({'q': MARGIN, 'as_of': '2025-03-01', 'place': 'hk'})}"
    with visit(browser, link) as page:
        expect(page.get_by_text("As of 1 March 2025", exact=True).first).to_be_visible(timeout=SLOW)
        expect(page.locator(".st-key-setting-places").get_by_text("Hong Kong", exact=True)).to_be_visible()
        expect(page.get_by_text("About this answer")).to_be_visible(timeout=SLOW)  # whole: a reload would stop it
        assert "conversation=" in page.url
        assert "q=" not in page.url.replace("?conversation=", "")
        page.reload()
        expect(page.get_by_text("As of 1 March 2025", exact=True).first).to_be_visible(timeout=SLOW)
        expect(page.get_by_test_id("stChatMessage")).to_have_count(2)
        expect(page.get_by_text("2 of 2")).to_have_count(0)


def test_a_bad_link_is_one_clear_line(browser: Browser, address: str) -> None:
    """A day that is none asks nothing, and the page is there."""
    with visit(browser, f"{address}/?q=Anything&as_of=soon") as page:
        expect(page.get_by_text("as_of=soon in this link is not a date")).to_be_visible(timeout=SLOW)
        expect(page.get_by_role("heading", name="Ask about crypto policy")).to_be_visible()
        expect(page.get_by_test_id("stChatMessage")).to_have_count(0)


def test_thumbs_with_a_reason_are_kept(page: Page) -> None:
    """The form opens beside the thumbs, and a reload shows what was said."""
    answered(page, MARGIN)
    page.get_by_test_id("stFeedback").get_by_role("button").or_(
        page.get_by_test_id("stFeedback").get_by_role("radio")
    ).nth(1).click()
    page.get_by_role("button", name="Say why").click(timeout=SLOW)
    form = page.get_by_test_id("stPopoverBody")
    form.get_by_text("Out of date").click()
    form.get_by_label("What should it have said?").fill("It ended in May.")
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you")).to_be_visible(timeout=SLOW)
    page.reload()
    page.get_by_role("button", name="Say why").click(timeout=SLOW)
    expect(page.get_by_label("What should it have said?")).to_have_value("It ended in May.", timeout=SLOW)
