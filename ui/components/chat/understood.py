"""How a follow-up was understood, which the reader can change and ask again."""

from __future__ import annotations

import streamlit as st

from assistant.answers.records import Answer
from ui import state
from ui.components.sources.prose import plain
from ui.language import say


def understood(answer: Answer | None, exchange: str) -> None:
    """Draw how a follow-up was understood; nothing for a question that stood alone."""
    if answer is None or not answer.asked:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(say("Understood as: {question}", question=plain(answer.question)), width="content")
        with st.popover(say("Edit"), key=f"understood-{exchange}", type="tertiary", icon=":material/edit:"):
            key = f"edited-{exchange}"
            st.text_area(say("Ask instead"), value=answer.question, key=key)
            st.button(say("Ask"), key=f"ask-edited-{exchange}", on_click=_ask, args=(key,))


def _ask(key: str) -> None:
    state.ask_next(state.edited(key))
