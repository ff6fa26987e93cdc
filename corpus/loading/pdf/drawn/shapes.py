"""Numbers of a content stream as matrices, colours and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.loading.pdf.drawn.ink import THIN, Box, Colour, Matrix


def matrix_of(operands: Sequence[Any]) -> Matrix:
    """Return the matrix of six numbers; raise ValueError for fewer."""
    a, b, c, d, e, f = (float(value) for value in operands[:6])
    return (a, b, c, d, e, f)


def colour_of(operands: Sequence[Any]) -> Colour:
    """Return red, green and blue of one, three or four numbers; None for a pattern."""
    numbers = [float(value) for value in operands if isinstance(value, (int, float))]
    if len(numbers) == 1:
        return (numbers[0], numbers[0], numbers[0])
    if len(numbers) == 3:
        return (numbers[0], numbers[1], numbers[2])
    if len(numbers) == 4:
        c, m, y, k = numbers
        return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return None


def around_points(points: Sequence[tuple[float, float]]) -> Box:
    """Return the box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def is_box(points: Sequence[tuple[float, float]]) -> bool:
    """Return whether an outline is that of an upright box, or thin."""
    left, bottom, right, top = around_points(points)
    if min(right - left, top - bottom) <= THIN:
        return True
    corners = {(round(x), round(y)) for x, y in points}
    return len(points) in {4, 5} and len(corners) == 4 and {x for x, _ in corners} == {round(left), round(right)}


def is_within(one: Box, other: Box) -> bool:
    """Return whether a box lies in another."""
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]


def edges_of(box: Box) -> list[Box]:
    """Return the four edges of a box as boxes without width."""
    left, bottom, right, top = box
    return [
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]
