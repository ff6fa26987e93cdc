"""Where a law's XML stands while it is read: the locator that its numbers make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.language.locators import QUOTED

_CORE = re.compile(r"(\d+[A-Za-z]{0,5}(?:[.–-]\d*[A-Za-z]{0,3}\d*)*|\b[IVXLC]+[A-Z]?\b|\b[A-Z]\b)\W*\Z")
_STEP = re.compile(r"[\w.]*\w")
_NAMED = re.compile(r"\W*([^\W\d_]{3,})\W+(\d+[A-Za-z]{0,3}|[IVXLC]+[A-Z]?|[A-Z])\b")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a paragraph: `base` and `path` make its locator, `outer` is where the text that quotes it stands.

    `within` is the schedule or annex around it; `depth` counts the headings above from 1; `attributes` say its life.
    """

    depth: int = 1
    within: str = ""
    base: str = ""
    path: str = ""
    outer: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The locator, whole: `Section 4(1)(a)`, `Sec. 2, quoted (B)(i)`."""
        own = f"{self.base}{self.path}"
        if not self.outer:
            return own
        return f"{self.outer}{QUOTED} {own}" if own else self.outer

    def below(self, base: str, *, within: str = "") -> Place:
        """Return the place below a heading with this name, which may be none."""
        around = within or self.within
        return replace(self, depth=self.depth + 1, within=around, base=base or self.base, path="")

    def step(self, number: str) -> Place:
        """Return the place one step further, by the number as it is written: `(1)`, `1.`, `“(B)`."""
        token = step_of(number)
        return replace(self, path=f"{self.path}({token})") if token else self

    def quoting(self) -> Place:
        """Return the place at the beginning of a text that is inserted into another one."""
        return replace(self, outer=self.label, within="", base="", path="")


def step_of(number: str) -> str:
    """Return the bare number of a step: `1` of `1.`, `(1)` and `“(1)`; nothing for a dash."""
    match = _STEP.search(number)
    return match.group(0).replace(".", "-") if match and len(match.group(0)) <= 12 else ""


def number_of(number: str, value: str = "") -> str:
    """Return the bare number of a provision: `12A` of `12A.`, `4` of `Section 4.`, `1` of `Art. 1`."""
    match = _CORE.search(number)
    if match:
        return match.group(1).rstrip(".–-")
    return value if re.fullmatch(r"[\w.-]{1,12}", value) else ""


def division_of(number: str, name: str) -> str:
    """Return what a division is called: `Part I` of that or of `PART I—`, `Chapter 2` of `2`; else nothing."""
    if match := _NAMED.match(number):
        return f"{match.group(1).capitalize()} {match.group(2)}"
    core = number_of(number)
    return f"{name.capitalize()} {core}" if core and name.isalpha() else ""
