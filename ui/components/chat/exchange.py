"""One exchange: the question, the statements, and what stands below them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.conversations import Kept
from ui.components.chat.answer import as_markdown, show_above, show_answer, sources
from ui.components.chat.waiting import STOPPED
from ui.components.sources.prose import plain
from ui.language import say

USER, ASSISTANT = ":material/person:", ":material/balance:"


def show_question(kept: Kept) -> None:
    """Draw a question as it was asked."""
    with st.chat_message("user", avatar=USER):
        st.markdown(plain(kept.question.text))


def places(key: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return where an answer is written, and below it where its reader is told to wait.

    Every exchange has both, so that nothing of the last run stays in view while the next answer is written.
    """
    with st.container(key=f"said-{key}"):
        written = st.empty()
    return written, st.empty()


def sides(key: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return where an answer stands, and beside it where its sources do; below it on a narrow page."""
    with st.container(key=f"answer-{key}"):
        left, right = st.columns([11, 9], gap="medium")
    return left, right


def show_statements(kept: Kept) -> None:
    """Draw what stands above an answer and what was said, whether or not a whole answer came of it."""
    show_above(kept.answer, kept.id)
    written, _ = places(kept.id)
    if kept.statements:
        written.markdown(as_markdown(kept.statements, kept.answer, kept.id))


def show_end(kept: Kept) -> None:
    """Draw how an answer ended: its refusal and what is behind it, or its error, or that it was stopped."""
    if kept.answer is not None:
        show_answer(kept.answer, kept.id)
    elif kept.error:
        st.error(plain(kept.error))
    else:
        st.caption(say(STOPPED))


def show_sources(kept: Kept, *, newest: bool) -> None:
    """Draw the sources of a whole answer; nothing where there are none."""
    if kept.answer is not None and kept.answer.sources:
        sources(kept.answer, kept.id, newest=newest)
