"""Columns of plain text: lines that a program wrote across two columns are read down the one and then the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.loading.text.labels import ENDED, begins_label

FEWEST_BESIDE = 3  # lines with words on both sides
RUNNING = 0.35  # of the lines of a column: how many go on in the next one; in a column of figures none does
FEWEST_RUNNING = 2
FULL = 0.6  # of the longest line of a column: one that goes on is at least as long
LONG = 12  # letters of it

_GUTTER = re.compile(r"(?<=\S) {3,}(?=\S)")
_DANGLING = re.compile(
    r"\b(?:an?|and|at|be|by|for|from|has|in|is|its|may|must|not|of|on|or|shall|than|that|the|this|to|was|with)\Z"
)


def down_columns(lines: Sequence[str]) -> list[str]:
    """Return the lines with those of two columns one after the other; a table of words and figures stays."""
    starts = Counter(match.end() for line in lines for match in _GUTTER.finditer(line))
    result: list[str] = []
    done = 0
    for start, often in starts.most_common(1):
        for first, stop in _stretches(lines, start) if often >= FEWEST_BESIDE else ():
            sides = [
                [line[:start].rstrip() for line in lines[first:stop]],
                [line[start:] for line in lines[first:stop]],
            ]
            beside = sum(bool(left and right) for left, right in zip(*sides, strict=True))
            if beside >= FEWEST_BESIDE and all(map(_runs_on, sides)):
                result += [*lines[done:first], *sides[0], "", *sides[1], ""]
                done = stop
    return [*result, *lines[done:]]


def _stretches(lines: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of lines with two blanks before a place, or that end there; the first has words on both sides."""
    first: int | None = None
    for place, line in enumerate([*lines, "x" * (start + 1)]):
        free = not line[max(start - 2, 0) : start].strip()
        if free and first is None and line[:start].strip() and line[start:].strip():
            first = place
        elif not free and first is not None:
            yield first, place
            first = None


def _runs_on(lines: Sequence[str]) -> bool:
    """Return whether enough lines of a column go on in the next ones."""
    rows = [line.strip() for line in lines if line.strip()]
    longest = max(map(len, rows), default=0)
    going = sum(
        len(before) >= max(FULL * longest, LONG)
        and not begins_label(line)
        and (line[:1].islower() or _DANGLING.search(before) is not None)
        and not ENDED.search(before)
        for before, line in pairwise(rows)
    )
    return going >= max(FEWEST_RUNNING, RUNNING * (len(rows) - 1))
