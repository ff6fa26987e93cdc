"""Reading a page's content: the operations move a pen, and the pen leaves ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

from pypdf import PageObject
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from corpus.loading.pdf.drawn.fonts import Font, read_font
from corpus.loading.pdf.drawn.ink import (
    IDENTITY,
    Area,
    Box,
    Ink,
    Matrix,
    Run,
    angle_of,
    common,
    holds,
    is_empty,
    moved,
    times,
)
from corpus.loading.pdf.drawn.layers import Layers
from corpus.loading.pdf.drawn.operations import Operand, operations
from corpus.loading.pdf.drawn.pen import CLEAR, Pen, State
from corpus.loading.pdf.drawn.shapes import matrix_of

MAX_DRAWN = 2_000_000  # operations of one page, those of its forms each time they are drawn
MAX_FORMS = 5_000  # drawn on one page
DEEPEST = 12  # forms within forms
INVISIBLE = (3, 7)  # render modes that leave no ink
UNIT: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(slots=True)
class Drawing:
    """One page being drawn."""

    layers: Layers
    fonts: dict[Any, Font]  # of the document, by the number of their object
    ink: Ink = field(default_factory=Ink)
    forms: int = 0
    _drawn: int = 0

    def page(self, page: PageObject) -> Ink:
        """Return what is drawn on a page."""
        content = page.get_contents()
        if content is not None:
            _Pen(self, _resources(page), State()).draw(content.get_data(), 0)
        return self.ink

    def count(self) -> int:
        """Count an operation; raise LimitReachedError for a page with too many."""
        self._drawn += 1
        if self._drawn > MAX_DRAWN:
            raise LimitReachedError(f"more than {MAX_DRAWN:,} operations on one page")
        return self._drawn


class _Pen(Pen):
    """Draws one content stream with its text: a page's, or that of a form on it."""

    def __init__(self, drawing: Drawing, resources: DictionaryObject, state: State) -> None:
        super().__init__(drawing.ink, drawing.layers, resources, state)
        self.drawing = drawing
        self.line: Matrix = IDENTITY
        self.text: Matrix = IDENTITY
        self.depth = 0

    def draw(self, data: bytes, depth: int) -> None:
        """Carry the operations of a stream out."""
        self.depth = depth
        for operator, operands in operations(data):
            self.order = self.drawing.count()
            act = _ACTS.get(operator)
            if act is not None:
                try:
                    act(self, operands)
                except (IndexError, TypeError, ValueError, AttributeError, KeyError, OverflowError):
                    continue  # an operation without its operands is passed over, as readers do

    # Text.

    def begin(self, _: Sequence[Operand]) -> None:
        self.text = self.line = IDENTITY

    def font(self, operands: Sequence[Any]) -> None:
        fonts = self.resources.get("/Font")
        fonts = fonts.get_object() if fonts is not None else DictionaryObject()
        reference = fonts.raw_get(operands[0]) if operands[0] in fonts else None
        font = None
        if reference is not None:
            key = getattr(reference, "idnum", id(reference))
            if key not in self.drawing.fonts:
                self.drawing.fonts[key] = read_font(reference.get_object())
            font = self.drawing.fonts[key]
        self.state = replace(self.state, font=font, size=float(operands[1]))

    def step(self, operands: Sequence[Any]) -> None:
        self.line = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)
        self.text = self.line

    def step_leading(self, operands: Sequence[Any]) -> None:
        self.state = replace(self.state, leading=-float(operands[1]))
        self.step(operands)

    def place(self, operands: Sequence[Any]) -> None:
        self.text = self.line = matrix_of(operands)

    def next_line(self, _: Sequence[Operand]) -> None:
        self.step((0.0, -self.state.leading))

    def show(self, operands: Sequence[Any]) -> None:
        self.shown([operands[0]])

    def show_next(self, operands: Sequence[Any]) -> None:
        self.next_line(())
        self.shown([operands[0]])

    def show_spaced(self, operands: Sequence[Any]) -> None:
        self.state = replace(self.state, words=float(operands[0]), letters=float(operands[1]))
        self.next_line(())
        self.shown([operands[2]])

    def show_array(self, operands: Sequence[Any]) -> None:
        self.shown(operands[0])

    def shown(self, parts: Sequence[Any]) -> None:  # noqa: C901 - strings and steps, as the format mixes them
        """Show strings with the steps between them, as one run or, at wide steps, several."""
        state = self.state
        font, size = state.font, state.size
        if font is None:
            return
        full = times((size * state.scale, 0, 0, size, 0, state.rise), times(self.text, state.matrix))
        along = hypot(full[0], full[1])  # points of one size's width
        gap = font.space / 2000  # sizes
        pieces: list[str] = []
        edges: list[float] = []
        x = 0.0  # sizes, from where the pen stands
        start = 0.0
        for part in parts:
            if isinstance(part, (int, float)):
                x -= part / 1000
                if -part / 1000 >= gap * 0.95 and pieces and pieces[-1] != " ":
                    if -part / 1000 > 1.5:
                        self.leave(pieces, edges, start, x + part / 1000, full, along)
                        pieces, edges = [], []
                    else:
                        pieces.append(" ")
                        edges.append(x + part / 1000)
                continue
            if not isinstance(part, bytes):
                continue
            if not pieces:
                start = x
            letters, places, width, blanks = font.glyphs(part)
            pieces += letters
            if not (state.letters or (state.words and blanks)):
                edges += [x + place for place in places]
                x += width
                continue
            more, wider = state.letters / (size or 1.0), state.words / (size or 1.0)
            added = 0.0
            for number, place in enumerate(places):
                edges.append(x + place + added)
                added += more + (wider if number in blanks else 0.0)
            x += width + added
        if pieces:
            self.leave(pieces, edges, start, x - state.letters / (size or 1.0), full, along)
        self.text = times((1, 0, 0, 1, x * size * state.scale, 0), self.text)

    def leave(
        self, pieces: list[str], edges: list[float], start: float, end: float, full: Matrix, along: float
    ) -> None:
        """Leave a run on the page, at its place in points."""
        state = self.state
        angle = angle_of(full)
        x, y = start * full[0] + full[4], start * full[1] + full[5]
        height = hypot(full[2], full[3])
        if angle in {90, 270}:
            x, y = y, -x
        first = x
        direction = -1.0 if angle in {180, 270} else 1.0
        places = [first + direction * (edge - start) * along for edge in (*edges, end)]
        middle = (start + end) / 2
        centre = (middle * full[0] + full[4], middle * full[1] + full[5] + (0.25 * height if angle == 0 else 0))
        shown, watermark = self.is_shown(), any(mark for _, mark in self.marked)
        hidden = ""
        if not shown:
            hidden = "in a layer that is switched off"
        elif is_empty(state.clip) or not holds(state.clip, *centre):
            hidden = "cut off"
        elif state.alpha <= CLEAR:
            hidden = "without colour"
        font = state.font
        self.drawing.ink.runs.append(
            Run(
                pieces, places, x, y, height, angle, font is not None and font.bold, state.fill,
                (font.space / 2000 if font else 0.125) * along, self.order,
                hidden, state.mode in INVISIBLE, watermark,
            )
        )  # fmt: skip

    # Forms and pictures.

    def inline_picture(self, _: Sequence[Operand]) -> None:
        self.picture(opaque=True)

    def picture(self, *, opaque: bool) -> None:
        box = common(moved(UNIT, self.state.matrix), self.state.clip)
        if self.is_shown() and not is_empty(box):
            self.drawing.ink.areas.append(
                Area(box, None, self.order, opaque and self.state.alpha > 0.95 and not self.state.mixed, picture=True)
            )

    def do(self, operands: Sequence[Any]) -> None:
        holder = self.resources.get("/XObject")
        holder = holder.get_object() if holder is not None else {}
        thing = holder[operands[0]].get_object() if operands[0] in holder else None
        if not isinstance(thing, StreamObject):
            return
        on = self.drawing.layers.is_on(thing.raw_get("/OC") if "/OC" in thing else None)
        self.marked.append((on, False))
        try:
            if thing.get("/Subtype") == "/Image":
                self.picture(opaque=not ({"/SMask", "/Mask"} & set(thing) or thing.get("/ImageMask")))
            elif thing.get("/Subtype") == "/Form" and self.depth < DEEPEST:
                self.form(thing)
        finally:
            self.marked.pop()

    def form(self, form: StreamObject) -> None:
        self.drawing.forms += 1
        if self.drawing.forms > MAX_FORMS:
            raise LimitReachedError(f"more than {MAX_FORMS:,} forms on one page")
        matrix = times(matrix_of(form.get("/Matrix", IDENTITY)), self.state.matrix)
        clip = self.state.clip
        if "/BBox" in form:
            box = [float(value) for value in form["/BBox"]]  # type: ignore[attr-defined]
            clip = common(clip, moved((box[0], box[1], box[2], box[3]), matrix))
        own = form.get("/Resources")
        resources = own.get_object() if own is not None else self.resources
        pen = _Pen(self.drawing, resources, replace(self.state, matrix=matrix, clip=clip))
        pen.marked = list(self.marked)
        try:
            data = form.get_data()
        except PyPdfError:
            return  # a spoilt form: the rest of the page is there
        pen.draw(data, self.depth + 1)


