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


def locator(base: str, paths: Sequence[tuple[str, ...]]) -> str:
    """Cite the provisions with these paths below `base`: one, or a range from the first to the last.

    A provision with everything below it is cited by itself: the caller passes only its own path then.
    """
    first, last = paths[0], paths[-1]
    start = base + _written(first)
    if last[: len(first)] == first:
        if last == first:
            return start
        first = next(path for path in paths if len(path) > len(first))
        start = base + _written(first)
    if first == last:
        return start
    shared = next(
        (depth for depth, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]),
        min(len(first), len(last)),
    )
    rest = last[shared:]
    return f"{start}-{_written(rest).lstrip()}" if rest else start


def slug(text: str) -> str:
    """Give a locator in lower-case letters and digits with single hyphens: `Article 36(1)(b)` is `article-36-1-b`."""
    return re.sub(r"[\W_]+", "-", text.replace("¶", "p").lower()).strip("-")


class Ids:
    """Makes the passage ids of one policy; a slug that was given before gets `~2`, `~3` and so on."""

    def __init__(self, policy_id: str) -> None:
        """Name the policy."""
        self._policy_id = policy_id
        self._given: Counter[str] = Counter()

    def make(self, place: str) -> str:
        """Give the next id for a locator."""
        name = slug(place) or "text"
        self._given[name] += 1
        repeat = f"~{self._given[name]}" if self._given[name] > 1 else ""
        return f"{self._policy_id}#{name}{repeat}"


def _written(path: Sequence[str]) -> str:
    text = ""
    for step in path:
        text += f" {step}" if text.endswith(QUOTED) else step
    return text
