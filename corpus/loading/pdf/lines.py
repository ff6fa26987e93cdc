"""The lines of a PDF: text with its place and size on the page, in the order in which it is read."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.loading.cleaning import clean
from corpus.loading.marks import lowered, raised
from corpus.loading.pdf.drawn.ink import Run
from corpus.loading.pdf.drawn.visible import Strikes
from corpus.loading.struck import strike

# pypdf reports every small fault of a file there, a thousand lines for some; what matters comes as an exception.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MARK = 0.8  # letters below this share of their line's size, above or below its baseline, are marks
LARGEST_MARK = 0.95  # of it: browsers set them at 0.83 or 0.9, and such ones touch the word before
SHIFT = 0.12  # of the size: marks stand higher or lower than this
SMALL_CAPITALS = 0.7  # of the size of the capitals among them
NEW_LINE = 0.8  # of the smaller size: baselines further apart are two lines
IDEOGRAPH_GAP = 0.6  # of the size: a gap between Chinese letters below this is no blank

_IN_PARENTHESES = re.compile(r"\(\s*(\[note [^\]]+\])\s*\)")
_CJK = "\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BETWEEN_CJK = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_ALL_CJK = re.compile(f"[{_CJK}](?=[{_CJK}])")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line in one font; `x`, `end` and `y` are points from the lower left corner, `size` is in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    rotated: bool = False
    end: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `page` counts from 1, `x` and `y` are those of its first words.

    `cells` are those of a row of a table, each with its lines; `alone` marks what is a paragraph by itself.
    """

    fragments: tuple[Fragment, ...]
    page: int
    cells: tuple[str, ...] = ()
    alone: bool = False
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
    """Return the line with other words at its place."""
    if text == line.text:
        return line
    fragment = Fragment(text, line.x, line.y, line.size, line.bold, line.rotated, line.fragments[-1].end)
    return Line((fragment,), line.page, line.cells, line.alone)


def lines_of(runs: Iterable[Run], page: int, strikes: Strikes, found: Counter[str]) -> list[Line]:
    """Return the lines of runs in their order; characters that nobody sees are counted in `found`."""
    lines: list[Line] = []
    fragments: list[Fragment] = []
    span = (0.0, 0.0)  # the baselines of the line
    before: Run | None = None
    for run in runs:
        if before is not None and run.angle == before.angle and _is_copy(before, run):
            continue  # drawn twice to look bold
        text = _text(run, strikes, found)
        distance = 0.0 if span[0] <= run.y <= span[1] else min(abs(run.y - span[0]), abs(run.y - span[1]))
        height = min(run.size, before.size) if before is not None else run.size
        if before is None or run.angle != before.angle or distance > NEW_LINE * height:
            _end(lines, fragments, page)
            span = (run.y, run.y)
        else:
            gap = _gap(before, run)
            blank = fragments[-1].text.endswith(" ") or text.startswith(" ")
            if not blank and (
                gap > _least_gap(before, run) or gap < -run.size or abs(run.y - before.y) > NEW_LINE * height
            ):
                text = f" {text}"
            span = (min(span[0], run.y), max(span[1], run.y))
        rotated = run.angle in {90, 270}
        _add(fragments, Fragment(text, run.x, run.y, run.size, run.bold, rotated, run.end))
        before = run
    _end(lines, fragments, page)
    return lines


def _is_copy(before: Run, run: Run) -> bool:
    return (
        abs(before.x - run.x) < 0.1 * run.size
        and abs(before.y - run.y) < 0.1 * run.size
        and before.pieces == run.pieces
    )


def _gap(before: Run, run: Run) -> float:
    """Return the distance from the end of a run to the beginning of the next, negative where that is behind."""
    return (run.x - before.end) * (-1 if run.angle in {180, 270} else 1)


def _least_gap(before: Run, run: Run) -> float:
    """Return how wide a gap is a blank; Chinese letters stand apart without one."""
    if _ALL_CJK.match(before.pieces[-1][-1:] + run.pieces[0][:1]):
        return IDEOGRAPH_GAP * run.size
    return min(before.space, run.space)


def _text(run: Run, strikes: Strikes, found: Counter[str]) -> str:
    """Return the words of a run, those that a line goes through marked as struck."""
    struck = strikes.through(run)
    if not any(struck):
        return clean(run.text, found)
    text, start = "", 0
    for place in range(1, len(struck) + 1):
        if place == len(struck) or struck[place] != struck[start]:
            words = clean("".join(run.pieces[start:place]), found)
            text += strike(words) if struck[start] else words
            start = place
    return text


def _add(fragments: list[Fragment], part: Fragment) -> None:
    """Add a fragment to a line; one that goes on in the same type joins the one before."""
    last = fragments[-1] if fragments else None
    if last is not None and _goes_on(last, part):
        size = max(last.size, part.size)
        fragments[-1] = Fragment(last.text + part.text, last.x, last.y, size, last.bold, last.rotated, part.end)
    else:
        fragments.append(part)


def _goes_on(last: Fragment, part: Fragment) -> bool:
    """Return whether a fragment goes on in the type of the one before; small capitals are of two sizes."""
    if (last.bold, last.y, last.rotated) != (part.bold, part.y, part.rotated):
        return False
    alike = last.size == part.size or (
        min(last.size, part.size) > SMALL_CAPITALS * max(last.size, part.size)
        and last.text.upper() == last.text
        and part.text.upper() == part.text
    )
    return alike and -part.size < part.x - last.end < part.size


def _end(lines: list[Line], fragments: list[Fragment], page: int) -> None:
    """End a line with the fragments; one without letters is none."""
    if any(fragment.text.strip() for fragment in fragments):
        lines.append(_marked(Line(tuple(fragments), page)))
    fragments.clear()


def _marked(line: Line) -> Line:
    """Write raised and lowered letters as what they are, but not the number that a footnote begins with."""
    text = ""
    changed = False
    for part in line.fragments:
        shift = (part.y - line.y) / line.size if line.size else 0.0
        touching = part.size < LARGEST_MARK * line.size and text[-1:].strip() and part.text[:1].strip()
        is_mark = (part.size < MARK * line.size or touching) and abs(shift) > SHIFT and text.strip(" (")
        written = part.text
        if is_mark:
            written = raised(text, part.text) if shift > 0 else lowered(text, part.text)
            changed = changed or written != part.text
        elif changed and text.endswith("]") and part.text[:1].isalnum():
            written = f" {part.text}"
        text += written
    text = without_blanks(_IN_PARENTHESES.sub(r"\1", text))
    return replace_text(line, " ".join(text.split())) if changed or text != line.text else line


def without_blanks(text: str) -> str:
    """Take the blanks out of Chinese that is set wide: where a third of its neighbours are apart, none is a blank."""
    apart = len(_BETWEEN_CJK.findall(text))
    return _BETWEEN_CJK.sub("", text) if apart and 2 * apart >= len(_ALL_CJK.findall(text)) else text


def row_line(cells: Sequence[str], x: float, y: float, size: float, page: int) -> Line:
    """Return a row of a table as a line."""
    text = " | ".join(" ".join(cell.split()) for cell in cells)
    return Line((Fragment(text, x, y, size, end=x),), page, cells=tuple(cells), alone=True)
