"""The patterns of key facts: words, or a `/regular expression/` that may not run for long. Case is ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Self

import regex

LONGEST = 1.0  # seconds of one search: a millionfold of what a sound pattern takes


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, compiled; two are equal that match the same way."""

    pattern: str
    regular: bool
    compiled: Any = field(compare=False, repr=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """Compile a pattern; raise ValueError for a regular expression that is none.

        Words that begin or end with a digit do not match inside a longer number.
        """
        if not is_plain(text):
            try:
                return cls(text[1:-1], True, regex.compile(text[1:-1], regex.IGNORECASE))
            except regex.error as error:
                raise ValueError(str(error)) from error
        plain = text.strip()
        head = r"(?<![\d.,])" if plain[:1].isdigit() else ""
        tail = r"(?![\d]|[.,]\d)" if plain[-1:].isdigit() else ""
        pattern = head + r"\s+".join(re.escape(word) for word in plain.split()) + tail
        return cls(pattern, False, re.compile(pattern, re.IGNORECASE))

    def search(self, text: str) -> bool:
        """Tell whether the pattern is found; raise TimeoutError where it tries for longer than a second."""
        if self.regular:
            return self.compiled.search(text, timeout=LONGEST) is not None
        return self.compiled.search(text) is not None


def is_plain(text: str) -> bool:
    """Tell whether a pattern is words, and no `/regular expression/`."""
    return not (len(text) > 2 and text.startswith("/") and text.endswith("/"))
