"""What went wrong with a chat model: each provider's errors as one of ours, in words for a reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from langchain_core.exceptions import ContextOverflowError

from corpus.errors import AssistantError


class Failure(StrEnum):
    """The kinds of failure of a chat model."""

    TIMEOUT = "timeout"
    RATE_LIMIT = "rate limit"
    QUOTA = "quota"
    REFUSED = "refused"
    REDIRECT = "redirect"
    SERVER = "server"
    CUT = "cut"
    EMPTY = "empty"
    MALFORMED = "malformed"
    FILTERED = "filtered"
    TOO_LONG = "too long"
    REQUEST = "request"
    UNKNOWN_MODEL = "unknown model"
    KEY = "key"
    MISSING_PACKAGE = "missing package"
    BUDGET = "budget"
    BREAKER = "breaker"


# Asking again may help, and it is the provider's health that failed, not what was asked.
PASSING = frozenset(
    {Failure.RATE_LIMIT, Failure.REFUSED, Failure.SERVER, Failure.CUT, Failure.EMPTY, Failure.MALFORMED}
)
ILL = PASSING - {Failure.EMPTY} | {Failure.TIMEOUT}
# The provider did no work, so it asks for no money.
FREE = frozenset(
    {Failure.RATE_LIMIT, Failure.QUOTA, Failure.REFUSED, Failure.SERVER, Failure.TOO_LONG, Failure.REQUEST}
    | {Failure.UNKNOWN_MODEL, Failure.KEY, Failure.REDIRECT}
)

SAID: dict[Failure, str] = {
    Failure.TIMEOUT: "the model did not answer in time",
    Failure.RATE_LIMIT: "the model's provider answers no more questions for now (rate limit)",
    Failure.QUOTA: "the account at the model's provider has no credit left",
    Failure.REFUSED: "the model's server could not be reached",
    Failure.REDIRECT: "the model's server sends questions on to another address, which is not followed",
    Failure.SERVER: "the model's server failed",
    Failure.CUT: "the model's answer broke off",
    Failure.EMPTY: "the model's answer was empty",
    Failure.MALFORMED: "the model's answer could not be read",
    Failure.FILTERED: "the model's provider withheld the answer (content filter)",
    Failure.TOO_LONG: "the question with its passages is too long for the model",
    Failure.REQUEST: "the model's server does not take the request",
    Failure.UNKNOWN_MODEL: "the model's server does not know the model",
    Failure.KEY: "the model's server refused the key",
}


class ModelFailedError(AssistantError):
    """A chat model gave no answer, or no whole one.

    The message is in words for a note, `kind` says what failed, and `wait` after how many seconds the provider asks
    to be called again, where it said so.
    """

    def __init__(self, message: str, kind: Failure, wait: float | None = None) -> None:
        """Take the words and the kind."""
        super().__init__(message)
        self.kind = kind
        self.wait = wait


STATUSES = {
    401: Failure.KEY,
    402: Failure.QUOTA,
    403: Failure.KEY,
    404: Failure.UNKNOWN_MODEL,
    408: Failure.TIMEOUT,
    413: Failure.TOO_LONG,
    429: Failure.RATE_LIMIT,
    504: Failure.TIMEOUT,
}
TOO_LONG = re.compile(
    r"context.?(length|window|size|limit)|(prompt|input|request) is too long|too many (input )?tokens"
    r"|exceeds? the (maximum|available|configured)[^.]{0,40}(tokens|context|limit)",
    re.IGNORECASE,
)
NO_CREDIT = re.compile(r"insufficient_quota|credit balance|billing", re.IGNORECASE)
NAMED = {  # errors of the libraries underneath that carry no status
    "ContentFilterFinishReasonError": Failure.FILTERED,
    "OpenAIRefusalError": Failure.FILTERED,
    "LengthFinishReasonError": Failure.CUT,
    "RemoteProtocolError": Failure.CUT,
    "ReadError": Failure.CUT,
    "IncompleteRead": Failure.CUT,
    "ClientPayloadError": Failure.CUT,
    "ServerDisconnectedError": Failure.CUT,
    "ConnectionResetError": Failure.CUT,
    "BrokenPipeError": Failure.CUT,
    "NotImplementedError": Failure.REQUEST,  # LangChain's, of a model without structured answers
}
UNREADABLE = (json.JSONDecodeError, ValueError, KeyError, TypeError, AttributeError, IndexError)


def failure_of(error: BaseException) -> ModelFailedError:
    """Turn any error of a provider's library into ours: by HTTP status where there is one, else by what it is."""
    causes = list(_causes(error))
    if ours := next((cause for cause in causes if isinstance(cause, ModelFailedError)), None):
        return ours
    status = next((number for cause in causes if (number := _status(cause))), None)
    kind = _kind_of_answer(status, causes) if status else _kind_of_error(causes)
    said = SAID[kind] + (f" ({status})" if status and kind in {Failure.SERVER, Failure.REQUEST} else "")
    return ModelFailedError(said, kind, next((wait for cause in causes if (wait := _retry_after(cause))), None))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _status(cause: BaseException) -> int | None:
    """Return the HTTP status that an error carries: OpenAI, Anthropic, Ollama and Google each have their attribute."""
    response = getattr(cause, "response", None)
    for number in (
        getattr(cause, "status_code", None),
        getattr(response, "status_code", None),
        getattr(cause, "code", None),
    ):
        if isinstance(number, int) and 400 <= number < 600:
            return number
    return None


def _kind_of_answer(status: int, causes: list[BaseException]) -> Failure:
    if any(isinstance(cause, ContextOverflowError) for cause in causes):
        return Failure.TOO_LONG
    words = " ".join(f"{cause} {getattr(cause, 'body', '')}" for cause in causes)
    if status in {402, 429} and NO_CREDIT.search(words):
        return Failure.QUOTA
    if status in {400, 422, 500} and TOO_LONG.search(words):
        return Failure.TOO_LONG
    return STATUSES.get(status, Failure.SERVER if status >= 500 else Failure.REQUEST)


def _kind_of_error(causes: list[BaseException]) -> Failure:
    names = [type(cause).__name__ for cause in causes]
    if any(isinstance(cause, ContextOverflowError) or TOO_LONG.search(str(cause)) for cause in causes):
        return Failure.TOO_LONG
    if named := [NAMED[name] for name in names if name in NAMED]:
        return named[0]
    if any("Timeout" in name for name in names):
        return Failure.TIMEOUT
    if any("Connect" in name for name in names) or any(isinstance(cause, OSError) for cause in causes):
        return Failure.REFUSED
    if isinstance(causes[0], UNREADABLE):
        return Failure.MALFORMED
    return Failure.SERVER


def _retry_after(cause: BaseException) -> float | None:
    """Return the seconds of a Retry-After header, which holds seconds or a date."""
    headers: Any = getattr(getattr(cause, "response", None), "headers", None) or {}
    value = str(headers.get("retry-after", ""))
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # no header, or no date in it: the provider named no time
        return None
