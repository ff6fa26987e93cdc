"""The numbers that a browser shows before the items of ordered lists: start, type, reversed and value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

LARGEST = 2**31 - 1  # where browsers stop counting
ROMAN_LIMIT = 3_999  # larger numbers have no Roman form, and browsers write them in digits
_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,10})(?![0-9])")  # of more digits no browser makes a number
_STYLES = {"a": "a", "A": "A", "i": "i", "I": "I", "1": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
           "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": ""}  # fmt: skip
_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Count:
    """The count of one ordered list while its items are read."""

    element: etree._Element
    _step: int = field(init=False)
    _next: int = field(init=False)
    last: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Begin where the list says."""
        back = self.element.get("reversed") is not None
        self._step = -1 if back else 1
        first = sum(child.tag == "li" for child in self.element) if back else 1
        self._next = _integer(self.element.get("start"), first)

    def label(self, item: etree._Element) -> str:
        """Return the number of the next item: `3.`, or `(c)` and `(iii)`, as provisions are cited."""
        number = _integer(item.get("value"), self._next)
        self._next = number + self._step
        self.last = number
        styled = _TYPE.search(item.get("style") or "") or _TYPE.search(self.element.get("style") or "")
        kind = item.get("type") or self.element.get("type") or (styled.group(1).lower() if styled else "1")
        shown = written(number, _STYLES.get(kind, "1"))
        return f"{shown}." if shown.lstrip("-").isdigit() else f"({shown})" if shown else ""


def written(number: int, kind: str) -> str:
    """Return a number in a form: `1` digits, `a` and `A` letters, `i` and `I` Roman, or none."""
    if not kind:
        return ""
    if kind in {"a", "A"} and number > 0:
        text = ""
        while number:
            number, letter = divmod(number - 1, 26)
            text = chr(ord(kind) + letter) + text
        return text
    if kind in {"i", "I"} and 0 < number <= ROMAN_LIMIT:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if kind == "I" else text
    return str(number)


def _integer(text: str | None, otherwise: int) -> int:
    match = _INTEGER.match(text or "")
    return otherwise if match is None else max(-LARGEST, min(LARGEST, int(match.group(1))))
