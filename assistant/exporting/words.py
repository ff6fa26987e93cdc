"""The words of an export: English here, and in another language by the functions that a page gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.answers.naming import with_article

Say = Callable[..., str]


def english(text: str, /, **slots: object) -> str:
    """Return a sentence with its `{slots}` filled in."""
    return text.format(**slots) if slots else text


def english_day(when: date) -> str:
    """Return a day as people write it: `11 February 2026`."""
    return f"{when.day} {when:%B %Y}"


@dataclass(frozen=True, slots=True)
class Words:
    """How an export says its own sentences, labels and days, what the assistant told, and titles."""

    say: Say = english
    day: Callable[[date], str] = english_day
    told: Callable[[str], str] = english
    titled: Callable[[str], str] = with_article


ENGLISH = Words()
