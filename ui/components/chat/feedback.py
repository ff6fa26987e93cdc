"""Readers' feedback on an answer: thumbs and, if they like, why and what it should have said."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import Kept
from corpus.errors import AssistantError
from ui import state
from ui.components.sources.prose import plain
from ui.language import later, say
from ui.services import mine

LONGEST = 2_000  # characters of a correction
GOOD = (later("Right"), later("Complete"), later("Good sources"))
BAD = (later("Wrong"), later("Out of date"), later("Something is missing"), later("The source does not say so"))


def feedback(kept: Kept) -> None:
    """Draw the thumbs below an answer, and beside them what opens the form once they are pressed."""
    key = f"rating-{kept.id}"
    said = kept.feedback
    st.feedback("thumbs", key=key, default=int(said.good) if said else None, on_change=_rate, args=(kept.id, key))
    if (thumb := state.number(key)) is None:
        return
    reasons = GOOD if thumb == 1 else BAD
    with (
        st.popover(say("Say why"), key=f"why-{kept.id}", type="tertiary"),
        st.form(f"why-form-{kept.id}", border=False),
    ):
        st.pills(
            say("Why?"),
            reasons,
            key=f"reason-{kept.id}",
            default=said.reason if said and said.reason in reasons else None,
            format_func=say,
        )
        st.text_area(
            say("What should it have said?"),
            value=said.correction if said else "",
            key=f"correction-{kept.id}",
            max_chars=LONGEST,
        )
        st.form_submit_button(say("Send"), on_click=_tell, args=(kept.id, key))


def _rate(exchange: str, key: str) -> None:
    thumb = state.number(key)
    try:
        if thumb is None:
            mine().unrate(exchange)
        else:
            mine().rate(exchange, thumb == 1)
    except AssistantError as error:
        st.toast(plain(str(error)))


def _tell(exchange: str, key: str) -> None:
    reason, correction = state.edited(f"reason-{exchange}"), state.edited(f"correction-{exchange}")
    try:
        mine().rate(exchange, state.number(key) == 1, reason, correction.strip())
    except AssistantError as error:
        st.toast(plain(str(error)))
        return
    st.toast(say("Thank you: this is kept with the answer."))
