"""The frame around every page: its mark, its language and its keyboard; its look comes by `ui/dress.py`."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import Page

from corpus.errors import AssistantError, IndexMissingError
from corpus.index.edition import Edition
from ui import state
from ui.components.sources.prose import plain
from ui.language import ASKED, NAMES, language, say
from ui.services import edition

# No word of a user or a document gets into the script: its one slot is the name of a language, one of our own.
MARK = Path(__file__).with_name("mark.svg").read_text(encoding="utf-8")
LATIN, CHINESE = 168 / len("Crypto policy assistant"), 16  # pixels that a character of the name takes
KEYBOARD = Path(__file__).with_name("frame.js").read_text(encoding="utf-8")


def frame() -> None:
    """Draw what every page has: first in the sidebar, so that it is there however a run ends."""
    st.logo(mark(), size="large")
    with st.sidebar.container(key="language-switch"):
        st.html(f"<script>{keyboard(language())}</script>", unsafe_allow_javascript=True)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.segmented_control(
                say("Language"),
                list(NAMES),
                default=language(),
                required=True,
                format_func=NAMES.__getitem__,
                key=state.LANGUAGE,
                persist_state="session",
                label_visibility="collapsed",
                on_change=_picked,
            )
            told = say("Light or dark")
            st.button(told, key="icon-theme", type="tertiary", icon=":material/contrast:", help=told)  # by `frame.js`


def mark() -> str:
    """Return the mark as SVG, with the name in the reader's language."""
    name = say("Crypto policy assistant")
    length = round(len(name) * (LATIN if name.isascii() else CHINESE))
    return MARK.replace("NAME", name).replace("LENGTH", str(length))


def opened() -> Edition:
    """Return the edition that the page reads; where there is none, or settings are wrong, say so and draw no more."""
    try:
        return edition()
    except IndexMissingError as error:
        st.error(plain(str(error)), icon=":material/database_off:")
        st.stop()
    except AssistantError as error:
        st.error(plain(str(error)), icon=":material/settings_alert:")
        st.stop()


def keyboard(spoken: str) -> str:
    """Return the script of the page for a language; the browser runs it by its hash (`ui/server.py`)."""
    return KEYBOARD.replace("LANGUAGE", spoken)


def titled(screen: ModuleType) -> Page:
    """Return a screen's page with its title in the reader's language; all else is as the screen's `PAGE` says."""
    own = screen.PAGE
    default = not own.url_path  # the page at the root
    return st.Page(screen.page, title=say(own.title), icon=own.icon, url_path=own.url_path or None, default=default)


def _picked() -> None:
    """Put the language that was picked into the address, so that a reload and a link keep it."""
    st.query_params[ASKED] = state.picked_language() or language()
