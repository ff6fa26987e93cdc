"""Exporting answers: a menu below an answer that saves it as a file, or copies it with its sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from assistant.answers.archive import Record
from assistant.exporting import exported, file_name
from assistant.exporting.plain import plain_text
from assistant.exporting.words import Words
from ui.components.chat.copy import copy_button
from ui.language import day, foreign, say, told

FILES = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "md": ("Markdown", "text/markdown"),
    "json": ("JSON", "application/json"),
}


def written_here() -> Words:
    """Return the words of an export in the reader's language."""
    return Words(say, day, told, str) if foreign() else Words(say, day, told)


def carry(read: Callable[[], Sequence[Record]], title: str, key: str, label: str = "") -> None:
    """Draw the menu for a conversation; its records (oldest first) are read when it is opened, a file on a click."""
    opened = st.popover(
        label or say("Export"),
        key=f"carry-{key}",
        icon=":material/ios_share:",
        type="tertiary",
        on_change="rerun",
    )
    if not opened.open:
        return
    records = tuple(read())
    with opened:
        copy_button(say("Copy with sources"), plain_text(records, title, written_here()), f"copy-all-{key}")
        st.caption(say("Save it with its sources and the record of how it was made:"))
        with st.container(horizontal=True, gap="xsmall"):
            for kind, (name, mime) in FILES.items():
                st.download_button(
                    name,
                    partial(exported, records, title, kind, written_here()),
                    file_name=file_name(title, kind),
                    mime=mime,
                    key=f"{kind}-{key}",
                    on_click="ignore",
                )
