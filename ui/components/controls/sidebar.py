"""The settings beside the question box: the day that answers are for, the places, the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from corpus.language.places import PLACES
from ui import state
from ui.components.controls.asked import asked_documents, framed
from ui.components.sources.prose import plain
from ui.language import day as written
from ui.language import say, term
from ui.links import EARLIEST
from ui.owner import signed_in

NAMED = 2  # places that a chip names before it counts them


@dataclass(frozen=True, slots=True)
class Scope:
    """What was set beside the question; `as_of` None means today, no `documents` notes and documents alike."""

    as_of: date | None
    places: tuple[str, ...]
    documents: tuple[str, ...] = ()


def new_conversation() -> None:
    """Draw the button in the sidebar that begins anew."""
    with st.sidebar:
        st.button(
            say("New conversation"),
            icon=":material/edit_square:",
            on_click=state.open_conversation,
            shortcut="Mod+Shift+O",
            width="stretch",
            key="new-conversation",
        )


def settings() -> Scope:
    """Draw day, places and documents as chips, coloured when set and cleared by one click; give them."""
    today = date.today()  # noqa: DTZ011 - the user's own day
    set_day, set_places = state.scope()
    late = set_day is not None and set_day != today
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="settings"):
        label = say("As of {date}", date=written(set_day)) if late and set_day else say("As of today")
        with framed("day", on=late):
            with st.popover(label, key="setting-day", icon=":material/event:", type="tertiary"):
                day = st.date_input(
                    say("Answer as of"),
                    value=today,
                    min_value=EARLIEST,
                    format="YYYY-MM-DD",
                    key="as_of",
                    persist_state="session",
                    help=say("The rule as it stood on this day: nothing published later is used."),
                )
            if late:
                _clear("day", say("Back to today"), None, set_places)
        with framed("places", on=bool(set_places)):
            with st.popover(_places(set_places), key="setting-places", icon=":material/public:", type="tertiary"):
                places = st.multiselect(
                    say("Places"),
                    list(PLACES),
                    format_func=term,
                    key="places",
                    persist_state="session",
                    placeholder=say("All, Hong Kong first"),
                    help=say("Answers come from these places alone."),
                )
            if set_places:
                _clear("places", say("Back to all places"), set_day, ())
        documents = asked_documents()
    return Scope(None if day == today else day, tuple(places), documents)


def _clear(what: str, label: str, day: date | None, places: tuple[str, ...]) -> None:
    st.button(
        label,
        key=f"icon-clear-{what}",
        type="tertiary",
        icon=":material/close:",
        help=label,
        on_click=state.set_scope,
        args=(day, places),
    )


def _places(places: tuple[str, ...]) -> str:
    if not places:
        return say("All places")
    if len(places) > NAMED:
        return say("{count} places", count=len(places))
    return plain(" · ".join(map(term, places)))


def account() -> None:
    """Describe who is signed in, with the way out; nothing where sign-in is not set up."""
    if not (name := signed_in()):
        return
    with st.sidebar:
        st.caption(say("Signed in as {name}", name=plain(name)))
        st.button(say("Sign out"), key="sign-out", type="tertiary", icon=":material/logout:", on_click=st.logout)
