"""What a reader sees of a page: hidden are letters off it, covered, without ink or in its colour; struck are marked.

Letters without ink over a picture are what text recognition read from it, and are text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from corpus.loading.cleaning import hide
from corpus.loading.pdf.drawn.ink import Area, Box, Colour, Ink, Run, holds

TINY = 1.5  # points: nobody reads letters of half a millimetre
NARROW = 0.08  # of the size: the mean width of letters that are squeezed into a line
SAME = 0.06  # of a colour's range: two nearer than this cannot be told apart
MOST_AREAS = 150  # of a page that are looked at, the largest first
SCAN = 0.2  # of the page: a larger picture may be that of its text
STRUCK_FROM, STRUCK_TO = 0.12, 0.5  # of the size above the baseline: where a line goes through the letters
THICK = 0.3  # of the size: a thicker bar covers the letters
WATERMARK_SIZE = 2.2  # times the usual size, and light
LIGHT = 0.6
_DASHES = re.compile(r"\s*[-–—‒―─]{3,}\s*")
WHITE: Colour = (1.0, 1.0, 1.0)


def visible(ink: Ink, page: Box, found: Counter[str]) -> list[Run]:
    """Return the runs that a reader of the page sees, without watermarks; `found` is told of the others."""
    areas = sorted(ink.areas, key=_size)[-MOST_AREAS:]
    usual = _usual_size(ink.runs)
    seen: list[Run] = []
    hidden: list[str] = []
    marks: dict[str, None] = {}
    for run in ink.runs:
        if not run.hidden:
            _look(run, areas, page)
        if run.hidden:
            hidden.append(run.text)
        elif run.angle == -1 or run.watermark or (run.size > WATERMARK_SIZE * usual and _is_light(run.colour)):
            marks[run.text.strip()] = None
        else:
            seen.append(run)
    hide(" ".join(hidden), found)
    for mark in marks:
        if mark:
            found[f"times the watermark “{mark[:60]}”"] += 1
    return seen


def _look(run: Run, areas: Sequence[Area], page: Box) -> None:
    """Say of a run why it is hidden, if it is."""
    if run.size < TINY or (len(run.pieces) > 3 and abs(run.end - run.x) < NARROW * run.size * len(run.pieces)):
        run.hidden = "too small"
        return
    if run.angle == -1:
        return
    ends = _ends(run)
    centre = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
    if not holds((page[0] - 1, page[1] - 1, page[2] + 1, page[3] + 1), *centre):
        run.hidden = "off the page"
        return
    under = [area for area in areas if holds(area.box, *centre)]
    scans = [area for area in under if area.picture and _size(area) > SCAN * (page[2] - page[0]) * (page[3] - page[1])]
    cover = [
        area for area in under if area.opaque and area.order > run.order and all(_reaches(area, end) for end in ends)
    ]
    if run.scanned or any(area.picture for area in cover):
        if not scans:
            run.hidden = "without ink" if run.scanned else "covered"
        return
    if cover:
        run.hidden = "covered"
        return
    before = [area for area in under if area.order < run.order]
    below = max(before, key=lambda area: area.order, default=None)
    if below is None or not below.picture:
        behind = WHITE if below is None else below.colour
        if behind and run.colour and all(abs(a - b) < SAME for a, b in zip(behind, run.colour, strict=True)):
            run.hidden = "in the colour of what is behind"


def _ends(run: Run) -> list[tuple[float, float]]:
    """Return the two ends of a run at half the height of its letters."""
    middle = run.y + 0.3 * run.size
    if run.angle in {90, 270}:
        return [(-run.y, run.x), (-run.y, run.end)]
    return [(run.x, middle), (run.end, middle)]


def _reaches(area: Area, end: tuple[float, float]) -> bool:
    left, bottom, right, top = area.box
    return holds((left - 1, bottom - 1, right + 1, top + 1), *end)


def _size(area: Area) -> float:
    return (area.box[2] - area.box[0]) * (area.box[3] - area.box[1])


def _is_light(colour: Colour) -> bool:
    return colour is not None and min(colour) >= LIGHT


def _usual_size(runs: Sequence[Run]) -> float:
    letters: Counter[float] = Counter()
    for run in runs:
        letters[round(run.size, 1)] += len(run.pieces)
    return max(letters, key=lambda size: letters[size], default=0.0)


def overprinted(runs: Sequence[Run]) -> tuple[list[Run], list[Box]]:
    """Return the runs without the dashes that are set over others, as typewriters strike, and lines in their place."""
    dashes = [run for run in runs if run.angle == 0 and _DASHES.fullmatch(run.text)]
    lines: list[Box] = []
    for dash in dashes:
        middle = dash.y + (STRUCK_FROM + STRUCK_TO) / 2 * dash.size
        over = (one for one in runs if one not in dashes and one.angle == 0 and abs(one.y - dash.y) < 0.2 * dash.size)
        if any(one.x < dash.end and dash.x < one.end for one in over):
            lines.append((dash.x, middle, dash.end, middle))
            dash.hidden = "set over other letters"
    return [run for run in runs if not run.hidden], lines


class Strikes:
    """The level lines of a page, to tell which letters one goes through."""

    def __init__(self, rules: Sequence[Box]) -> None:
        """Keep the lines by their height."""
        level = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
        self._rules = sorted(level, key=lambda rule: (rule[1] + rule[3]) / 2)
        self._heights = [(rule[1] + rule[3]) / 2 for rule in self._rules]

    def through(self, run: Run) -> list[bool]:
        """Return for each letter of a run whether a line goes through it."""
        struck = [False] * len(run.pieces)
        if run.angle != 0:
            return struck
        first = bisect_left(self._heights, run.y + STRUCK_FROM * run.size)
        last = bisect_right(self._heights, run.y + STRUCK_TO * run.size)
        for left, bottom, right, top in self._rules[first:last]:
            if top - bottom <= THICK * run.size and right > run.x and left < run.end:
                for place in range(len(struck)):
                    middle = (run.edges[place] + run.edges[place + 1]) / 2
                    struck[place] = struck[place] or left - 0.5 <= middle <= right + 0.5
        return struck
