"""Text without half surrogate pairs, which no encoder, file or terminal accepts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


def whole(text: str) -> str:
    """Return a text with halves put together where they are a pair, and shown as U+FFFD where they are not.

    They come from escapes in JSON, and from bytes on the command line that are no UTF-8.
    """
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Whole:
    """A dataclass whose texts are whole."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Mend each text."""
        record: Any = self
        for field in fields(record):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, whole(value))
