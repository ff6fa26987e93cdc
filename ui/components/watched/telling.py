"""Below the watched questions: by which ways their owner is told that an answer changed."""

from __future__ import annotations

import streamlit as st

from assistant.conversations.notices import Ways
from corpus.errors import AssistantError
from ui import state
from ui.components.sources.prose import plain
from ui.language import say
from ui.links import feed_address
from ui.owner import mail_address
from ui.services import notices, services

MAIL = "mail-changes"


@st.fragment
def telling() -> None:
    """Draw where a feed is made and ended, and e-mail turned on and off where it can be sent; never stops an answer."""
    with st.popover(
        say("Tell me of changes"), key="telling", icon=":material/rss_feed:", type="tertiary", width="stretch"
    ):
        try:
            ways = notices().ways()
            _feed(ways)
            _mail(ways)
        except AssistantError as error:
            st.error(plain(str(error)))


def _feed(ways: Ways) -> None:
    st.markdown(say("A feed reader shows each change. Whoever has the address of the feed can read it."))
    made = st.button(say("Make a new address") if ways.feed else say("Make a feed"), key="new-feed")
    if made:
        st.code(feed_address(st.context.url or "", notices().new_feed()), language=None, wrap_lines=True)
        st.caption(say("Copy it now: it is shown once."))
    elif ways.feed and st.button(say("End the feed"), key="end-feed"):
        notices().end_feed()
        st.rerun(scope="fragment")


def _mail(ways: Ways) -> None:
    address = mail_address()
    if not (address and services().settings.mail_server):
        return
    st.toggle(
        say("E-mail to {address}", address=plain(address)),
        value=bool(ways.mail),
        key=MAIL,
        on_change=_set_mail,
        args=(address,),
    )


def _set_mail(address: str) -> None:
    try:
        notices().mail_to(address if state.number(MAIL) else "")
    except AssistantError as error:
        st.toast(plain(str(error)))
