"""Errors for programs: a status and one line that says what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from pydantic import BaseModel, ValidationError

from corpus.errors import AssistantError, IndexMissingError

LONGEST = 500  # characters of a message: what was sent is not sent back whole


class ProblemError(Exception):
    """Something that a program is told: an HTTP status, a line, and a word that programs can tell it by."""

    def __init__(self, status: int, message: str, code: str, headers: dict[str, str] | None = None) -> None:
        """Take the status, the line, the word and further headers of the reply, such as when to come again."""
        super().__init__(one_line(message))
        self.status = status
        self.code = code
        self.headers = headers or {}

    @property
    def body(self) -> dict[str, object]:
        """The reply, in the form that clients of OpenAI's protocol read."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        return {"error": {"message": str(self), "type": kind, "code": self.code, "param": None}}


def problem(error: AssistantError) -> ProblemError:
    """Return what a program is told of an error that a user could mend."""
    if isinstance(error, IndexMissingError):
        return ProblemError(503, str(error), "no_index")
    return ProblemError(400, str(error), "bad_input")


def refused(error: ValidationError, model: type[BaseModel]) -> ProblemError:
    """Return what is said about the first thing that is wrong with what was sent."""
    # Where one of several forms could be meant, what went furthest into one of them tells most.
    first = max(error.errors(include_url=False), key=lambda one: len(one["loc"]))
    where = ".".join(str(part) for part in first["loc"] if first["type"] == "extra_forbidden" or _is_field(part))
    said = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        taken = [field.alias or name for name, field in model.model_fields.items()]
        return ProblemError(400, f"{where} is not known here{nearest(where, taken)}", "unknown_field")
    said = said if said.endswith((".", "?")) else f"{said}."
    return ProblemError(400, f"{where}: {said}" if where else said, "bad_input")


def _is_field(part: int | str) -> bool:
    """Return whether a part of a place was written by who sent it, and is no name of ours for a form."""
    return isinstance(part, int) or re.fullmatch(r"[a-z]+(?:_[a-z]+)*", part) is not None


def nearest(word: str, known: Sequence[str]) -> str:
    """Return words that name the nearest of what is known, or all where it is short and none is near."""
    close = difflib.get_close_matches(word, known, n=1)
    return f": did you mean {close[0]}?" if close else f": one of {', '.join(known)}."


def one_line(message: str) -> str:
    """Return a message as one line of bounded length, with half characters made whole."""
    line = " ".join(message.encode("utf-8", "replace").decode().split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."
