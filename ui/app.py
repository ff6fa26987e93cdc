"""The page: `ui/server.py` serves this file to each session."""

from __future__ import annotations

import streamlit as st

from ui.components.frame import frame, titled
from ui.components.pages import phone_bar
from ui.language import say
from ui.owner import needs_sign_in
from ui.screens import ask, compare, evaluate, policies, shared, sign_in, timeline

SCREENS = [ask, policies, timeline, compare, evaluate]
WIDE = (ask, shared, policies, timeline, compare, evaluate)
BARE = (compare, evaluate, shared, sign_in)  # without a sidebar of their own

# First of all, and without a layout: the browser draws an emoji itself, but until it has an icon of ours it fetches the
# chosen page's Material icon from Google.
st.set_page_config(page_icon="⚖️")
alone = sign_in if needs_sign_in() else shared if shared.PARAMETER in st.query_params else None
# New pages in each run: one that is run is marked so, and sessions with the same object would take it from each other.
pages = {screen: titled(screen) for screen in ([alone] if alone else SCREENS)}
chosen = st.navigation(list(pages.values()), position="hidden" if alone else "top")
# The layout once a run: of two the browser can keep the first.
st.set_page_config(
    page_title=say("Crypto policy assistant"),
    layout="wide" if chosen in [pages.get(screen) for screen in WIDE] else "centered",
    initial_sidebar_state="collapsed" if chosen in [pages.get(screen) for screen in BARE] else "auto",
)
frame()
if not alone:
    phone_bar(chosen.url_path)  # first: below what a run adds, its links would show among it until the run ends
chosen.run()
