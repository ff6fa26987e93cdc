"""Uploading: files go into the library together, each with a bar and then a line of what became of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corpus.errors import AssistantError
from corpus.library import Added
from ui.components.prose import plain
from ui.language import day, say
from ui.services import add_document, index_documents

File = tuple[str, bytes]  # name and content


def upload(files: Sequence[File], replacing: str = "") -> list[Added]:
    """Put files into the library, and give what was added; one that cannot be used says why, and stops no other.

    The index is built once for all of them: five small files, built one by one, took 33 s. `replacing` is the id of
    the document that a single file takes the place of.
    """
    places = [st.empty() for _ in files]
    for place, (name, _) in zip(places, files, strict=True):
        place.progress(0.0, text=say("{name} waits for its turn", name=plain(name)))
    put = {}
    for place, file in zip(places, files, strict=True):
        if (added := _put(place, file, replacing)) is not None:
            put[place] = added
    return _indexed(put) if put else []


def _put(place: DeltaGenerator, file: File, replacing: str) -> Added | None:
    name, data = file
    place.progress(0.0, text=say("Reading {name}", name=plain(name)))
    try:
        return add_document(data, name, replacing)
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
    """Say which of several files is meant, where the message does not."""
    return message if name in message else f"{name}: {message}"


def _told(added: Added) -> None:
    policy = added.document.policy
    published = policy.life.published
    when = f" ({plain(day(published))})" if published else ""
    st.success(say("{title} can be asked about now.", title=f"{plain(policy.title)}{when}"))
    for warning in added.warnings:
        st.caption(plain(warning))
