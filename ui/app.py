"""The page: `python -m assistant chat` runs this file."""

from __future__ import annotations

import streamlit as st

from ui.components.frame import frame
from ui.language import say
from ui.screens import ask, compare, evaluate, policies, timeline

SCREENS = [ask, policies, timeline, compare, evaluate]
WIDE = (compare.PAGE.url_path, evaluate.PAGE.url_path)

# The titles of the screens in the reader's language; all else of each page is as its module says.
pages = [
    st.Page(
        screen.page,
        title=say(screen.PAGE.title),
        icon=screen.PAGE.icon,
        url_path=screen.PAGE.url_path or None,
        default=screen is ask,
    )
    for screen in SCREENS
]
chosen = st.navigation(pages, position="top")
wide = chosen.url_path in WIDE
# Once a run: of two calls the browser can keep the first one's layout. An emoji is drawn by the browser itself; a
# Material icon here would be fetched from Google.
st.set_page_config(
    page_title=say("Crypto policy assistant"),
    page_icon="⚖️",
    layout="wide" if wide else "centered",
    initial_sidebar_state="collapsed" if wide else "auto",
)
frame()
chosen.run()
