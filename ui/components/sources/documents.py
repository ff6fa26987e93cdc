"""The user's documents: the short list in the sidebar, and the long one to remove and replace them in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from assistant.answers.naming import short_name
from corpus.errors import AssistantError
from corpus.library import OwnDocument
from corpus.library.folders import UPLOADS
from corpus.loading import KINDS
from ui import state
from ui.components.sources.note import opener
from ui.components.sources.prose import plain
from ui.components.sources.upload import upload
from ui.language import day, later, say
from ui.services import (
    may_change,
    own_documents,
    put_back_document,
    remove_document,
    removed_documents,
    restore_document,
)

KILOBYTE, MEGABYTE = 1_000, 1_000_000
NONE_YET = later(
    "No documents yet. PDF, Word, Excel, PowerPoint, web pages, letters, laws as XML, and zips can be added."
)


def documents() -> None:
    """List the reader's own documents in the sidebar, where one is chosen to be asked; after an upload: it is there."""
    with st.sidebar:
        owned = _owned()
        if owned:
            st.caption(say("Your documents"))
        for document in owned:
            id_, title = document.policy.id, document.policy.title
            st.button(
                plain(short_name(document.policy)),
                key=f"document-{id_}",
                type="tertiary",
                icon=":material/description:",
                help=plain(say("Ask {title} alone", title=title)),
                width="stretch",
                on_click=state.set_documents,
                args=((id_,),),
            )


def library() -> None:
    """Draw where documents are added, and each one with its date, pages and size, to be replaced or removed."""
    _adding()
    _undo()
    owned = _owned()
    if not owned:
        st.info(say(NONE_YET))
    for document in owned:
        _document(document)
    _removed()


def _removed() -> None:
    """List what was removed of late, to be brought back."""
    with _said():
        gone = removed_documents()
        if not gone:
            return
        with st.expander(say("Removed in the last 30 days")):
            for document in gone:
                id_ = document.policy.id
                with st.container(horizontal=True, vertical_alignment="center", key=f"gone-{id_}"):
                    st.markdown(plain(document.policy.title))
                    back = st.button(say("Restore"), key=f"restore-{id_}", icon=":material/undo:")
                if back:
                    with st.spinner(say("Restoring …")):
                        restore_document(id_)
                    st.rerun()


def _owned() -> list[OwnDocument]:
    try:
        return sorted(own_documents(), key=lambda document: document.policy.title.casefold())
    except AssistantError as error:
        st.error(plain(str(error)))
        return []


def _adding() -> None:
    with st.form("adding", clear_on_submit=True, border=False):
        files = st.file_uploader(
            say("Documents to add"), list(UPLOADS), accept_multiple_files=True, label_visibility="collapsed"
        )
        shared = st.checkbox(
            say("Share with everybody who uses this page"),
            help=say("Otherwise only you see them, and answers from them: in this browser, or wherever you sign in."),
        )
        pressed = st.form_submit_button(say("Add"), icon=":material/upload_file:")
    if pressed and files:
        added = upload([(file.name, file.getvalue()) for file in files], shared=shared)
        state.set_documents([one.document.policy.id for one in added])


def _undo() -> None:
    """Describe what was removed last, and offer to bring it back."""
    removed = state.removed()
    if removed is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(say("{title} was removed.", title=plain(removed.document.policy.title)))
        undo = st.button(say("Undo"), icon=":material/undo:")
    if undo:
        with _said(), st.spinner(say("Restoring …")):
            put_back_document(removed)
            state.remember_removed(None)
            st.rerun()


@contextmanager
def _said() -> Iterator[None]:
    """Say an error in one line."""
    try:
        yield
    except AssistantError as error:
        st.error(plain(str(error)))


def _document(document: OwnDocument) -> None:
    with st.container(gap=None):
        opener(document.policy, "library")
        st.caption(plain(" · ".join(_facts(document))))
        if may_change(document):
            with st.container(horizontal=True):
                _replacing(document)
                _removing(document)


def _facts(document: OwnDocument) -> list[str]:
    published = document.policy.life.published
    pages = document.pages
    return [
        say("published {date}", date=day(published)) if published else say("no date found"),
        *([say("{count} pages", count=pages) if pages != 1 else say("1 page")] if pages else []),
        _size(document.size),
        document.name,
        say("only you see it") if document.policy.owner else say("everybody's"),
    ]


def _size(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / KILOBYTE))} KB"


def _replacing(document: OwnDocument) -> None:
    id_ = document.policy.id
    opened = st.popover(say("Replace"), key=f"replace-{id_}", icon=":material/sync:", on_change="rerun")
    if not opened.open:
        return
    with opened, st.form(f"replacing-{id_}", clear_on_submit=True, border=False):
        file = st.file_uploader(say("The new version"), list(KINDS))
        if st.form_submit_button(say("Replace")) and file is not None:
            for added in upload([(file.name, file.getvalue())], id_):
                st.toast(say("Replaced by {title}.", title=plain(added.document.policy.title)))
                st.rerun()


def _removing(document: OwnDocument) -> None:
    id_ = document.policy.id
    opened = st.popover(say("Remove"), key=f"remove-document-{id_}", icon=":material/delete:", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.markdown(say("Remove it? Later questions are answered without it."))
        if st.button(say("Yes, remove it"), key=f"removing-{id_}", type="primary"):
            with _said(), st.spinner(say("Removing …")):
                state.remember_removed(remove_document(id_))
                st.rerun()
