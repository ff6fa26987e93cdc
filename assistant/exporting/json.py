"""The JSON export: one record as it is archived, or a conversation of several under its title; both are read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from assistant.answers.archive import Record, from_json, to_json
from assistant.exporting.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as a file holds it; its records are objects as `archive.to_json` writes them."""

    title: str
    records: tuple[Record, ...]


_CONVERSATION = TypeAdapter(Conversation)


def json(records: Sequence[Record], title: str, _words: Words = ENGLISH) -> bytes:
    """Write one record as `archive.to_json` does, several as an object with title and records."""
    if len(records) == 1:
        return to_json(records[0]).encode()
    return _CONVERSATION.dump_json(Conversation(title, tuple(records)), indent=2)


def read(data: bytes) -> tuple[Record, ...]:
    """Return the records of what `json` wrote; raise InputError for anything else."""
    try:
        records = _CONVERSATION.validate_json(data).records
    except ValidationError:
        return (from_json(data),)  # says what is wrong where it is no record either
    return tuple(from_json(to_json(record)) for record in records)  # a later version is refused
