"""A conversation that somebody shared: to be read, with its sources, and not to be written in."""

from __future__ import annotations

import streamlit as st

from corpus.errors import AssistantError
from ui.components.chat.exchange import ASSISTANT, show_end, show_question, show_sources, show_statements, sides
from ui.components.sources.prose import plain
from ui.language import day as written
from ui.language import later, say
from ui.services import conversations

PARAMETER = "shared"  # of the address: the token of the link


def page() -> None:
    """Draw the conversation that the address names, or say that there is none."""
    try:
        shared = conversations().shared(st.query_params.get(PARAMETER, ""))
    except AssistantError as error:
        st.title(say("Nothing is shared here"), anchor=False)
        st.markdown(plain(str(error)))
        _own()
        return
    st.title(plain(shared.title), anchor=False)
    day = written(shared.at.astimezone().date())
    st.caption(say("Shared on {day}, as it was then. Read-only copy. Not legal advice.", day=day))
    for kept in shared.path:
        show_question(kept)
        with st.chat_message("assistant", avatar=ASSISTANT):
            if kept.answer is not None and kept.answer.asked:
                st.caption(say("Understood as: {question}", question=plain(kept.answer.question)))
            left, right = sides(kept.id)
            with left:
                show_statements(kept)
                show_end(kept)
            with right:
                show_sources(kept, newest=False)
    _own()


def _own() -> None:
    st.link_button(say("Ask a question of your own"), "./", type="tertiary", icon=":material/edit_square:")


PAGE = st.Page(page, title=later("Shared"), icon=":material/link:", default=True)
