"""The page Policies shows the words of an official text beside the paragraph that reports them, or how to add it."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus.build import Sources, build
from corpus.encoders.sentence import SentenceEncoder
from corpus.library import Details, Library
from tests.corpus.history.test_official import ACT, LINK, NOTE

APP = "import streamlit as st; from ui.screens import policies; st.navigation([policies.PAGE]).run()"
COMMAND = f"python -m assistant add {LINK}"


@pytest.mark.parametrize("held", [True, False])
def test_a_paragraph_stands_beside_the_words_of_its_text(
    texts: Path, tmp_path: Path, minilm: SentenceEncoder, monkeypatch: pytest.MonkeyPatch, *, held: bool
) -> None:
    """The named paragraph has the provision below it where the text is held; where not, the note names the command."""
    data = tmp_path / "data"
    monkeypatch.setenv("ASSISTANT_DATA", str(data))
    (texts / "quokka-act-2026.md").write_text(NOTE, encoding="utf-8")
    if held:
        Library(data / "library").add(ACT.encode(), "act.md", Details(url=LINK))
    build(Sources(data / "index", (texts,), data / "library"), minilm)
    st.cache_resource.clear()
    page = AppTest.from_string(APP, default_timeout=60)
    page.query_params["policy"], page.query_params["p"] = "quokka-act-2026", "1"
    page.run()
    assert not page.exception
    words = "\n".join(element.value for element in page.markdown)
    assert ("away from any network" in words) is held
    assert any(COMMAND in code.value for code in page.code) is not held
