"""The page: `python -m assistant chat` runs this file."""

from __future__ import annotations

import streamlit as st

from ui.screens import ask, compare, evaluate, policies, timeline

PAGES = [
    ask.PAGE,
    policies.PAGE,
    timeline.PAGE,
    compare.PAGE,
    evaluate.PAGE,
]
WIDE = (compare.PAGE, evaluate.PAGE)

chosen = st.navigation(PAGES, position="top")
# Once a run: of two calls the browser can keep the first one's layout. An emoji is drawn by the browser itself; a
# Material icon here would be fetched from Google.
st.set_page_config(page_title="Crypto policy assistant", page_icon="⚖️", layout="wide" if chosen in WIDE else "centered")
chosen.run()
