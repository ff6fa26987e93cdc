"""The page Policies, without a browser where it can be and in a real Chromium where it must be."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from assistant.answers.records import Question
from assistant.settings import SHIPPED_TEXTS, load_settings
from corpus.build import build
from corpus.encoders.sentence import SentenceEncoder
from corpus.library import Details, Library
from corpus.records import Standing
from corpus.register.notes import note_files, read_register
from corpus.register.standing import standing
from tests.ui.conftest import chips, in_browser, question_box, visit
from ui import services

APP = "import streamlit as st; from ui.screens import policies; st.navigation([policies.PAGE]).run()"
SECONDS = 60
ADDS_DOCUMENTS = True
CIRCULAR = "sfc-va-financing-circular-2026"
MEMO = b"# Desk memo\n\n## Lending\n\nThe desk lends zirconium tokens at a haircut of 37%.\n"


@pytest.fixture
def policies(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Make the page on the shipped corpus, not run yet."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    st.cache_resource.clear()
    return AppTest.from_string(APP, default_timeout=SECONDS)


def shown(page: AppTest) -> str:
    """Return all text of the page, titles that open a note included."""
    words = [
        element.value
        for kind in ("title", "subheader", "markdown", "caption", "info", "warning", "error")
        for element in page.get(kind)
    ]
    return "\n".join(map(str, [*words, *(button.label for button in page.button)]))


def titles(page: AppTest) -> list[str]:
    """Name the policies of the list by id."""
    return [button.key.removeprefix("open-register-") for button in page.button if "open-register-" in button.key]


def test_the_register_counts_and_turns_pages(policies: AppTest) -> None:
    """All notes, their standings counted, the newest first, and 25 on a page."""
    page = policies.run()
    notes = read_register(note_files([SHIPPED_TEXTS]))
    standings = [standing(note.policy.life, date.today()) for note in notes]  # noqa: DTZ011 - the page shows today
    assert not page.exception
    assert f"{sum(one is not Standing.NOT_PUBLISHED for one in standings)} policies" in shown(page)
    (pills,) = (group for group in page.button_group if group.key == "standing")
    assert f"in force {standings.count(Standing.IN_FORCE)}" in pills.options
    assert len(titles(page)) == 25


def test_filters_narrow_the_register(policies: AppTest) -> None:
    """A word, a standing, a place and a kind together leave the ordinance on stablecoins and its notice."""
    policies.session_state["find"] = "STABLECOINS ordinance"
    policies.session_state["place"] = ["Hong Kong"]
    policies.session_state["kind"] = ["ordinance"]
    policies.session_state["standing"] = ["in force"]
    page = policies.run()
    assert not page.exception
    assert titles(page) == ["cap-656a-notice", "stablecoins-ordinance"]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_an_address_opens_alike_in_every_language(policies: AppTest, language: str) -> None:
    """What it names is chosen, and stays in it as it was written."""
    policies.query_params["lang"] = language
    policies.query_params["place"] = ["Hong Kong"]
    policies.query_params["kind"] = ["ordinance", "bill"]
    page = policies.run()
    assert page.multiselect(key="place").value == ["Hong Kong"]
    assert page.multiselect(key="kind").value == ["ordinance", "bill"]
    assert page.query_params["kind"] == ["ordinance", "bill"]
    assert "stablecoins-ordinance" in titles(page)


def test_a_chosen_filter_is_written_into_the_address(policies: AppTest) -> None:
    """It is there by its value while it is chosen, and gone with the choice."""
    page = policies.run()
    page.multiselect(key="kind").select("ordinance").select("bill").run()
    assert page.query_params["kind"] == ["ordinance", "bill"]
    page.multiselect(key="kind").unselect("ordinance").unselect("bill").run()
    assert "kind" not in page.query_params


def test_another_address_moves_the_filters(policies: AppTest) -> None:
    """Going back in the browser gives the filters of that address, not those drawn before."""
    page = policies.run()
    page.multiselect(key="kind").select("ordinance").run()
    page.query_params["kind"] = ["bill"]
    assert page.run().multiselect(key="kind").value == ["bill"]


@pytest.mark.parametrize("named", ["yesterday", "2026-13-01", "1700-01-01"])
def test_a_wrong_day_in_the_address_is_said(policies: AppTest, named: str) -> None:
    """One line tells that today is used instead."""
    policies.query_params["on"] = named
    page = policies.run()
    assert not page.exception
    assert "today is used" in page.warning[0].value


def test_no_match_is_said(policies: AppTest) -> None:
    """Nothing was published by the day of the first bitcoin block."""
    policies.session_state["on"] = date(2009, 1, 3)
    assert "No policy matches" in policies.run().info[0].value


def test_a_note_opens_at_its_paragraph(policies: AppTest) -> None:
    """The address names note and paragraph; what it rests on, date of evidence and official link are told."""
    policies.query_params["policy"] = CIRCULAR
    policies.query_params["p"] = "5"
    page = policies.run()
    assert not page.exception
    assert "¶5" in shown(page)
    assert "This note rests on" in shown(page)
    assert "standing checked to" in shown(page)
    assert page.get("link_button")


def test_a_click_opens_a_note_and_back_closes_it(policies: AppTest) -> None:
    """The address follows both ways, and the paragraph of another note is forgotten."""
    policies.query_params["p"] = "5"
    page = policies.run()
    first = next(button for button in page.button if "open-register-" in button.key)
    first.click().run()
    assert page.query_params["policy"] in first.key
    assert "p" not in page.query_params
    page.button(key="back").click().run()
    assert "policy" not in page.query_params
    assert titles(page)


@pytest.mark.parametrize("id_", ["nothing", "../secret", "<script>alert(1)</script>", "own-000000000000", "x" * 3000])
def test_an_unknown_note_is_one_line(policies: AppTest, id_: str) -> None:
    """A wrong address is an error that names the nearest id."""
    policies.query_params["policy"] = id_
    page = policies.run()
    assert not page.exception
    assert "There is no policy" in page.error[0].value


@pytest.mark.parametrize("named", ["99", "-1", "<b>", "p"])
def test_an_unknown_paragraph_is_one_line_above_the_note(policies: AppTest, named: str) -> None:
    """The note is shown all the same, and the line says which paragraphs there are."""
    policies.query_params["policy"] = CIRCULAR
    policies.query_params["p"] = named
    page = policies.run()
    assert not page.exception
    assert "has no paragraph" in page.warning[0].value
    assert "¶1" in shown(page)


def test_without_an_index_the_page_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same message as in the chat."""
    monkeypatch.setenv("ASSISTANT_DATA", "nowhere")
    st.cache_resource.clear()
    assert "make index" in AppTest.from_string(APP, default_timeout=SECONDS).run().error[0].value


