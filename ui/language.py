"""The interface's language: every sentence that the page itself says goes through `say`."""

from __future__ import annotations


def say(text: str, /, **slots: object) -> str:
    """Give a sentence of the interface in the reader's language, with its `{slots}` filled in."""
    return text.format(**slots) if slots else text
