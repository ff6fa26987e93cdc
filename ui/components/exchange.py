"""One exchange: the question, the statements, and what stands below them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.conversations import Kept
from ui.components.answer import as_markdown, show_answer
from ui.components.prose import plain
from ui.components.waiting import STOPPED
from ui.language import say

USER, ASSISTANT = ":material/person:", ":material/balance:"


def show_question(kept: Kept) -> None:
    """Draw a question as it was asked."""
    with st.chat_message("user", avatar=USER):
        st.markdown(plain(kept.question.text))


def places() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Give where an answer is written, and below it where its reader is told to wait.

    Every exchange has both, so that nothing of the last run stays in view while the next answer is written.
    """
    return st.container(), st.empty()


def show_statements(kept: Kept) -> None:
    """Draw what was said, whether or not a whole answer came of it."""
    written, _ = places()
    if kept.statements:
        written.markdown("".join(as_markdown(kept.statements)))


def show_end(kept: Kept) -> None:
    """Draw how an answer ended: its refusal, notes and sources, or its error, or that it was stopped."""
    if kept.answer is not None:
        show_answer(kept.answer, kept.id)
    elif kept.error:
        st.error(plain(kept.error))
    else:
        st.caption(say(STOPPED))
