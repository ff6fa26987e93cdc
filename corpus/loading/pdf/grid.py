"""Tables with lines around their cells: the rules of a page become a grid, and its letters the cells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.loading.pdf.drawn.ink import THIN, Box

TOUCH = 2.5  # points within which rules meet, and rules of one row or column lie
SHORTEST = 6.0  # points of a rule
MOST_RULES = 3_000  # of a page: a drawing has more, and no table
FEWEST = 3  # rules across and rules down: two rows of two cells


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows and columns by the places of its rules, and which cells are one."""

    box: Box
    rows: tuple[tuple[float, float], ...]  # bottom and top, the first row highest
    columns: tuple[tuple[float, float], ...]
    cells: tuple[tuple[int, ...], ...]  # by row and column the number of the cell that it belongs to

    def cell(self, x: float, y: float) -> int | None:
        """Return the number of the cell at a place."""
        row = next((number for number, (bottom, top) in enumerate(self.rows) if bottom <= y <= top), None)
        column = next((number for number, (left, right) in enumerate(self.columns) if left <= x <= right), None)
        return None if row is None or column is None else self.cells[row][column]


def grids(rules: Sequence[Box]) -> list[Grid]:
    """Return the grids of a page."""
    across = [rule for rule in rules if rule[2] - rule[0] >= SHORTEST and rule[3] - rule[1] <= THIN]
    down = [rule for rule in rules if rule[3] - rule[1] >= SHORTEST and rule[2] - rule[0] <= THIN]
    if not across or not down or len(across) + len(down) > MOST_RULES:
        return []
    found = (_grid(part) for part in _connected([*across, *down]))
    return [grid for grid in found if grid is not None]


def _connected(rules: list[Box]) -> list[list[Box]]:
    """Part rules into those that meet one another."""
    rest = set(range(len(rules)))
    parts: list[list[Box]] = []
    while rest:
        open_ = [rest.pop()]
        part: list[Box] = []
        while open_:
            rule = rules[open_.pop()]
            part.append(rule)
            near = [other for other in rest if _meet(rule, rules[other])]
            rest.difference_update(near)
            open_ += near
        parts.append(part)
    return parts


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - TOUCH <= other[2]
        and other[0] - TOUCH <= one[2]
        and one[1] - TOUCH <= other[3]
        and other[1] - TOUCH <= one[3]
    )


def _grid(rules: Sequence[Box]) -> Grid | None:
    across = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    down = [rule for rule in rules if rule[2] - rule[0] <= rule[3] - rule[1]]
    heights = _places([(rule[1] + rule[3]) / 2 for rule in across])
    sides = _places([(rule[0] + rule[2]) / 2 for rule in down])
    if len(heights) < FEWEST or len(sides) < FEWEST:
        return None
    rows = tuple((bottom, top) for bottom, top in pairwise(heights))[::-1]
    columns = tuple(pairwise(sides))
    one: dict[tuple[int, int], int] = {}
    for row, (bottom, top) in enumerate(rows):
        for column, (left, right) in enumerate(columns):
            middle = ((left + right) / 2, (bottom + top) / 2)
            beside = column and not any(_at(rule, left, middle[1]) for rule in down)
            above = row and not any(_at(rule, middle[0], top) for rule in across)
            one[row, column] = one[row, column - 1] if beside else one[row - 1, column] if above else len(one)
    cells = tuple(tuple(one[row, column] for column in range(len(columns))) for row in range(len(rows)))
    return Grid((sides[0], heights[0], sides[-1], heights[-1]), rows, columns, cells)


def _places(values: Sequence[float]) -> list[float]:
    """Return the places of rules, those that lie together as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > TOUCH:
            found.append(value)
    return found


def _at(rule: Box, x: float, y: float) -> bool:
    return rule[0] - TOUCH <= x <= rule[2] + TOUCH and rule[1] - TOUCH <= y <= rule[3] + TOUCH