@pytest.fixture
def owned(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minilm: SentenceEncoder) -> str:
    """Sign Ann in over a copy of the corpus with a document of hers, and give its id."""
    data = tmp_path / "owned"
    shutil.copytree(shipped, data)
    monkeypatch.setenv("ASSISTANT_DATA", str(data))
    st.cache_resource.clear()
    settings = load_settings()
    id_ = Library(settings.library).add(MEMO, "memo.md", Details(), "ann").document.policy.id
    build(settings.sources(), minilm)
    sign_in(monkeypatch, "ann")
    return id_


def sign_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make somebody the user of the session, wherever the page asks who it is."""
    monkeypatch.setattr(services, "owner", lambda: name)
    monkeypatch.setattr(services, "visitor", lambda: name)


def test_own_documents_and_where_they_were_cited_are_the_owners_alone(
    owned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ann's list, note and citations hold her memo; for Bob the list is empty and the note does not exist."""
    question = Question("At which haircut does the desk lend zirconium tokens?", owner="ann")
    services.save_question(question, services.services().chain.invoke(question))
    page = AppTest.from_string(APP, default_timeout=SECONDS)
    page.session_state["shelf"] = "Your documents"
    assert "Desk memo" in shown(page.run())
    assert "memo.md" in shown(page)
    page.query_params["policy"] = owned
    assert question.text in shown(page.run())
    sign_in(monkeypatch, "bob")
    assert "There is no policy" in page.run().error[0].value
    assert "memo" not in shown(page).lower()
    del page.query_params["policy"]
    assert "No documents yet" in shown(page.run())
    assert services.saved_questions() == []


