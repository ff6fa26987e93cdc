"""What a reader sees while the model is waited for, and where the answer was stopped."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.language import later, say

WRITING = later("Writing and checking, sentence by sentence …")
STOPPED = later("Stopped before the answer was complete.")
# A run that is stopped can draw nothing more: both lines are there from the start, and the browser shows the true one.
ONE_OF_TWO = """<style>
[data-test-script-state="running"] .st-key-stopped,
[data-testid="stApp"]:not([data-test-script-state="running"]) .st-key-writing { display: none; }
</style>"""


def show_waiting(place: DeltaGenerator) -> Callable[[], None]:
    """Prepare `place` for waiting, and give what is to be called meanwhile: it is where Stop can take effect."""
    with place.container():
        st.html(ONE_OF_TWO)
        st.container(key="stopped").caption(say(STOPPED))
        line = st.container(key="writing").empty()

    writing = say(WRITING)

    def pulse() -> None:
        line.caption(writing)

    return pulse
