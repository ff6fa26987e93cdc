"""Uploading: files go into the library one after the other, each with a bar and then a line of what became of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corpus.errors import AssistantError
from corpus.library import Added
from ui.components.prose import plain
from ui.language import day, say
from ui.services import add_document

File = tuple[str, bytes]  # name and content


def upload(files: Sequence[File], replacing: str = "") -> list[Added]:
    """Put files into the library, and give what was added; one that cannot be used says why, and stops no other.

    `replacing` is the id of the document that a single file takes the place of.
    """
    places = [st.empty() for _ in files]
    for place, (name, _) in zip(places, files, strict=True):
        place.progress(0.0, text=say("{name} waits for its turn", name=plain(name)))
    put = [_put(place, file, replacing) for place, file in zip(places, files, strict=True)]
    return [added for added in put if added is not None]


def _put(place: DeltaGenerator, file: File, replacing: str) -> Added | None:
    name, data = file

    def show(stage: str, done: int, total: int) -> None:
        counted = say("{stage}: {done} of {total}", stage=say(stage), done=f"{done:,}", total=f"{total:,}")
        place.progress(done / max(total, 1), text=f"{plain(name)} · {counted}")

    place.progress(0.0, text=say("Reading {name}", name=plain(name)))
    try:
        added = add_document(data, name, show, replacing)
    except AssistantError as error:
        place.error(plain(_named(name, str(error))))
        return None
    with place.container():
        _told(added)
    return added


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
