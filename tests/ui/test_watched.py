"""Watched questions in a real Chromium: a change is seen, told by the feed, and done with."""

from __future__ import annotations

import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from assistant.conversations import open_conversations
from assistant.conversations.sql.tables import SavedQuestion
from assistant.settings import Settings
from tests.oidc_server import PEOPLE, OIDCServer
from tests.ui.conftest import free_port, in_browser, question_box, served, visit
from tests.ui.test_browser import MARGIN
from tests.ui.test_conversations import answered, sidebar

pytestmark = in_browser

SLOW = 30_000
BEFORE = "Nobody may lend against bitcoin."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Path:
    """Copy the shipped index into a folder of the module's own."""
    folder = tmp_path_factory.mktemp("watched") / "data"
    shutil.copytree(shipped, folder)
    return folder


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Serve the page over it."""
    with served(data) as url:
        yield url


def watch(page: Page) -> None:
    """Ask, and watch the question."""
    answered(page, MARGIN)
    page.get_by_role("button", name="Watch this question").click()
    expect(page.get_by_role("button", name="Watched").first).to_be_visible(timeout=SLOW)


def said_otherwise(data: Path) -> None:
    """Let what is watched have been answered otherwise, by an earlier edition."""
    with closing(open_conversations(Settings(data=data))) as conversations, conversations.database.writing() as session:
        for row in session.scalars(select(SavedQuestion)):
            kept = json.loads(row.saved)
            for answer in (kept["then"], kept["now"]):
                answer["edition"] = "an earlier one"
                answer["statements"][0]["text"] = BEFORE
            row.saved = json.dumps(kept)


def fetched(address: str, tag: str = "") -> tuple[int, str, str]:
    """Fetch as a feed reader does, without a cookie; return status, text and the tag by which it asks again."""
    request = urllib.request.Request(address, headers={"If-None-Match": tag} if tag else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers["ETag"]
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers.get("ETag", "")


def feed_made(page: Page) -> str:
    """Make a feed on the page, and return its address."""
    side = sidebar(page)
    side.get_by_role("button", name="Tell me of changes").click()
    page.get_by_role("button", name=re.compile("Make a feed|Make a new address")).click()
    shown = page.get_by_text(re.compile("/watched/"))
    expect(shown).to_be_visible(timeout=SLOW)
    return shown.inner_text().strip()


def test_a_change_is_on_top_in_the_feed_and_then_seen(browser: Browser, address: str, data: Path) -> None:
    """The feed is empty, tells the change, and says that nothing is new; the badge goes when the change was seen."""
    with visit(browser, address) as page:
        watch(page)
        feed = feed_made(page)
        status, text, _ = fetched(feed)
        assert (status, "<entry>" in text) == (200, False)
        said_otherwise(data)
        page.reload()
        expect(page.get_by_text("Answers that changed")).to_be_visible(timeout=SLOW)
        side = sidebar(page)
        assert side.inner_text().index("Answers that changed") < side.inner_text().index("Conversations")
        status, text, tag = fetched(feed)
        (entry,) = etree.fromstring(text.encode()).iter("{*}entry")
        assert entry.findtext("{*}title") == MARGIN
        assert f"No longer said (in force): {BEFORE}" in str(entry.findtext("{*}content"))
        assert fetched(feed, tag)[:2] == (304, "")
        side.get_by_test_id("stPopover").get_by_role("button", name=MARGIN).click()
        expect(page.get_by_text(f"No longer said (in force): {BEFORE}")).to_be_visible(timeout=SLOW)
        page.get_by_role("button", name="I have seen it").click()
        expect(page.get_by_text("Answers that changed")).to_have_count(0, timeout=SLOW)
        assert "<entry>" not in fetched(feed)[1]


def test_an_address_that_was_ended_leads_nowhere(browser: Browser, address: str) -> None:
    """A new address ends the old one, and none is guessed."""
    with visit(browser, address) as page:
        watch(page)
        first = feed_made(page)
        page.reload()
        second = feed_made(page)
        assert [fetched(one)[0] for one in (first, second)] == [404, 200]
        page.reload()
        sidebar(page).get_by_role("button", name="Tell me of changes").click()
        page.get_by_role("button", name="End the feed").click()
        expect(page.get_by_role("button", name="End the feed")).to_have_count(0, timeout=SLOW)
        status, text, _ = fetched(second)
        assert (status, "There is no feed at this address" in text) == (404, True)


def test_e_mail_is_offered_to_who_is_signed_in(
    browser: Browser, tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the address that the provider tells, where e-mail can be sent; it stays turned on."""
    shutil.copytree(shipped, tmp_path / "data")
    monkeypatch.setenv("ASSISTANT_MAIL_FROM", "policy@example.org")
    monkeypatch.setenv("ASSISTANT_MAIL_SERVER", "smtp://localhost:25")
    port = free_port()
    with OIDCServer() as provider:
        (tmp_path / "secrets.toml").write_text(provider.secrets(f"http://localhost:{port}"))
        secrets = ("--secrets.files", str(tmp_path / "secrets.toml"))
        with served(tmp_path / "data", *secrets, port=port) as url, visit(browser, url) as page:
            page.get_by_role("button", name="Sign in").click(timeout=SLOW)
            page.get_by_role("link", name=PEOPLE["ada"]).click(timeout=SLOW)
            expect(question_box(page)).to_be_visible(timeout=SLOW)
            watch(page)
            sidebar(page).get_by_role("button", name="Tell me of changes").click()
            page.get_by_text("E-mail to ada@").click()
            expect(page.get_by_role("switch").or_(page.get_by_role("checkbox", name="E-mail to")).first).to_be_checked(
                timeout=SLOW
            )
            page.wait_for_timeout(1_000)
    with closing(open_conversations(Settings(data=tmp_path / "data"))) as conversations:
        (mailed,) = conversations.mailed().values()
    assert mailed.startswith("ada@")