class TestInABrowser:
    """What only a browser shows: addresses, Back, scrolling, files, narrow and dark windows."""

    pytestmark = in_browser

    def test_the_address_is_what_is_shown(self, browser: Browser, address: str) -> None:
        """Search and standing stand in the address, a note is added, and Back and Forward go through them."""
        with visit(browser, f"{address}/policies") as page:
            expect(page.get_by_text("298 policies")).to_be_visible(timeout=30_000)
            page.get_by_role("button", name=re.compile("^in force [0-9]+$")).click()
            page.wait_for_url("**standing=in+force")
            page.get_by_placeholder("A word of the title").fill("stablecoin")
            page.wait_for_url("**find=stablecoin**")
            listed = page.url
            page.locator("[class*='st-key-open-'] button").first.click()
            page.wait_for_url("**policy=**")
            expect(page.get_by_text("Lineage", exact=True)).to_be_visible(timeout=30_000)
            page.go_back()
            expect(page.get_by_role("heading", name="Policies")).to_be_visible(timeout=30_000)
            assert page.url == listed
            page.go_forward()
            expect(page.get_by_text("Lineage", exact=True)).to_be_visible(timeout=30_000)

    @pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "light"), (390, "dark")])
    def test_a_link_opens_a_paragraph_as_of_a_day(
        self, browser: Browser, address: str, width: int, scheme: str
    ) -> None:
        """A fresh window shows ¶12 in view and marked, with what was not yet published, and nothing runs over."""
        link = f"{address}/policies?policy={CIRCULAR}&p=12&on=2026-03-01"
        with visit(browser, link, width, scheme) as page:
            named = page.locator(".st-key-named-paragraph")
            expect(named).to_contain_text("¶12", timeout=30_000)
            expect(named).to_be_in_viewport(timeout=10_000)
            expect(page.get_by_text("not published before 25 September 2026").first).to_be_attached()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.get_by_role("button", name="Back to the list").click()
            page.wait_for_url("**/policies?on=2026-03-01")

    def test_a_source_opens_its_whole_text(self, browser: Browser, address: str) -> None:
        """From an answer to the note in two clicks, at the paragraph that was cited."""
        with visit(browser, address) as page:
            expect(question_box(page)).to_be_visible(timeout=30_000)
            question_box(page).fill("Is margin lending against bitcoin allowed?")
            page.keyboard.press("Enter")
            chips(page).first.click(timeout=60_000)
            page.get_by_text("Open the note").click(timeout=30_000)
            page.wait_for_url("**/policies?policy=**")
            expect(page.locator(".st-key-named-paragraph")).to_be_in_viewport(timeout=30_000)

    def test_files_are_added_replaced_removed_and_brought_back(
        self, browser: Browser, address: str, tmp_path: Path
    ) -> None:
        """A broken file among three is one line; the others can be asked about, and each step shows in the list."""
        files = {"one.md": MEMO, "broken.pdf": b"%PDF-1.4 broken", "two.md": MEMO.replace(b"memo", b"letter")}
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        (tmp_path / "three.md").write_bytes(MEMO.replace(b"memo", b"circular"))
        with visit(browser, f"{address}/policies?shelf=Your+documents") as page:
            page.locator("input[type=file]").set_input_files([tmp_path / name for name in files])
            page.get_by_role("button", name="Add", exact=True).click()
            expect(page.get_by_text("can be asked about now")).to_have_count(2, timeout=120_000)
            expect(page.get_by_text("broken.pdf is damaged")).to_be_visible()
            replaced(page, tmp_path / "three.md")
            expect(page.get_by_role("button", name="Desk circular")).to_be_visible(timeout=30_000)
            expect(page.get_by_role("button", name="Desk letter")).to_have_count(0)
            page.get_by_role("button", name="Remove", exact=True).last.click()
            page.get_by_role("button", name="Yes, remove it").click(timeout=30_000)
            expect(page.get_by_text("Desk memo was removed")).to_be_visible(timeout=60_000)
            page.get_by_role("button", name="Undo").click()
            expect(page.get_by_role("button", name="Desk memo")).to_be_visible(timeout=60_000)


def replaced(page: Page, file: Path) -> None:
    """Put a file in the place of the first document of the list, Desk letter."""
    page.get_by_role("button", name="Replace", exact=True).first.click()
    popover = page.get_by_test_id("stPopoverBody")
    popover.locator("input[type=file]").set_input_files(file)
    popover.get_by_role("button", name="Replace").click()
    expect(page.get_by_text("Replaced by")).to_be_visible(timeout=60_000)