def _resources(page: PageObject) -> DictionaryObject:
    """Return the resources of a page, its own or those of the tree above it."""
    node: Any = page
    for _ in range(50):
        found = node.get("/Resources")
        if found is not None:
            own = found.get_object()
            return own if isinstance(own, DictionaryObject) else DictionaryObject()
        above = node.get("/Parent")
        if above is None:
            break
        node = above.get_object()
    return DictionaryObject()


def _sets(name: str, convert: Callable[[Any], Any] = float) -> Callable[[_Pen, Sequence[Any]], None]:
    def act(pen: _Pen, operands: Sequence[Any]) -> None:
        pen.state = replace(pen.state, **{name: convert(operands[0])})

    return act


def _paints(*, fills: bool, strokes: bool) -> Callable[[_Pen, Sequence[Any]], None]:
    return lambda pen, _: pen.paint(fills=fills, strokes=strokes)


_ACTS: dict[bytes, Callable[[_Pen, Sequence[Any]], None]] = {
    b"q": _Pen.save, b"Q": _Pen.restore, b"cm": _Pen.turn, b"gs": _Pen.extended,
    **dict.fromkeys((b"g", b"rg", b"k"), _Pen.colour), **dict.fromkeys((b"sc", b"scn"), _Pen.colour_in_space),
    b"cs": _Pen.space,
    b"m": _Pen.move, b"l": _Pen.line_to, b"c": _Pen.line_to, b"v": _Pen.line_to, b"y": _Pen.line_to,
    b"re": _Pen.rectangle, b"W": _Pen.clip, b"W*": _Pen.clip,
    **dict.fromkeys((b"f", b"F", b"f*"), _paints(fills=True, strokes=False)),
    **dict.fromkeys((b"S", b"s"), _paints(fills=False, strokes=True)),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), _paints(fills=True, strokes=True)),
    b"n": _paints(fills=False, strokes=False),
    b"BT": _Pen.begin, b"Tf": _Pen.font, b"Td": _Pen.step, b"TD": _Pen.step_leading, b"Tm": _Pen.place,
    b"T*": _Pen.next_line, b"Tj": _Pen.show, b"'": _Pen.show_next, b'"': _Pen.show_spaced, b"TJ": _Pen.show_array,
    b"Tc": _sets("letters"), b"Tw": _sets("words"), b"Tz": _sets("scale", lambda value: float(value) / 100),
    b"TL": _sets("leading"), b"Ts": _sets("rise"), b"Tr": _sets("mode", int),
    b"BDC": _Pen.mark, b"BMC": _Pen.mark, b"EMC": _Pen.unmark, b"Do": _Pen.do, b"ID": _Pen.inline_picture,
}  # fmt: skip
