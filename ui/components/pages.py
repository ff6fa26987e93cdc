"""Links between the pages: the bar of a phone, and the ways from an answer to more on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext

import streamlit as st

from corpus.history.browsing import short_place
from corpus.records import Passage
from ui.language import later, say

Asked = Mapping[str, str | Sequence[str]]
# What a link needs of a page: its address, its name and its icon. The screens themselves are drawn elsewhere.
ASK, POLICIES, TIMELINE, COMPARE, EVALUATE = "", "policies", "timeline", "compare", "evaluate"
PAGES = {
    ASK: (later("Ask"), ":material/chat:"),
    POLICIES: (later("Policies"), ":material/gavel:"),
    TIMELINE: (later("Timeline"), ":material/timeline:"),
    COMPARE: (later("Compare"), ":material/table_view:"),
    EVALUATE: (later("Evaluate"), ":material/analytics:"),
}


def link_to(path: str, label: str, icon: str | None = None, query: Asked | None = None) -> None:
    """Draw a link to the page of an address; `query` are the parameters that it opens with."""
    title, usual = PAGES[path]
    page = st.Page(_elsewhere, title=title, icon=usual, url_path=path or None, default=not path)
    given = [(name, value) for name, values in (query or {}).items() for value in _several(values)]
    st.page_link(page, label=label, icon=icon or usual, query_params=given)


def _several(values: str | Sequence[str]) -> Sequence[str]:
    return [values] if isinstance(values, str) else values


def _elsewhere() -> None:
    """Stand for a page that the navigation draws."""


def phone_bar(here: str) -> None:
    """Draw the pages as a bar, the one of the path `here` set off; the look shows it at the foot of a phone alone."""
    with st.container(horizontal=True, gap=None, key="phone-bar"):
        for path, (title, _) in PAGES.items():
            with st.container(key="here") if path == here else nullcontext():
                link_to(path, say(title))


def open_note(policy_id: str, passage: Passage, on: str, label: str) -> None:
    """Draw the link that opens a note, or a whole text, at a passage as known on a day."""
    query = {"policy": policy_id, "p": short_place(passage), "on": on}
    link_to(POLICIES, label, ":material/article:", query)
