"""The page: `python -m assistant chat` runs this file."""

from __future__ import annotations

import streamlit as st

from ui.pages import ask, timeline

PAGES = [
    ask.PAGE,
    timeline.PAGE,
]

# An emoji is drawn by the browser itself; a Material icon here would be fetched from Google.
st.set_page_config(page_title="Crypto policy assistant", page_icon="⚖️", layout="centered")
st.navigation(PAGES, position="top").run()
