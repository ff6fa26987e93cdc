"""The conversations of one owner in the sidebar: search, open, rename, pin, share, delete and take back.

The list is a fragment: what is done in it waits for a running answer, and never stops one.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlsplit

import streamlit as st

from assistant.conversations import Summary
from corpus.errors import AssistantError
from ui import state
from ui.components.chat.line import line
from ui.components.sources.prose import plain
from ui.language import say
from ui.services import mine

MOST = 20  # conversations before the search is the faster way
TITLE = 44  # characters: one line of the sidebar


@st.fragment
def conversation_list(current: str | None) -> None:
    """Draw the list, pinned ones first, then the newest; the one of this id is marked."""
    try:
        _list(current)
    except AssistantError as error:
        st.error(plain(str(error)))


def _list(current: str | None) -> None:
    own = mine()
    search = state.edited("search").strip()
    most = state.most_shown() or MOST
    listed = own.list(search, limit=most + 1)
    today = datetime.now().astimezone().date()
    deleted = state.deleted()
    if not (listed or search or deleted):
        return
    st.caption(say("Conversations"))
    st.text_input(
        say("Search conversations"),
        key="search",
        live=True,
        placeholder=say("Search conversations"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    if deleted is not None:
        _take_back(deleted)
    with st.container(gap=None):
        for heading, those in groupby(listed[:most], lambda summary: _when(summary, today)):
            st.caption(heading)
            for summary in those:
                _row(summary, current)
    if len(listed) > most:
        st.button(say("Show more"), key="show-more", type="tertiary", on_click=state.show_more, args=(most + MOST,))
    elif search and not listed:
        st.caption(say("No conversation contains all of these words."))


def _when(summary: Summary, today: date) -> str:
    """Return the heading below which a conversation stands: pinned, or how long ago it went on."""
    if summary.pinned:
        return say("Pinned")
    days = (today - summary.updated.astimezone().date()).days
    return say("Today") if days < 1 else say("Yesterday") if days == 1 else say("Earlier")


def _row(summary: Summary, current: str | None) -> None:
    with line(f"open-{summary.id}"):
        title = plain(_short(summary.title)) or say("Without a title")
        if st.button(
            f"**{title}**" if summary.id == current else title,
            key=f"open-{summary.id}",
            type="tertiary",
            icon=":material/keep:" if summary.pinned else None,
            width="stretch",
        ):
            state.open_conversation(summary.id)
            st.rerun()
        _menu(summary, title, current)
    if summary.snippet:
        st.caption(plain(summary.snippet))


def _menu(summary: Summary, title: str, current: str | None) -> None:
    rename, share, delete = say("Rename"), say("Share"), say("Delete")
    pin = say("Unpin") if summary.pinned else say("Pin")
    chosen = st.menu_button(
        say("Options for {title}", title=title),
        [rename, pin, share, delete],
        key=f"icon-menu-{summary.id}",
        type="tertiary",
        icon=":material/more_horiz:",
        help=say("Rename, pin, share or delete"),
    )
    if chosen == rename:
        st.dialog(say("Rename the conversation"))(_rename)(summary)
    elif chosen == share:
        st.dialog(say("Share the conversation"))(_share)(summary)
    elif chosen == pin:
        mine().pin(summary.id, not summary.pinned)
        st.rerun(scope="fragment")
    elif chosen == delete:
        _delete(summary, current)


def _delete(summary: Summary, current: str | None) -> None:
    mine().delete(summary.id)
    state.remember_deleted(summary)
    if summary.id == current:
        state.open_conversation()
        st.rerun()
    st.rerun(scope="fragment")


def _take_back(summary: Summary) -> None:
    with line("deleted"):
        st.caption(say("Deleted: {title}", title=plain(_short(summary.title))), width="stretch")
        if st.button(say("Undo"), key="undo", type="tertiary"):
            mine().restore(summary.id)
            state.remember_deleted(None)
            st.rerun(scope="fragment")


def _rename(summary: Summary) -> None:
    with st.form("rename", border=False):
        title = st.text_input(say("Title"), value=summary.title, max_chars=200)
        if not st.form_submit_button(say("Rename")):
            return
    try:
        mine().rename(summary.id, title)
    except AssistantError as error:
        st.error(plain(str(error)))
        return
    st.rerun()


def _share(summary: Summary) -> None:
    st.markdown(
        say(
            "Anyone with the link can read this conversation as it is now. They cannot write in it, and do not see "
            "what you ask later."
        )
    )
    try:
        if st.button(say("Make a link"), key="make-link", type="primary"):
            st.code(link(mine().share(summary.id)), language=None, wrap_lines=True)
            st.caption(say("Copy it now: it is shown once."))
        elif summary.shared and st.button(say("Stop sharing"), key="unshare"):
            mine().unshare(summary.id)
            st.rerun()
    except AssistantError as error:
        st.error(plain(str(error)))


def link(token: str) -> str:
    """Return the address of a shared conversation."""
    here = urlsplit(st.context.url or "")
    return here._replace(path=here.path or "/", query=f"shared={token}", fragment="").geturl()


def _short(title: str) -> str:
    return title if len(title) <= TITLE else f"{title[:TITLE].rsplit(' ', 1)[0]}…"
