"""The search of the page Policies: in the texts of the edition in force, in Chinese too, and where it finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus.build import Sources, build
from tests.conftest import WordEncoder
from tests.corpus.history.test_official import NOTE

APP = "import streamlit as st; from ui.screens import policies; st.navigation([policies.PAGE]).run()"


def test_a_text_that_was_written_anew_is_found_by_its_new_words(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: WordEncoder
) -> None:
    """A note keeps its id and gets other words: the old ones find nothing any more, the new ones find it."""
    data = tmp_path / "data"
    monkeypatch.setenv("ASSISTANT_DATA", str(data))
    monkeypatch.setattr("assistant.chain.SentenceEncoder", lambda _: encoder)
    note, sources = texts / "quokka-act-2026.md", Sources(data / "index", (texts,), data / "library")
    note.write_text(NOTE, encoding="utf-8")
    build(sources, encoder)
    st.cache_resource.clear()
    page = AppTest.from_string(APP, default_timeout=60)
    page.session_state["find"] = "numbat"
    old = shown(page)
    note.write_text(NOTE.replace("quokka tokens", "numbat tokens"), encoding="utf-8")
    build(sources, encoder)
    assert (old, shown(page)) == (False, True)


def shown(page: AppTest) -> bool:
    """Return whether the note is in the list."""
    page.run()
    assert not page.exception
    return any(button.key == "open-register-quokka-act-2026" for button in page.button)


@pytest.fixture
def policies(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Make the page on the shipped corpus, not run yet."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    st.cache_resource.clear()
    return AppTest.from_string(APP, default_timeout=60)


def titles(page: AppTest) -> list[str]:
    """Name the policies of the list by id."""
    return [button.key for button in page.button if "open-register-" in button.key]


def test_words_that_nothing_holds_can_be_asked(policies: AppTest) -> None:
    """No filter is blamed where none is set, and the words lead to an answer."""
    policies.session_state["find"] = "how long must records be kept"
    page = policies.run()
    assert "No title and no paragraph holds all of these words" in page.info[0].value
    assert [link.proto.label for link in page.get("page_link") if "records be kept" in link.proto.label]
    policies.session_state["place"] = ["Hong Kong"]
    assert "Remove a filter" in policies.run().info[0].value


@pytest.mark.parametrize(("chinese", "english"), [("穩定幣", "stablecoin"), ("質押", "staking")])
def test_chinese_terms_find_what_their_english_finds(policies: AppTest, chinese: str, english: str) -> None:
    """The notes are in English: their readers may look for them in Chinese."""
    policies.session_state["find"] = chinese
    found = titles(policies.run())
    policies.session_state["find"] = english
    assert found
    assert found == titles(policies.run())
