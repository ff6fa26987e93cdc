"""The page: `python -m assistant chat` runs this file."""

from __future__ import annotations

import streamlit as st

from ui.components.frame import frame, titled
from ui.language import say
from ui.screens import ask, compare, evaluate, policies, timeline

SCREENS = [ask, policies, timeline, compare, evaluate]
WIDE = (policies, timeline, compare, evaluate)
BARE = (compare, evaluate)  # without a sidebar of their own

pages = {screen: titled(screen) for screen in SCREENS}
chosen = st.navigation(list(pages.values()), position="top")
# Once a run: of two calls the browser can keep the first one's layout. An emoji is drawn by the browser itself; a
# Material icon here would be fetched from Google.
st.set_page_config(
    page_title=say("Crypto policy assistant"),
    page_icon="⚖️",
    layout="wide" if chosen in [pages[screen] for screen in WIDE] else "centered",
    initial_sidebar_state="collapsed" if chosen in [pages[screen] for screen in BARE] else "auto",
)
frame()
chosen.run()
