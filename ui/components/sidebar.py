"""The sidebar: the date that answers are for, the places, and the user's own documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from corpus.errors import AssistantError
from corpus.places import PLACES
from ui import state
from ui.components.prose import plain
from ui.services import own_documents

EARLIEST = date(2009, 1, 3)  # the first bitcoin block: no crypto policy is older


@dataclass(frozen=True, slots=True)
class Scope:
    """What was set in the sidebar; `as_of` None means today."""

    as_of: date | None
    places: tuple[str, ...]


def sidebar() -> Scope:
    """Draw the sidebar and give what is set in it."""
    today = date.today()  # noqa: DTZ011 - the user's own day
    with st.sidebar:
        st.button("New conversation", icon=":material/edit_square:", on_click=state.clear, width="stretch")
        day = st.date_input(
            "Answer as of",
            value=today,
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key="as_of",
            persist_state="session",
            help="The rule as it stood on this day: nothing published later is used. A date in the question wins.",
        )
        places = st.multiselect(
            "Places",
            list(PLACES),
            key="places",
            persist_state="session",
            placeholder="All, Hong Kong first",
            help="A place in the question wins.",
        )
    return Scope(None if day == today else day, tuple(places))


def documents() -> None:
    """List the user's own documents below what is set; after an upload, so that it holds the new one."""
    with st.sidebar:
        try:
            owned = own_documents()
        except AssistantError as error:
            st.error(plain(str(error)))
            return
        if owned:
            st.caption("Your documents")
        for document in owned:
            st.markdown(f":material/description: {plain(document.policy.title)}")
