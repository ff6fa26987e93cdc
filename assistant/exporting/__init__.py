"""Exporting a conversation as DOCX, PDF, Markdown or JSON, with sources and the record of each answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from assistant.answers.archive import Record
from assistant.exporting.words import ENGLISH, Words
from corpus.errors import InputError
from corpus.files import write_whole

Writer = Callable[[Sequence[Record], str, Words], bytes]
LONGEST = 60  # characters: 255 bytes are the most that file systems take, and a Chinese one has three
# The modules that write each kind, by a function of the same name; their libraries take half a second to import.
WRITERS = {"docx": "docx", "pdf": "pdf", "md": "markdown", "json": "json"}


def kind_of(path: Path) -> str:
    """Return the kind of file that a name asks for; raise InputError for one that cannot be written."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in WRITERS:
        kinds = ", ".join(f".{name}" for name in WRITERS)
        raise InputError(f"{path} cannot be written: let the name end in one of {kinds}.")
    return kind


def file_name(title: str, kind: str) -> str:
    """Return a name for the file of a conversation that every system takes, made of the words of its title."""
    words = re.findall(r"\w+", title[:LONGEST])
    return f"{'-'.join(words)[:LONGEST] or 'answer'}.{kind}"


def exported(records: Sequence[Record], title: str, kind: str, words: Words = ENGLISH) -> bytes:
    """Return a conversation, oldest record first, as the bytes of a file; `kind` is a key of `WRITERS`."""
    name = WRITERS[kind]
    write: Writer = getattr(import_module(f"{__name__}.{name}"), name)
    return write(records, title, words)


def save(records: Sequence[Record], title: str, path: Path) -> None:
    """Write a conversation to a file, whole or not at all; raise InputError for a name of another kind."""
    write_whole(path, exported(records, title, kind_of(path)))
