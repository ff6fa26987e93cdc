"""The page Compare: in a real Chromium what a user sees and takes away, and without a browser what is drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from tests.openai_server import NAME, OpenAIServer
from tests.ui.conftest import CHROMIUM, visit

PHONE = 390
SECONDS = 60
SCRIPT = "from ui.screens import compare\ncompare.page()\n"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page Compare by its own address, in a fresh session."""
    with visit(browser, f"{address}/compare") as opened:
        expect(opened.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=60_000)
        yield opened


def compare(page: Page) -> None:
    """Press the button, and wait until every cell is there."""
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("button", name="Markdown")).to_be_visible(timeout=60_000)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium fonts-noto-cjk")
def test_a_table_with_sources(page: Page) -> None:
    """Rows for aspects, cells with standing, a source that opens, and a workbook to keep."""
    compare(page)
    for name in ("Who may issue", "Reserve", "Redemption", "Interest"):
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("proposed", exact=True).first).to_be_visible()
    assert "compare_topic=stablecoins" in page.url
    assert "table=1" in page.url
    page.get_by_test_id("stPopover").first.get_by_role("button").click()
    source = page.get_by_test_id("stPopoverBody")
    expect(source.get_by_text("standing checked to")).to_be_visible(timeout=30_000)
    expect(source.get_by_text("Checked: words of the note")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Excel").click()
    book = load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    assert [cell.value for cell in book["Comparison"][1]] == ["aspect", "Hong Kong", "Singapore", "European Union"]
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.fixture
def app(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Draw the page on the shipped corpus, without a browser."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    st.cache_resource.clear()
    return AppTest.from_string(SCRIPT, default_timeout=SECONDS).run()


def shown(app: AppTest) -> str:
    """Return all text of the page."""
    kinds = ("subheader", "markdown", "caption", "error")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))


def test_a_question_gives_its_aspects(app: AppTest) -> None:
    """A typed question names places and aspects itself, whatever the places beside it."""
    app.segmented_control(key="compare_by").set_value("A question").run()
    app.text_input(key="compare_question").set_value("Compare cold storage in Hong Kong and South Korea").run()
    app.button[0].click().run()
    assert not app.exception
    assert "Cold storage" in shown(app)
    assert "98%" in shown(app)
    assert "80 percent" in shown(app)


def test_the_date_counts(app: AppTest) -> None:
    """As of 2021 no place had stablecoin rules: every cell is empty, and the page says the date."""
    app.date_input(key="compare_as_of").set_value(date(2021, 6, 1)).run()
    app.button[0].click().run()
    assert "As of 1 June 2021" in shown(app)
    assert shown(app).count("Nothing found in the policies covered.") == 12


def test_cells_that_the_model_did_not_write_are_told(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call is made; the cells that a model leaves empty hold the texts' own sentences, and a line says so."""
    with OpenAIServer() as server:
        server.say(
            "| | Hong Kong | Singapore | European Union |\n| --- | --- | --- | --- |\n| 1. Who may issue | - | - | - |"
        )
        monkeypatch.setenv("ASSISTANT_MODEL", NAME)
        monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", server.url)
        app.button[0].click().run()
    assert not app.exception
    assert len(server.asked) == 1
    assert "In the texts' own sentences, because the model wrote nothing there." in shown(app)
    assert "Looking …" not in shown(app)


def test_one_place_cannot_be_compared(app: AppTest) -> None:
    """A mistake is one line that says what to do, and no table."""
    app.multiselect(key="compare_places").set_value(["Japan"]).run()
    app.button[0].click().run()
    assert "Name 2 to 5 places" in app.error[0].value
    assert not app.markdown


def test_without_an_index_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty data folder gives the command that builds one."""
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "empty"))
    st.cache_resource.clear()
    app = AppTest.from_string(SCRIPT, default_timeout=SECONDS).run()
    assert "make index" in app.error[0].value
