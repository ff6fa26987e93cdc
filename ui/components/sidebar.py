"""The sidebar of the chat: the date that answers are for, and the places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from assistant.links import EARLIEST
from corpus.places import PLACES
from ui import state
from ui.components.prose import plain
from ui.language import say, term
from ui.owner import signed_in


@dataclass(frozen=True, slots=True)
class Scope:
    """What was set in the sidebar; `as_of` None means today."""

    as_of: date | None
    places: tuple[str, ...]


def sidebar() -> Scope:
    """Draw the sidebar and give what is set in it."""
    today = date.today()  # noqa: DTZ011 - the user's own day
    with st.sidebar:
        st.button(
            say("New conversation"),
            icon=":material/edit_square:",
            on_click=state.open_conversation,
            shortcut="Mod+Shift+O",
            width="stretch",
        )
        day = st.date_input(
            say("Answer as of"),
            value=today,
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key="as_of",
            persist_state="session",
            help=say("The rule as it stood on this day: nothing published later is used. A date in the question wins."),
        )
        places = st.multiselect(
            say("Places"),
            list(PLACES),
            format_func=term,
            key="places",
            persist_state="session",
            placeholder=say("All, Hong Kong first"),
            help=say("A place in the question wins."),
        )
    return Scope(None if day == today else day, tuple(places))


def account() -> None:
    """Say who is signed in, with the way out; nothing where sign-in is not set up."""
    if not (name := signed_in()):
        return
    with st.sidebar:
        st.caption(say("Signed in as {name}", name=plain(name)))
        st.button(say("Sign out"), key="sign-out", type="tertiary", icon=":material/logout:", on_click=st.logout)
