"""The screen before sign-in, for installations that require it."""

from __future__ import annotations

import streamlit as st

from ui.language import later, say


def page() -> None:
    """Draw what this is and the one button that leads on."""
    st.title(say("Crypto policy, checked"), anchor=False)
    st.markdown(say("Sign in to ask, and to find your conversations again."))
    st.button(say("Sign in"), type="primary", icon=":material/login:", on_click=st.login)


PAGE = st.Page(page, title=later("Sign in"), icon=":material/login:", default=True)
