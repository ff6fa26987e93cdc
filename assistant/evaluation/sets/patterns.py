"""The patterns of key facts: words, or a `/regular expression/` whose running time is bounded. Case is ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Self

import regex

LONGEST = 1.0  # seconds of one search: a millionfold of what a sound pattern takes
# What a repeat unrolls to is compiled, in time and memory: these are compiled in a second, within some 100 MB.
MOST_CHARACTERS = 2_000
MOST_NESTED = 50
MOST_PARTS = 20_000
TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d*)(?:,(\d*))?\}|.", re.DOTALL)


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
            _check(text[1:-1])
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
        """Return whether the pattern is found; raise TimeoutError where it tries for longer than a second."""
        if self.regular:
            return self.compiled.search(text, timeout=LONGEST) is not None
        return self.compiled.search(text) is not None


def _check(pattern: str) -> None:
    """Raise ValueError for a regular expression that nests too deep or unrolls to too much to be compiled."""
    if len(pattern) > MOST_CHARACTERS:
        raise ValueError(f"it has {len(pattern):,} characters and may have {MOST_CHARACTERS:,}")
    groups, last = [0], 0  # the parts of each group that is open, and of what a repeat would repeat
    for token in TOKEN.finditer(pattern):
        match token[0]:
            case "(":
                groups, last = [*groups, 0], 0
            case ")" if len(groups) > 1:
                last = groups.pop()
                groups[-1] += last
            case text if token[1] or token[2]:
                times = max(int(part[:9] or 0) for part in (token[1], token[2] or ""))
                groups[-1] += last * (times - 1) if times else len(text)
                last *= max(times, 1)
            case _:
                groups[-1] += 1
                last = 1
        if len(groups) > MOST_NESTED:
            raise ValueError(f"it nests deeper than {MOST_NESTED} groups")
        if sum(groups) > MOST_PARTS:
            raise ValueError("it repeats too much: write {1,} or + for any number")


def is_plain(text: str) -> bool:
    """Return whether a pattern is words, and no `/regular expression/`."""
    return not (len(text) > 2 and text.startswith("/") and text.endswith("/"))
