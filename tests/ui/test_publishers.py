"""What publishers announce is listed in Policies, and a click adds it for whoever clicked, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from assistant.watching import fetching
from assistant.watching.news import KEPT
from assistant.watching.publishers import OWN, read_publishers
from corpus.library import Library
from tests.assistant.watching.publisher_server import PublisherServer
from tests.ui.conftest import in_browser, serving, visit
from tests.ui.test_accessibility import faults
from tests.ui.test_policies import APP, SECONDS, shown, sign_in
from ui.components.sources import news

SHELF = "New from publishers"
LENDING = "Circular on lending against tokenised deposits"
# The page, for which the publishers of this machine are at public addresses.
PROGRAM = (
    "from assistant.watching import fetching; fetching.is_public = lambda address: True;"
    "from streamlit.web.cli import main; main()"
)


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    """Serve the feeds."""
    with PublisherServer() as server:
        yield server


@pytest.fixture
def data(server: PublisherServer, shipped_copy: Path) -> Path:
    """Give a data folder whose list of publishers has one feed, at the server; those that are shipped have none."""
    watched = {"name": "circulars", "issuer": "SFC", "place": "Hong Kong", "feed": f"{server.url}/rss"}
    others = [
        {"name": one.name, "issuer": one.issuer, "place": one.place, "page": "https://www.example.org/"}
        for one in read_publishers(shipped_copy)
    ]
    (shipped_copy / OWN).write_text(json.dumps([watched, *others]))
    return shipped_copy


@pytest.fixture
def page(data: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Make the shelf as Ann sees it, not run yet, with the publisher of this machine at a public address."""
    monkeypatch.setenv("ASSISTANT_DATA", str(data))
    monkeypatch.setattr(fetching, "is_public", lambda _: True)
    st.cache_resource.clear()
    sign_in(monkeypatch, "ann")
    page = AppTest.from_string(APP, default_timeout=SECONDS)
    page.query_params["shelf"] = SHELF
    return page


def add_buttons(page: AppTest) -> list[str]:
    """Return the keys of the buttons that add."""
    return [button.key for button in page.button if str(button.key).startswith("add-")]


def test_nobody_is_asked_before_somebody_asks(page: AppTest, server: PublisherServer) -> None:
    """The shelf says so; pressed, it lists all that is told of an item; pressed again, nobody is asked anew."""
    page.run()
    assert not page.exception
    assert server.asked == []
    assert "have not been asked yet" in page.info[0].value
    page.button(key="ask-publishers").click().run()
    assert not page.exception
    said = shown(page)
    assert LENDING in said
    assert "18 November 2026 · SFC · Hong Kong" in said
    assert "3 new" in said
    assert "1 of 1 feeds could be read" in said
    assert sum("open-nearest-" in str(button.key) for button in page.button) == 3
    asked = len(server.asked)
    page.button(key="ask-publishers").click().run()
    assert len(server.asked) == asked


def test_a_click_adds_for_who_clicked_alone(
    page: AppTest, data: Path, server: PublisherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the feed's title, date and issuer; it is no news for Ann then, and still news for Bob."""
    page.run()
    page.button(key="ask-publishers").click().run()
    before = add_buttons(page)
    page.button(
        key=before[["/doc?refNo=26EC77" in one.proto.url for one in page.get("link_button")].index(True)]
    ).click()
    page.run()
    assert not page.exception
    assert "can be asked about now" in page.success[0].value
    (document,) = Library(data / "library")
    assert (document.policy.title, document.policy.owner) == (LENDING, "ann")
    assert (document.policy.issuer, str(document.policy.life.published)) == ("SFC", "18 November 2026")
    assert len(add_buttons(page.run())) == len(before) - 1
    sign_in(monkeypatch, "bob")
    assert len(add_buttons(page.run())) == len(before)
    assert [path for path, _ in server.asked].count("/doc?refNo=26EC77") == 1


def test_what_cannot_be_added_is_one_line(page: AppTest, data: Path) -> None:
    """A link that leads nowhere, to a host that is not in the list, and to no address at all."""
    page.run()
    page.button(key="ask-publishers").click().run()
    rows = json.loads((data / KEPT).read_text())
    links = ["https://elsewhere.example/x", "javascript:alert(1)", rows["circulars"]["items"][1]["link"]]
    for item, link in zip(rows["circulars"]["items"], links, strict=True):
        item["link"] = link
    (data / KEPT).write_text(json.dumps(rows))
    page.run()
    assert [one.proto.url for one in page.get("link_button")].count("javascript:alert(1)") == 0
    for key in add_buttons(page):
        page.button(key=key).click().run()
        assert not page.exception
        assert "\n" not in page.error[0].value
        assert list(Library(data / "library")) == []


@pytest.mark.parametrize("kept", ["{", "[]", '{"circulars": {"items": [{"publisher": "x"}]}}'])
def test_a_damaged_memory_is_one_line(page: AppTest, data: Path, kept: str) -> None:
    """What was kept of the feeds cannot be read: the line says to delete it."""
    (data / KEPT).write_text(kept)
    page.run()
    assert not page.exception
    assert "delete it" in page.error[0].value


def test_a_second_visitor_waits(page: AppTest, server: PublisherServer) -> None:
    """While one asks, another is told so, and the publishers are not asked twice."""
    page.run()
    with news._alone():
        page.button(key="ask-publishers").click().run()
    assert "Somebody else is asking" in page.error[0].value
    assert server.asked == []


def test_where_texts_come_from_another_machine_nothing_is_added(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    """The list is there without a button, and says where documents are added."""
    page.run()
    page.button(key="ask-publishers").click().run()
    monkeypatch.setattr(news, "takes_documents", lambda: False)
    page.run()
    assert add_buttons(page) == []
    assert "watch --add LINK" in shown(page)


class TestInABrowser:
    """The whole way in Chromium, with a publisher on this machine."""

    pytestmark = in_browser

    @pytest.mark.parametrize(("width", "tag"), [(1200, "en"), (390, "zh-Hant")])
    def test_one_click_adds_the_document(self, browser: Browser, data: Path, width: int, tag: str) -> None:
        """Asked, listed without a fault that axe finds, added by one click, in the library; nothing runs over."""
        ask, add, added = {
            "en": ("Ask the publishers", "Add", "can be asked about now"),
            "zh-Hant": ("查詢各機構", "加入", "現在可就"),
        }[tag]
        with (
            serving(data, program=("-c", PROGRAM)) as (address, _),
            visit(browser, f"{address}/policies?shelf=New+from+publishers&place=Hong+Kong&lang={tag}", width) as page,
        ):
            page.get_by_role("button", name=ask).click(timeout=60_000)
            item = page.locator("[class*='st-key-news-']").filter(has_text=LENDING)
            expect(item).to_be_visible(timeout=120_000)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert faults(page) == []
            item.get_by_role("button", name=add, exact=True).click()
            expect(page.get_by_text(added)).to_be_visible(timeout=120_000)
            page.goto(f"{address}/policies?shelf=Your+documents&lang={tag}")
            expect(page.get_by_role("button", name=LENDING)).to_be_visible(timeout=60_000)
