"""What is drawn on a page: letters with their places, rules, filled areas and pictures, in the order of drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot

Box = tuple[float, float, float, float]  # left, bottom, right, top in points from the lower left corner
Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float] | None  # red, green, blue from 0 to 1; None for a pattern

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
BLACK: Colour = (0.0, 0.0, 0.0)
THIN = 3.0  # points: a filled area no thicker is a rule


@dataclass(slots=True)
class Run:
    """Letters that were shown by one operation.

    `pieces` are the letters and `edges` their left edges along the line with the last one's right edge; `angle` is
    the direction in degrees, -1 where it is no quarter of a turn.
    """

    pieces: list[str]
    edges: list[float]
    x: float
    y: float
    size: float
    angle: int
    bold: bool
    colour: Colour
    space: float  # half of a blank's width: wider gaps part words
    order: int
    hidden: str = ""  # why nobody sees it
    scanned: bool = False  # letters without ink, as text recognition puts them over a picture
    watermark: bool = False

    @property
    def end(self) -> float:
        """Where the run ends along the line."""
        return self.edges[-1]

    @property
    def text(self) -> str:
        """The letters of the run."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area or a picture; `opaque` where nothing below it shows."""

    box: Box
    colour: Colour
    order: int
    opaque: bool = True
    picture: bool = False


@dataclass(slots=True)
class Ink:
    """All that is drawn on a page."""

    runs: list[Run] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def fill(self, box: Box, colour: Colour, order: int, *, opaque: bool) -> None:
        """Add a filled area; a thin one is a rule."""
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.rules.append(box)
        else:
            self.areas.append(Area(box, colour, order, opaque))


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does the one and then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(box: Box, matrix: Matrix) -> Box:
    """Return the box around a box that a matrix moves."""
    a, b, c, d, e, f = matrix
    xs = [x * a + y * c + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [x * b + y * d + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


def common(one: Box, other: Box) -> Box:
    """Return what two boxes have in common; it is empty where its right is not right of its left."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def is_empty(box: Box) -> bool:
    """Return whether a box holds nothing."""
    return box[2] <= box[0] or box[3] <= box[1]


def holds(box: Box, x: float, y: float) -> bool:
    """Return whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def angle_of(matrix: Matrix) -> int:
    """Return the direction of letters in degrees, -1 where it is no quarter of a turn."""
    a, b = matrix[0], matrix[1]
    length = hypot(a, b)
    if not length:
        return 0
    if abs(b) < 0.1 * length:
        return 0 if a > 0 else 180
    if abs(a) < 0.1 * length:
        return 90 if b > 0 else 270
    return -1
