"""Locators: the place of a provision as people cite it, and the ids made from it.

A label that begins with a parenthesis, such as `(1)(b)`, is a path below the nearest labelled heading; any other
label names a place of its own, such as `Recital 12`, `¶2` or `para 5.3(a)`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

QUOTED = ", quoted"  # stands between the place in an amending act and the place in the text that it inserts

_STEP = re.compile(rf"\([^()\s]+\)|{QUOTED}")
_LABEL = re.compile(rf"(.*?)((?:\([^()\s]+\)|{QUOTED} (?=\())*)", re.DOTALL)


def parse_label(label: str) -> tuple[str, tuple[str, ...]]:
    """Part a label into the place that it names itself, or nothing, and its path: `para 5.3(a)` has `(a)`."""
    match = _LABEL.fullmatch(label)
    return (label, ()) if match is None else (match.group(1), tuple(_STEP.findall(match.group(2))))


def cite(base: str, first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """Cite the provision with the path `first` below `base`, or the range from it to `last`: `Article 36(1)(a)-(c)`."""
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    rest = last[shared:]
    return f"{base}{_written(first)}-{_written(rest)}" if rest else f"{base}{_written(first)}"


def slug(text: str) -> str:
    """Return a locator in lower-case letters and digits with single hyphens: `Article 36(1)(b)` is `article-36-1-b`.

    The sign of a section is written as its name: `§ 4` is `sec-4`.
    """
    return re.sub(r"[\W_]+", "-", text.replace("¶", "p").replace("§", "sec-").lower()).strip("-")


class Ids:
    """Makes the passage ids of one policy; a slug that was given before gets `~2`, `~3` and so on."""

    def __init__(self, policy_id: str) -> None:
        """Name the policy."""
        self._policy_id = policy_id
        self._given: Counter[str] = Counter()

    def make(self, place: str) -> str:
        """Return the next id for a locator."""
        name = slug(place) or "text"
        self._given[name] += 1
        repeat = f"~{self._given[name]}" if self._given[name] > 1 else ""
        return f"{self._policy_id}#{name}{repeat}"


def _written(path: Sequence[str]) -> str:
    text = ""
    for step in path:
        text += f" {step}" if text.endswith(QUOTED) else step
    return text
