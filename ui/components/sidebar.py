"""The sidebar of the chat: the date that answers are for, and the places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from corpus.places import PLACES
from ui import state

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
