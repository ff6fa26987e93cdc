"""Footnotes: the small numbered lines at the foot of a page, set apart from its text."""

from __future__ import annotations

import re

from corpus.loading.pdf.lines import Line

SMALL = 0.92  # footnotes are set below this share of the body size

_FOOTNOTE = re.compile(r"\(?\s*(\d{1,3})\s*\)?\.?\s+\S")


def set_apart(lines: list[Line], body_size: float, last: int) -> tuple[list[Line], list[Line], int]:
    """Return the lines of a page without its footnotes, the footnotes, and the number of the last one.

    Footnotes are the small lines at the foot that begin with the number after `last`, or with 1; `body_size` is in
    points.
    """
    upright = [line for line in lines if not line.rotated]
    body = [line for line in upright if line.size >= SMALL * body_size]
    foot = min((line.y for line in body), default=0.0)
    below = [line for line in upright if line.y < foot and line.size < SMALL * body_size]
    below.sort(key=lambda line: -line.y)
    starts = [position for position, line in enumerate(below) if _number(line) in {1, last + 1}]
    if not starts:
        return lines, [], last
    notes = below[starts[0] :]
    for line in notes:
        if _number(line) == last + 1 or (_number(line) == 1 and line is notes[0]):
            last = _number(line)
    ids = {id(line) for line in notes}
    return [line for line in lines if id(line) not in ids], notes, last


def _number(line: Line) -> int:
    match = _FOOTNOTE.match(line.text)
    return int(match.group(1)) if match else 0
