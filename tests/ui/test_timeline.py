"""The timeline, without a browser where it can be and in a real Chromium where it must be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import streamlit as st
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import in_browser, visit

APP = "import streamlit as st; from ui.screens import timeline; st.navigation([timeline.PAGE]).run()"
SECONDS = 60
CIRCULAR = "sfc-va-financing-circular-2026"


@pytest.fixture
def timeline(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Make the page on the shipped corpus, not run yet."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    st.cache_resource.clear()
    return AppTest.from_string(APP, default_timeout=SECONDS)


def shown(page: AppTest) -> str:
    """Return all text of the page, titles that open a note included."""
    words = [
        element.value for kind in ("title", "subheader", "markdown", "caption", "info") for element in page.get(kind)
    ]
    return "\n".join(map(str, [*words, *(button.label for button in page.button)]))


def view(page: AppTest, name: str) -> AppTest:
    """Turn to a view."""
    page.session_state["view"] = name
    return page.run()


def test_the_list_is_narrowed_and_opens_a_note(timeline: AppTest) -> None:
    """By topic and date there are few policies, and a title opens the note with its lineage."""
    timeline.session_state["timeline_topic"] = "margin financing"
    timeline.session_state["timeline_as_of"] = date(2026, 3, 1)
    page = view(timeline, "List")
    assert not page.exception
    assert 1 < len(page.button) < 12
    assert "27 May 2026" not in shown(page)
    next(button for button in page.button if button.key.endswith(CIRCULAR)).click().run()
    assert not page.exception
    assert page.query_params["policy"] == CIRCULAR
    assert "**Lineage**" in shown(page)


def test_an_address_narrows_it_once(timeline: AppTest) -> None:
    """A link from an answer names topic and places; what the reader chooses then holds, and a wrong name is nothing."""
    timeline.query_params["topic"], timeline.query_params["place"] = "stablecoins", ["Singapore", "Nowhere"]
    page = view(timeline, "List")
    assert not page.exception
    assert "MAS stablecoin regulatory framework" in shown(page)
    assert "Stablecoins Ordinance" not in shown(page)
    assert "topic" not in page.query_params
    page.selectbox[0].set_value(None).run()
    assert "Notice PSN02" in shown(page)


def test_what_lies_before_the_years_shown_is_counted(timeline: AppTest) -> None:
    """A chart of six years does not claim to show older policies; one of all years says nothing of them."""
    words = "Published before the years shown"
    assert words in shown(timeline.run())
    timeline.session_state["span"] = "All"
    assert words not in shown(timeline.run())


def test_a_paragraph_of_its_own_time_is_marked(timeline: AppTest) -> None:
    """The paragraph on 18 July 2028 of an act of 2025 says from when it applies."""
    timeline.query_params["policy"] = "us-genius-act"
    timeline.session_state["timeline_as_of"] = date(2027, 6, 1)
    assert "applies from 18 July 2028" in shown(timeline.run())


def test_an_unknown_note_names_the_nearest(timeline: AppTest) -> None:
    """A wrong address is one clear line."""
    timeline.query_params["policy"] = "stablecoin-ordinance"
    page = timeline.run()
    assert not page.exception
    assert "did you mean stablecoins" in page.error[0].value


@pytest.mark.parametrize("name", ["Chart", "List", "Dates to come", "What changed"])
def test_no_match_is_said(timeline: AppTest, name: str) -> None:
    """On the day of the first bitcoin block there is nothing, and each view says so."""
    timeline.session_state["timeline_as_of"] = date(2009, 1, 3)
    timeline.session_state["changes_from"] = date(2009, 1, 1)
    page = view(timeline, name)
    assert not page.exception
    assert page.info


def test_changes_are_listed_and_wrong_dates_refused(timeline: AppTest) -> None:
    """On 11 February 2026 Hong Kong's financing circular came; a period turned round is one line."""
    timeline.session_state["timeline_places"] = ["Hong Kong"]
    timeline.session_state["changes_from"] = date(2026, 2, 10)
    timeline.session_state["changes_to"] = date(2026, 2, 12)
    page = view(timeline, "What changed")
    assert any(button.key.endswith(CIRCULAR) for button in page.button)
    page.session_state["changes_from"] = date(2026, 3, 1)
    assert "must lie after" in page.run().error[0].value


