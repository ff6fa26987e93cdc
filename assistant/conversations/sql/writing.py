"""Texts and records as the store keeps them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from assistant.answers.archive import Asked
from assistant.answers.records import Answer, Question, Statement

TITLE = 200  # characters
PARSED = 256  # answers kept read, some .2 MB each: a page draws its conversation anew at every click

_QUESTION, _ASKED = TypeAdapter(Question), TypeAdapter(Asked)
_STATEMENT, _ANSWER = TypeAdapter(Statement), TypeAdapter(Answer)


def clean(text: str) -> str:
    """Replace what no database keeps: half characters become `?`, and NUL goes."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def line(text: str, most: int = TITLE) -> str:
    """Return a text as one line of at most so many characters."""
    words = " ".join(clean(text).split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def question_json(question: Question) -> str:
    """Write a question."""
    return written(_QUESTION, question)


def asked_json(asked: Asked) -> str:
    """Write the settings of an answer."""
    return written(_ASKED, asked)


def statement_json(statement: Statement) -> str:
    """Write a statement."""
    return written(_STATEMENT, statement)


def answer_json(answer: Answer) -> str:
    """Write an answer."""
    return written(_ANSWER, answer)


def read_question(text: str) -> Question:
    """Read what `question_json` wrote."""
    return _QUESTION.validate_json(text)


def read_asked(text: str) -> Asked:
    """Read what `asked_json` wrote."""
    return _ASKED.validate_json(text)


def read_statement(text: str) -> Statement:
    """Read what `statement_json` wrote."""
    return _STATEMENT.validate_json(text)


@lru_cache(maxsize=PARSED)
def read_answer(text: str) -> Answer:
    """Read what `answer_json` wrote."""
    return _ANSWER.validate_json(text)


def searched(question: Question, statements: Sequence[Statement] = (), refusal: str | None = None) -> str:
    """Return the words by which an exchange can be found."""
    return clean("\n".join([question.text, *(statement.text for statement in statements), refusal or ""]).strip())


def hashed(token: str) -> str:
    """Return the SHA-256 of a link's token, which is all that is kept of it."""
    return hashlib.sha256(clean(token).encode()).hexdigest()


def written(adapter: TypeAdapter[Any], record: object) -> str:
    """Write a record as JSON that every database keeps."""
    try:
        return adapter.dump_json(record).decode()
    except PydanticSerializationError:
        # Half a character of a pair is in it, which a model's JSON can hold and UTF-8 cannot.
        return clean(json.dumps(adapter.dump_python(record), ensure_ascii=False, default=_day))


def _day(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()
