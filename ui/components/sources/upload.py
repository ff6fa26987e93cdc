"""Uploading: files go into the library together, each with a progress bar and then a line on the outcome."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corpus.errors import AssistantError
from corpus.library import Added, Details
from corpus.library.folders import files_of
from ui import state
from ui.components.sources.prose import plain
from ui.language import day, later, say
from ui.services import add_document, index_documents

SUMMARISE = later("Summarise this document")
File = tuple[str, bytes]  # name and content
Unpacked = tuple[str, bytes | AssistantError]  # of a file that cannot be unpacked, why


def upload(
    files: Sequence[File], replacing: str = "", *, shared: bool = False, details: Details | None = None
) -> list[Added]:
    """Put files into the library, and give what was added; one that cannot be used says why, and stops no other.

    A zip is a folder of files. The index is built once for all of them: five small files, built one by one, took 33 s.
    `replacing` is the id of the document that a single file takes the place of; `shared` ones are everybody's.
    `details` are what is known of each.
    """
    return _added(_unpacked(files), replacing, shared=shared, details=details)


def _added(
    files: Sequence[Unpacked], replacing: str = "", *, shared: bool = False, details: Details | None = None
) -> list[Added]:
    places = [st.empty() for _ in files]
    for place, (name, _) in zip(places, files, strict=True):
        place.progress(0.0, text=say("{name} is waiting its turn", name=plain(name)))
    put = {}
    for place, file in zip(places, files, strict=True):
        if (added := _put(place, file, replacing, shared=shared, details=details)) is not None:
            put[place] = added
    return _indexed(put) if put else []


def attach(files: Sequence[File], text: str) -> bool:
    """Add what came with a question, and ask it alone from now on; return whether the question may be asked.

    One that came with a file that cannot be used is not asked: it would be answered without it. What came without a
    question is summarised.
    """
    unpacked = _unpacked(files)
    added = _added(unpacked)
    if added:
        state.set_documents([one.document.policy.id for one in added])
    if len(added) == len(unpacked):
        if not text:
            state.ask_next(say(SUMMARISE))
        return True
    if text:
        st.warning(say("Your question was not asked, because a document that came with it could not be added."))
        st.button(say("Ask it without the document"), key="without", on_click=state.ask_next, args=(text,))
    return False


def _unpacked(files: Sequence[File]) -> list[Unpacked]:
    """Return the files, those of zips by themselves; one that cannot be unpacked says why."""
    unpacked: list[Unpacked] = []
    for name, data in files:
        try:
            unpacked += [(file.name, file.error or file.data) for file in files_of(data, name)]
        except AssistantError as error:
            unpacked.append((name, error))
    return unpacked


def _put(
    place: DeltaGenerator, file: Unpacked, replacing: str, *, shared: bool, details: Details | None
) -> Added | None:
    name, data = file
    place.progress(0.0, text=say("Reading {name}", name=plain(name)))
    try:
        if isinstance(data, AssistantError):
            raise data
        return add_document(data, name, replacing, shared=shared, details=details)
    except AssistantError as error:
        place.error(plain(_named(name, str(error))))
        return None


def _indexed(put: dict[DeltaGenerator, Added]) -> list[Added]:
    """Build the index for what was put into the library, and say of each what became of it."""

    def show(stage: str, done: int, total: int) -> None:
        counted = say("{stage}: {done} of {total}", stage=say(stage), done=f"{done:,}", total=f"{total:,}")
        for place, added in put.items():
            place.progress(done / max(total, 1), text=f"{plain(added.document.name)} · {counted}")

    try:
        indexed = index_documents(list(put.values()), show)
    except AssistantError as error:
        for place, added in put.items():
            place.error(plain(_named(added.document.name, str(error))))
        return []
    for place, added in zip(put, indexed, strict=True):
        with place.container():
            _told(added)
    return indexed


def _named(name: str, message: str) -> str:
    """Describe which of several files is meant, where the message does not."""
    return message if name in message else f"{name}: {message}"


def _told(added: Added) -> None:
    policy = added.document.policy
    published = policy.life.published
    when = f" ({plain(day(published))})" if published else ""
    st.success(say("{title} can be asked about now.", title=f"{plain(policy.title)}{when}"))
    for warning in added.warnings:
        st.caption(plain(warning))
