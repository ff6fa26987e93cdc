"""Saved questions: the button below an answer, and the list in the sidebar that says what changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.answers.records import Answer, Question
from assistant.conversations.saved import Saved, describe_changes
from corpus.errors import AssistantError
from ui import state
from ui.components.sources.prose import plain
from ui.components.watched.telling import telling
from ui.language import day, say, term, told
from ui.services import forget_question, is_saved, mine, save_question, saved_questions, see_question

LABEL_LENGTH = 48  # two lines of the sidebar


def watch_button(exchange: str, question: Question, answer: Answer) -> bool:
    """Draw the quiet button that saves a question with its answer, and tell whether it was pressed.

    One that is watched already says so; the list in the sidebar lets it go.
    """
    watched = _watched(question, answer)
    pressed = st.button(
        say("Watched") if watched else say("Watch this question"),
        key=f"save-{exchange}",
        type="tertiary",
        icon=":material/notifications_active:" if watched else ":material/notifications:",
        disabled=watched,
        help=say("Keep this question: it is answered again when the texts change, and you see what changed."),
    )
    if pressed:  # no callback: after one the button is disabled, and tells no press
        _save(exchange)
    return pressed


def _watched(question: Question, answer: Answer) -> bool:
    try:
        return is_saved(question, answer)
    except AssistantError:  # the list in the sidebar says it
        return False


def _save(exchange: str) -> None:
    try:
        record = mine().record(exchange)
        asked = record.question
        save_question(Question(record.answer.question, asked.as_of, asked.jurisdictions), record.answer)
    except AssistantError as error:
        st.toast(plain(str(error)))
        return
    st.toast(say("Watched: see the sidebar."))


def saved_list(above: DeltaGenerator) -> None:
    """List the saved questions in the sidebar, those whose answer changed in `above`."""
    with st.sidebar:
        try:
            saved = saved_questions()
        except AssistantError as error:
            st.error(plain(str(error)))
            return
        changed = [one for one in saved if one.difference]
        if changed:
            with above:
                st.markdown(f"{say('Answers that changed')} :orange-badge[{len(changed)}]")
                for one in changed:
                    _entry(one)
        if saved:
            st.caption(say("Watched questions"))
        for one in saved:
            if not one.difference:
                _entry(one)
        if saved:
            telling()


def _entry(saved: Saved) -> None:
    icon = ":material/notifications_active:" if saved.difference else None
    with st.popover(plain(_short(saved.text)), key=f"saved-{saved.id}", icon=icon, type="tertiary", width="stretch"):
        st.markdown(f"**{plain(saved.text)}**")
        when = [say("as of {date}", date=day(saved.as_of))] if saved.as_of else []
        scope = [*map(term, saved.jurisdictions), *when]
        if scope:
            st.caption(plain(" · ".join(scope)))
        for line in describe_changes(saved):
            st.markdown(plain(told(line)))
        with st.container(horizontal=True):
            st.button(say("Ask again"), key=f"again-{saved.id}", on_click=state.ask_next, args=(saved.text,))
            if saved.difference:
                st.button(say("I have seen it"), key=f"seen-{saved.id}", on_click=_done, args=(see_question, saved.id))
            st.button(say("Remove"), key=f"remove-{saved.id}", on_click=_done, args=(forget_question, saved.id))


def _done(what: Callable[[str], None], id_: str) -> None:
    try:
        what(id_)
    except AssistantError as error:  # another window was faster
        st.toast(plain(str(error)))


def _short(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else f"{text[:LABEL_LENGTH].rsplit(' ', 1)[0]}…"