def test_without_an_index_the_timeline_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same message as in the chat."""
    monkeypatch.setenv("ASSISTANT_DATA", "nowhere")
    st.cache_resource.clear()
    page = AppTest.from_string(APP, default_timeout=SECONDS).run()
    assert "make index" in page.error[0].value


class TestInABrowser:
    """What only a browser shows: the chart, a click on it, the file, narrow and dark windows."""

    pytestmark = in_browser

    @pytest.mark.parametrize("width", [1440, 390])
    def test_a_click_on_the_chart_opens_the_note_in_view(self, browser: Browser, address: str, width: int) -> None:
        """A fresh server answers at /timeline; a dot opens its note beside the chart, on a phone as a sheet."""
        with visit(browser, f"{address}/timeline", width) as page:
            dots(page).first.wait_for(timeout=30_000)
            assert dots(page).count() > 100
            dots(page).nth(20).click(force=True)
            note = page.locator(".st-key-sheet-mark")
            expect(note.get_by_role("heading").first).to_be_in_viewport(timeout=30_000)
            beside, drawn = note.bounding_box(), page.get_by_test_id("stVegaLiteChart").bounding_box()
            assert beside is not None
            assert drawn is not None
            assert (beside["x"] >= drawn["x"] + drawn["width"]) == (width > 1100)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.keyboard.press("Escape")
            expect(note).to_have_count(0, timeout=30_000)

    def test_the_marks_are_named_where_there_is_room(self, browser: Browser, address: str) -> None:
        """Behind a dot stands the name by which people call the policy, large enough to be read."""
        with visit(browser, f"{address}/timeline", 1440) as page:
            dots(page).first.wait_for(timeout=30_000)
            name = page.get_by_test_id("stVegaLiteChart").locator("text", has_text="Cap. 656").first
            expect(name).to_be_attached()
            assert float(name.evaluate("text => parseFloat(getComputedStyle(text).fontSize)")) >= 12
            assert name.evaluate("text => getComputedStyle(text).opacity") == "1"

    @pytest.mark.parametrize(("asked", "apart"), [("topic=stablecoins&place=Singapore", 36), ("topic=stablecoins", 14)])
    def test_rows_of_a_low_chart_do_not_lie_on_each_other(
        self, browser: Browser, address: str, asked: str, apart: int
    ) -> None:
        """The legend takes nothing of their height: bars of few policies, and dots of a place, keep their distance."""
        with visit(browser, f"{address}/timeline?{asked}") as page:
            dots(page).first.wait_for(timeout=30_000)
            tops = sorted({round(box["y"]) for dot in dots(page).all() if (box := dot.bounding_box())})
            assert min(later - earlier for earlier, later in pairwise(tops)) >= apart

    def test_the_calendar_is_a_file(self, browser: Browser, address: str) -> None:
        """The download reads back as a calendar with the dates of the list."""
        with visit(browser, f"{address}/timeline") as page:
            page.get_by_text("Dates to come").click(timeout=30_000)
            with page.expect_download() as download:
                page.get_by_text("Add to my calendar").click()
            events = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
            assert any("GENIUS" in str(event["summary"]) for event in events)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_a_phone_needs_no_sideways_scrolling(self, browser: Browser, address: str, scheme: str) -> None:
        """At 390 pixels, in both themes, the chart and a note fit the screen, and the way back works."""
        with visit(browser, f"{address}/timeline", 390, scheme) as page:
            dots(page).first.wait_for(timeout=30_000)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            page.get_by_text("List", exact=True).click()
            title = page.locator("[class*='st-key-open-'] button").first
            words = title.inner_text()
            title.click()
            expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=30_000)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            page.go_back()
            expect(page.get_by_role("heading", name="Timeline")).to_be_visible(timeout=30_000)


def dots(page: Page):  # noqa: ANN201 - playwright's Locator
    """Find the policies on the chart."""
    return page.get_by_test_id("stVegaLiteChart").locator("path[aria-roledescription='point']")
