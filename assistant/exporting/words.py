"""The words of an export: English here, and another language through the functions that the page passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.answers.naming import with_article
from corpus.language.dates import written_day

Say = Callable[..., str]


def english(text: str, /, **slots: object) -> str:
    """Return a sentence with its `{slots}` filled in."""
    return text.format(**slots) if slots else text


@dataclass(frozen=True, slots=True)
class Words:
    """How an export says its own sentences, labels and days, what the assistant told, and titles."""

    say: Say = english
    day: Callable[[date], str] = written_day
    told: Callable[[str], str] = english
    titled: Callable[[str], str] = with_article


ENGLISH = Words()
