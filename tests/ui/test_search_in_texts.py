"""The search of the page Policies looks into the texts of the edition in force, and of none before it."""

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
