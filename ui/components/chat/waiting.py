"""What a reader sees while the model is writing, and where the answer was stopped."""

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
.st-key-writing [data-testid="stSkeleton"] { animation: patience 0s 0.4s both; }
@keyframes patience { from { visibility: hidden; } to { visibility: visible; } }
</style>"""  # an answer from the texts is there in less: nothing flashes up for it
LINES = 72  # pixels: three lines of an answer


def show_waiting(place: DeltaGenerator) -> Callable[[], None]:
    """Prepare `place` for waiting, and give what is to be called meanwhile: it is where Stop can take effect."""
    writing = say(WRITING)
    with place.container():
        st.html(ONE_OF_TWO)
        st.container(key="stopped").caption(say(STOPPED))
        with st.container(key="writing"):
            line = st.empty()
            st.skeleton(height=LINES)

    def pulse() -> None:
        line.caption(writing)

    return pulse
