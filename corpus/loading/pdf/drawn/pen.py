"""The pen that draws a page: its state, its colours, its paths, and the layers that it draws in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from corpus.loading.pdf.drawn.fonts import Font
from corpus.loading.pdf.drawn.ink import BLACK, EVERYWHERE, IDENTITY, Box, Colour, Ink, Matrix, common, moved, times
from corpus.loading.pdf.drawn.layers import Layers
from corpus.loading.pdf.drawn.operations import Operand
from corpus.loading.pdf.drawn.shapes import around_points, colour_of, edges_of, is_box, is_within, matrix_of

CLEAR = 0.02  # letters less opaque than this are not seen
_PLAIN_SPACES = {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased"}


@dataclass(frozen=True, slots=True)
class State:
    """What `q` keeps and `Q` brings back."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Colour = BLACK
    plain: bool = True  # whether the numbers of a colour tell it
    alpha: float = 1.0
    mixed: bool = False  # what is drawn lets what is below it through, as a marker's yellow does
    font: Font | None = None
    size: float = 12.0
    letters: float = 0.0  # Tc
    words: float = 0.0  # Tw
    scale: float = 1.0  # Tz
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class Pen:
    """Keeps the state of drawing, and draws what is no text."""

    def __init__(self, ink: Ink, layers: Layers, resources: DictionaryObject, state: State) -> None:
        """Begin with a state; the ink is the page's."""
        self.ink, self.layers, self.resources, self.state = ink, layers, resources, state
        self.order = 0  # of the present operation on the page
        self.kept: list[State] = []
        self.path: list[tuple[float, float] | None] = []  # None begins a part
        self.boxes: list[Box] = []
        self.clips = False
        self.marked: list[tuple[bool, bool]] = []  # marked content: whether its layer is on, whether a watermark

    # Graphics state.

    def save(self, _: Sequence[Operand]) -> None:
        """Keep the state (`q`)."""
        if len(self.kept) < 500:
            self.kept.append(self.state)

    def restore(self, _: Sequence[Operand]) -> None:
        """Bring the last kept state back (`Q`)."""
        if self.kept:
            self.state = self.kept.pop()

    def turn(self, operands: Sequence[Any]) -> None:
        """Move and turn what follows (`cm`)."""
        self.state = replace(self.state, matrix=times(matrix_of(operands), self.state.matrix))

    def extended(self, operands: Sequence[Any]) -> None:
        """Take a named set of states (`gs`): opacity and how colours mix."""
        named = self.named("/ExtGState", operands[0])
        if named is None:
            return
        if "/ca" in named:
            self.state = replace(self.state, alpha=float(named["/ca"]))
        if "/BM" in named:
            self.state = replace(self.state, mixed=named["/BM"] not in {"/Normal", "/Compatible"})

    def named(self, kind: str, name: Any) -> Any:
        """Return a resource by its kind and name, or None."""
        found = self.resources.get(kind)
        found = found.get_object() if found is not None else None
        item = found.get(name) if isinstance(found, DictionaryObject) else None
        return None if item is None else item.get_object()

    # Colours: the number of operands tells the space.

    def colour(self, operands: Sequence[Any]) -> None:
        """Choose the colour of areas and letters."""
        self.state = replace(self.state, fill=colour_of(operands), plain=True)

    def space(self, operands: Sequence[Any]) -> None:
        """Choose a colour space; of inks by name and of patterns the numbers do not tell the colour."""
        named = self.named("/ColorSpace", operands[0])
        kind = named[0] if isinstance(named, ArrayObject) and named else named or operands[0]
        plain = kind in _PLAIN_SPACES
        self.state = replace(self.state, fill=BLACK if plain else None, plain=plain)

    def colour_in_space(self, operands: Sequence[Any]) -> None:
        """Choose a colour of the space that was chosen."""
        self.state = replace(self.state, fill=colour_of(operands) if self.state.plain else None)

    # Paths.

    def move(self, operands: Sequence[Any]) -> None:
        """Begin a part of the path."""
        self.path += [None, self.at(operands[-2], operands[-1])]

    def line_to(self, operands: Sequence[Any]) -> None:
        """Go on with the path; of a curve only its end counts."""
        self.path.append(self.at(operands[-2], operands[-1]))

    def rectangle(self, operands: Sequence[Any]) -> None:
        """Add a box to the path."""
        x, y, width, height = operands[:4]
        self.boxes.append(moved((min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)),
                                self.state.matrix))  # fmt: skip

    def at(self, x: Any, y: Any) -> tuple[float, float]:
        """Return a place in points on the page."""
        a, b, c, d, e, f = self.state.matrix
        return (x * a + y * c + e, x * b + y * d + f)

    def parts(self) -> list[list[tuple[float, float]]]:
        """Return the parts of the path as points."""
        found: list[list[tuple[float, float]]] = []
        for point in self.path:
            if point is None or not found:
                found.append([])
            if point is not None:
                found[-1].append(point)
        return [part for part in found if len(part) > 1]

    def paint(self, *, fills: bool, strokes: bool) -> None:
        """Fill, stroke or drop the path, and cut what follows where it is a clip."""
        state, ink = self.state, self.ink
        shown = self.is_shown()
        outlines = self.parts()
        whole = [*self.boxes, *(around_points(part) for part in outlines if is_box(part))]
        around = [*self.boxes, *(around_points(part) for part in outlines)]
        if any(one != other and is_within(one, other) for one in around[:9] for other in around[:9]):
            ink.rules += [edge for box in whole for edge in edges_of(box)] if fills and shown else []
            whole = []  # a frame: an area with a hole
        if fills and shown:
            for box in whole:
                seen = common(box, state.clip)
                if seen[2] >= seen[0] and seen[3] >= seen[1]:
                    ink.fill(seen, state.fill, self.order, opaque=state.alpha > 0.95 and not state.mixed)
        if strokes and shown and state.alpha > CLEAR:
            edges = [edge for box in self.boxes for edge in edges_of(box)]
            lines = [around_points(pair) for part in outlines for pair in pairwise(part)]
            ink.rules += [line for line in (*edges, *lines) if min(line[2] - line[0], line[3] - line[1]) < 1]
        if self.clips and around:
            corners = [(x, y) for left, bottom, right, top in around for x, y in ((left, bottom), (right, top))]
            self.state = replace(state, clip=common(state.clip, around_points(corners)))
        self.path, self.boxes, self.clips = [], [], False

    def clip(self, _: Sequence[Operand]) -> None:
        """Make the path a clip when it is painted."""
        self.clips = True

    # Marked content, forms and pictures.

    def is_shown(self) -> bool:
        """Return whether all layers around are on."""
        return all(on for on, _ in self.marked)

    def mark(self, operands: Sequence[Any]) -> None:
        """Begin marked content: a layer, or an artefact such as a watermark."""
        on, watermark = True, False
        if len(operands) > 1:
            named = self.named("/Properties", operands[1]) if isinstance(operands[1], str) else None
            if operands[0] == "/OC" and isinstance(operands[1], str):
                holder = self.resources.get("/Properties")
                holder = holder.get_object() if holder is not None else DictionaryObject()
                on = self.layers.is_on(holder.raw_get(operands[1]) if operands[1] in holder else None)
            words = operands[1] if isinstance(operands[1], list) else [str(v) for v in (named or {}).values()]
            watermark = operands[0] == "/Artifact" and "/Watermark" in words
        self.marked.append((on, watermark))

    def unmark(self, _: Sequence[Operand]) -> None:
        """End marked content."""
        if self.marked:
            self.marked.pop()
