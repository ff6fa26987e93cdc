"""Sign-in by OpenID Connect, with a real provider on loopback and real browsers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.oidc_server import PEOPLE, OIDCServer
from tests.ui.conftest import free_port, in_browser, question_box, served, visit
from tests.ui.test_browser import ask

pytestmark = in_browser

MARGIN, STAKING = "Is margin lending against bitcoin allowed?", "Is staking allowed in Singapore?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Iterator[str]:
    """Serve the page with sign-in set up."""
    folder = tmp_path_factory.mktemp("sign-in")
    shutil.copytree(shipped, folder / "data")
    port = free_port()
    with OIDCServer() as provider:
        (folder / "secrets.toml").write_text(provider.secrets(f"http://localhost:{port}"))
        with served(folder / "data", "--secrets.files", str(folder / "secrets.toml"), port=port) as url:
            yield url


def sign_in(page: Page, who: str) -> None:
    """Go through the provider's page."""
    page.get_by_role("button", name="Sign in").click(timeout=30_000)
    page.get_by_role("link", name=PEOPLE[who]).click(timeout=30_000)
    expect(question_box(page)).to_be_visible(timeout=30_000)
    expect(page.get_by_text(f"Signed in as {PEOPLE[who]}")).to_be_visible(timeout=30_000)


def test_two_people_each_see_their_own(browser: Browser, address: str) -> None:
    """Nothing is shown before sign-in, each has their own list, and the other's address is of no use."""
    with visit(browser, address) as hers, visit(browser, address) as his:
        expect(hers.get_by_role("button", name="Sign in")).to_be_visible(timeout=30_000)
        expect(question_box(hers)).to_have_count(0)
        sign_in(hers, "ada")
        ask(hers, MARGIN)
        expect(hers.get_by_text("Margin lending against bitcoin is allowed").first).to_be_visible(timeout=30_000)
        sign_in(his, "bob")
        ask(his, STAKING)
        sidebar = his.get_by_test_id("stSidebar")
        expect(sidebar.get_by_text(STAKING)).to_be_visible(timeout=30_000)
        expect(sidebar.get_by_text("Is margin lending")).to_have_count(0)
        his.goto(hers.url)
        expect(his.get_by_text("There is no such conversation")).to_be_visible(timeout=30_000)
        expect(his.get_by_text("Margin lending against bitcoin is allowed")).to_have_count(0)


def test_a_person_finds_their_own_on_another_machine(browser: Browser, address: str) -> None:
    """What was asked in one browser is there in another, and is gone from the screen after signing out."""
    with visit(browser, address) as other:
        sign_in(other, "ada")
        sidebar = other.get_by_test_id("stSidebar")
        sidebar.get_by_role("button", name=re.compile("^Is margin lending")).first.click(timeout=30_000)
        expect(other.get_by_text("Margin lending against bitcoin is allowed").first).to_be_visible(timeout=30_000)
        other.get_by_role("button", name="Sign out").click()
        expect(other.get_by_role("button", name="Sign in")).to_be_visible(timeout=30_000)
        expect(other.get_by_text("Is margin lending")).to_have_count(0)
