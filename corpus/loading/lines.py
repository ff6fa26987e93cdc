"""The lines of a PDF: text with its place and size on the page, in the order of the page's content."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

from pypdf import PageObject

from corpus.loading.cleaning import clean, hide

# pypdf reports every small fault of a file there, a thousand lines for some; what matters comes as an exception.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

LETTER = 0.55  # the mean width of a letter as a share of the font size
TINY = 1.5  # points: nobody reads letters of half a millimetre
MARK = 0.75  # a number below this share of its line's size is the mark of a footnote

_MARK = "\x00"  # no text has this after cleaning
_MARKS = re.compile(r"\s?\(\s*\x00\s*\)|\x00")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line in one font; `x` and `y` are points from the lower left corner, `size` is in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    rotated: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `page` counts from 1, `x` and `y` are those of its first words."""

    fragments: tuple[Fragment, ...]
    page: int
    text: str = field(init=False)
    x: float = field(init=False)
    y: float = field(init=False)
    size: float = field(init=False)
    bold: bool = field(init=False)
    rotated: bool = field(init=False)

    def __post_init__(self) -> None:
        """Read the line's own values off its fragments: all words bold, the size of the longest."""
        inked = [part for part in self.fragments if part.text.strip()] or list(self.fragments)
        longest = max(inked, key=lambda part: len(part.text))
        values: dict[str, Any] = {
            "text": " ".join("".join(part.text for part in self.fragments).split()),
            "x": inked[0].x,
            "y": inked[0].y,
            "size": longest.size,
            "bold": longest.bold,
            "rotated": longest.rotated,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)


def replace_text(line: Line, text: str) -> Line:
    """Give the line with other words at its place."""
    if text == line.text:
        return line
    return Line((Fragment(text, line.x, line.y, line.size, line.bold, line.rotated),), line.page)


def page_lines(page: PageObject, number: int, found: Counter[str]) -> list[Line]:
    """Give the lines of a page that have any text; hidden characters are taken out and counted in `found`."""
    lines: list[Line] = []
    fragments: list[Fragment] = []
    tiny: list[str] = []  # white text stays: the heads of tables are white on a colour

    def end_line() -> None:
        if any(fragment.text.strip() for fragment in fragments):
            lines.append(Line(tuple(fragments), number))
        fragments.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: dict[str, Any] | None, size: float) -> None:
        first, *rest = clean(text, found).split("\n")
        fragment = _placed(first, cm, tm, font, size)
        if 0 < fragment.size < TINY:
            tiny.append(text)
            fragment, rest = replace(fragment, text=""), [""] * len(rest)
        fragments.append(fragment)
        for part in rest:
            end_line()
            fragments.append(replace(fragment, text=part))

    page.extract_text(visitor_text=visit)
    end_line()
    hide(" ".join(tiny), found)
    return _mended(lines)


def _placed(text: str, cm: Sequence[float], tm: Sequence[float], font: dict[str, Any] | None, size: float) -> Fragment:
    """Put a text where its matrix and the page's say; text turned by 90 degrees reads as if it were upright."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    along = (tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3])
    across = (tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
    rotated = abs(along[0]) < abs(along[1])
    bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
    if rotated:
        x, y = y, -x
    return Fragment(text, x, y, size * hypot(*across), bold, rotated)


def _mended(lines: Sequence[Line]) -> list[Line]:
    """Join lines that pypdf broke within a word, and take the raised marks of footnotes out."""
    mended: list[Line] = []
    for line in lines:
        before = mended[-1] if mended else None
        if before is not None and _goes_on(before, line):
            mended[-1] = Line((*before.fragments, *line.fragments), line.page)
        else:
            mended.append(line)
    return [_without_marks(line) for line in mended]


def _goes_on(before: Line, line: Line) -> bool:
    last = before.fragments[-1]
    end = last.x + len(last.text.rstrip()) * LETTER * last.size
    touches = abs(line.x - end) < 0.6 * last.size
    return abs(line.y - before.y) < 1 and line.x > before.x and touches and not line.fragments[0].text.startswith(" ")


def _without_marks(line: Line) -> Line:
    """Take out raised numbers with the parentheses around them, but not the one that a footnote begins with."""
    text = ""
    for part in line.fragments:
        is_raised = part.size < MARK * line.size and part.y > line.y + 1
        is_mark = is_raised and part.text.strip().isdigit() and text.strip(" (") and not text[-1:].isdigit()
        text += _MARK if is_mark else part.text
    return replace_text(line, " ".join(_MARKS.sub("", text).split())) if _MARK in text else line
