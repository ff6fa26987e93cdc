"""The record of an answer: the question, its settings and the answer, to be read and repeated later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from assistant.answers.records import Answer, Question
from assistant.settings import Settings
from corpus.errors import InputError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The settings that an answer was made under: passages looked at, whether a model was wanted, and how strictly.

    `encoder`, `ranking` and `reranker` are names, of a folder its last part; all three are empty in older records.
    """

    top_k: int
    model: bool
    strict: bool
    encoder: str = ""
    ranking: str = ""
    reranker: str = ""

    @classmethod
    def under(cls, settings: Settings) -> Asked:
        """Return what an answer under these settings is made under."""
        named = (Path(one).name for one in (settings.encoder, settings.ranking, settings.reranker))
        return cls(settings.top_k, bool(settings.model), settings.strict, *named)


@dataclass(frozen=True, slots=True)
class Record:
    """One answer with everything that made it; `at` has a time zone, `id` is unique in its installation."""

    id: str
    at: datetime
    question: Question
    asked: Asked
    answer: Answer
    version: int = VERSION


_RECORD = TypeAdapter(Record)


def recorded(question: Question, settings: Settings, answer: Answer) -> Record:
    """Make the record of an answer that was just given under these settings, with a new id."""
    return Record(uuid4().hex, datetime.now().astimezone(), question, Asked.under(settings), answer)


def to_json(record: Record) -> str:
    """Write a record as one JSON object, indented, with every character as it is."""
    return _RECORD.dump_json(record, indent=2).decode()


def from_json(text: str | bytes) -> Record:
    """Read what `to_json` wrote; raise InputError for anything else and for a record of a later version."""
    try:
        record = _RECORD.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InputError(
            f"This is not a record of an answer: {where}: {first['msg']}. Export it again as JSON."
        ) from error
    if record.version > VERSION:
        raise InputError(f"This record has version {record.version} and {VERSION} is known: update the assistant.")
    return record
