"""Labels that a program draws apart from their lines, as it does with all the markers of lists at the end of a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.loading.pdf.drawn.ink import Run

NEAR = 3.0  # times the size: a label stands no further left of its text
LEVEL = 1.0  # points within which they stand on one line

_LABEL = re.compile(r"\s*(?:\(\w{1,4}\)|\d{1,3}(?:\.\d{1,3})*[.)]|[a-zA-Z]{1,4}[.)])\s*")


def with_labels(runs: Sequence[Run]) -> list[Run]:
    """Return the runs of a page with each label that was drawn elsewhere before the text that it stands left of."""
    stray = [place for place, run in enumerate(runs) if _is_stray(runs, place)]
    if not stray:
        return list(runs)
    levels: dict[int, list[int]] = defaultdict(list)
    for place, run in enumerate(runs):
        if run.angle == 0 and run.text.strip():
            levels[round(run.y)].append(place)
    before: dict[int, list[Run]] = defaultdict(list)
    moved: set[int] = set()
    for place in stray:
        label = runs[place]
        beside = [
            other
            for level in (-1, 0, 1)
            for other in levels[round(label.y) + level]
            if other != place and abs(runs[other].y - label.y) <= LEVEL and runs[other].x >= label.end
        ]
        first = min(beside, key=lambda other: runs[other].x, default=None)
        if first is not None and runs[first].x - label.end <= NEAR * label.size and first not in stray:
            before[first].append(label)
            moved.add(place)
    return [one for place, run in enumerate(runs) if place not in moved for one in (*before[place], run)]


def _is_stray(runs: Sequence[Run], place: int) -> bool:
    """Return whether a label is followed by something else than the text beside it."""
    run = runs[place]
    if run.angle != 0 or _LABEL.fullmatch(run.text) is None:
        return False
    following = next((other for other in runs[place + 1 : place + 3] if other.text.strip()), None)
    return following is None or abs(following.y - run.y) > LEVEL or following.x < run.end
