"""Other versions of an exchange: its question edited, its answer made again, and the way between them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assistant.conversations import Kept
from assistant.conversations.recording import Wanted
from corpus.errors import AssistantError
from ui import state
from ui.components.chat.exchange import USER
from ui.components.chat.line import line
from ui.components.sources.prose import plain
from ui.language import say
from ui.services import mine, services, title_of, usual

# A run that is stopped can draw nothing more: the button is there from the start, and hidden while the run goes on.
ONLY_STOPPED = '<style>[data-test-script-state="running"] .st-key-cut-off { display: none; }</style>'
PASSAGES = (5, 60)  # looked at: fewer find too little, more only cost time


@st.fragment
def question(kept: Kept) -> None:
    """Draw a question with its pencil and the switch between its versions, or the field that the pencil opens."""
    with st.chat_message("user", avatar=USER):
        if state.editing() == kept.id:
            _edit(kept)
            return
        with line(f"question-{kept.id}"):
            st.markdown(plain(kept.question.text))
            with st.container(horizontal=True, gap=None, vertical_alignment="center"):
                if len(kept.versions) > 1:
                    _switch(kept)
                st.button(
                    say("Edit"),
                    key=f"icon-edit-{kept.id}",
                    type="tertiary",
                    icon=":material/edit:",
                    help=say("Edit the question"),
                    on_click=state.edit,
                    args=(kept.id,),
                )
        if kept.question.documents:
            st.caption(plain(say("Asked of {titles}", titles="; ".join(map(title_of, kept.question.documents)))))


def _edit(kept: Kept) -> None:
    with st.form(f"edit-form-{kept.id}", border=False):
        text = st.text_area(
            say("Ask instead"),
            value=kept.question.text,
            key=f"instead-{kept.id}",
            max_chars=services().settings.max_question,
            label_visibility="collapsed",
        )
        with st.container(horizontal=True, horizontal_alignment="right"):
            cancelled = st.form_submit_button(say("Cancel"), key=f"cancel-{kept.id}")
            sent = st.form_submit_button(say("Ask"), key=f"ask-instead-{kept.id}", type="primary")
    if sent and text.strip():
        state.ask_next(replace(_again(kept), text=text.strip()))
        st.rerun()
    if cancelled:
        state.edit(None)
        st.rerun(scope="fragment")


def _switch(kept: Kept) -> None:
    place, count = kept.versions.index(kept.id), len(kept.versions)
    _step(kept, place - 1, say("Earlier version"), ":material/chevron_left:")
    st.caption(say("{number} of {count}", number=place + 1, count=count), width="content")
    _step(kept, place + 1, say("Later version"), ":material/chevron_right:")


def _step(kept: Kept, to: int, told: str, icon: str) -> None:
    there = 0 <= to < len(kept.versions)
    if st.button(told, key=f"icon-to-{to}-{kept.id}", type="tertiary", icon=icon, help=told, disabled=not there):
        _choose(kept.versions[to])
        st.rerun()


def _choose(exchange: str) -> None:
    try:
        mine().choose(exchange)
    except AssistantError as error:
        st.toast(plain(str(error)))


def _again(kept: Kept) -> Wanted:
    asked = kept.question
    return Wanted(
        asked.text,
        asked.as_of,
        asked.jurisdictions,
        scoped=True,
        version_of=kept.id,
        asked=kept.asked,
        documents=asked.documents,
    )


def answer_again(kept: Kept) -> None:
    """Draw the button that makes an answer again: where a model is set, with settings to choose before."""
    if not st.button(say("Answer again"), key=f"again-{kept.id}", type="tertiary", icon=":material/refresh:"):
        return
    if usual().model:
        st.dialog(say("Answer again"))(_choose_settings)(kept)
    else:
        state.ask_next(_again(kept))
        st.rerun()


def _choose_settings(kept: Kept) -> None:
    with st.form("again", border=False):
        passages = st.slider(
            say("Passages looked at"), *PASSAGES, value=min(max(kept.asked.top_k, PASSAGES[0]), PASSAGES[1])
        )
        model = st.toggle(
            say("Let the model write"),
            value=kept.asked.model,
            help=say("Otherwise the answer consists of the texts' own sentences."),
        )
        if not st.form_submit_button(say("Answer again"), type="primary"):
            return
    state.ask_next(replace(_again(kept), asked=replace(usual(), top_k=passages, model=model, strict=kept.asked.strict)))
    st.rerun()


def ask_again(kept: Kept, key: str = "ask-again") -> None:
    """Draw the button that asks once more what was stopped or went wrong."""
    st.button(
        say("Ask it again"),
        key=f"{key}-{kept.id}",
        icon=":material/refresh:",
        on_click=state.ask_next,
        args=(_again(kept),),
    )


def ask_again_when_stopped(kept: Kept) -> None:
    """Prepare that button below a running answer: the browser shows it once the run was stopped."""
    st.html(ONLY_STOPPED)
    with st.container(key="cut-off"):
        ask_again(kept, "ask-stopped")
