"""Which documents a question is limited to: a chip at the question box that says so and is cleared with a click."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.understanding.documents import MINE
from corpus.errors import AssistantError
from ui import state
from ui.components.sources.prose import plain
from ui.language import say
from ui.services import own_documents

LONGEST = 40  # characters of a title in the chip


def asked_documents() -> tuple[str, ...]:
    """Draw the chip where there are own documents, and give the ids of those that are asked by themselves."""
    titles = _titles()
    chosen = tuple(id_ for id_ in state.documents() if id_ in titles)
    if chosen != state.documents():
        state.set_documents(chosen)  # one that was removed meanwhile is not asked any more
    if not titles:
        return ()
    label = say("Asking: {title}", title=plain(_short(chosen, titles))) if chosen else say("Notes and documents")
    with framed("documents", on=bool(chosen)):
        with st.popover(label, key="setting-documents", icon=":material/description:", type="tertiary"):
            key = state.documents_key()
            st.multiselect(
                say("Ask these documents alone"),
                list(titles),
                format_func=lambda id_: titles[id_],
                key=key,
                on_change=state.pick_documents,
                args=(key,),
                placeholder=say("Notes and documents"),
                help=say("Answers come from these documents alone, and say so where the documents are silent."),
            )
        if chosen:
            told = say("Back to notes and documents")
            st.button(
                told,
                key="icon-clear-documents",
                type="tertiary",
                icon=":material/close:",
                help=told,
                on_click=state.set_documents,
                args=((),),
            )
    return state.documents()


def framed(what: str, *, on: bool) -> DeltaGenerator:
    """Return where one setting stands with what clears it: in a coloured frame (`frame.css`) while it is `on`."""
    key = f"{'set' if on else 'usual'}-{what}"
    return st.container(horizontal=True, gap=None, vertical_alignment="center", width="content", key=key)


def _titles() -> dict[str, str]:
    """Name what may be asked: every own document by its id, and where there are several, all of them."""
    try:
        owned = sorted(own_documents(), key=lambda document: document.policy.title.casefold())
    except AssistantError:  # the list of documents says it
        return {}
    all_of_them = {MINE: say("All of my documents")} if len(owned) > 1 else {}
    return all_of_them | {document.policy.id: document.policy.title for document in owned}


def _short(chosen: tuple[str, ...], titles: dict[str, str]) -> str:
    if len(chosen) > 1:
        return say("{count} documents", count=len(chosen))
    title = titles[chosen[0]]
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]}…"
