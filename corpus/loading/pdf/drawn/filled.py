"""Forms as filled, and notes on the page: what stands in fields, and the lines that a reviewer drew through words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject

from corpus.loading.cleaning import hide
from corpus.loading.pdf.drawn.ink import Box

INVISIBLE = 2 | 32  # flags of an annotation: hidden, or not to be viewed
PASSWORD = 1 << 13
RADIO_OR_BUTTON = 1 << 16
DEEPEST = 20  # fields above a field
MOST = 5_000  # annotations of a page


@dataclass(frozen=True, slots=True)
class Filled:
    """What a field holds, and where it stands."""

    text: str
    box: Box


def annotations_of(page: PageObject) -> list[DictionaryObject]:
    """Return the annotations of a page."""
    found = page.get("/Annots")
    found = None if found is None else found.get_object()
    items = [item.get_object() for item in list(found)[:MOST]] if isinstance(found, ArrayObject) else []
    return [item for item in items if isinstance(item, DictionaryObject)]


def filled_fields(page: PageObject, found: Counter[str]) -> Iterator[Filled]:
    """Yield what the fields of a page hold, and notes typed on it; hidden ones are counted."""
    for item in annotations_of(page):
        kind = item.get("/Subtype")
        text = _value(item) if kind == "/Widget" else _text(item.get("/Contents")) if kind == "/FreeText" else ""
        if not text.strip():
            continue
        if int(_plain(item.get("/F"), 0)) & INVISIBLE:
            hide(text, found)
        elif (box := _box(item)) is not None:
            yield Filled(text, box)


def struck_lines(page: PageObject) -> Iterator[Box]:
    """Yield the lines that a reviewer's annotations draw through words."""
    for item in annotations_of(page):
        if item.get("/Subtype") != "/StrikeOut":
            continue
        corners = item.get("/QuadPoints")
        numbers = [float(value) for value in corners] if isinstance(corners, ArrayObject) else []
        for start in range(0, len(numbers) - 7, 8):
            xs, ys = numbers[start : start + 8 : 2], numbers[start + 1 : start + 8 : 2]
            middle = min(ys) + 0.45 * (max(ys) - min(ys))
            yield (min(xs), middle, max(xs), middle)


def _value(field: DictionaryObject) -> str:
    """Return what a field shows: its words, what was chosen, or its tick."""
    kind, flags, value = (_inherited(field, name) for name in ("/FT", "/Ff", "/V"))
    flags = int(_plain(flags, 0))
    if kind == "/Btn":
        if flags & RADIO_OR_BUTTON:
            return ""
        state = field.get("/AS", value)
        return "☐" if state in {None, "/Off"} else "☒"
    if kind == "/Tx" and flags & PASSWORD:
        return ""
    if kind == "/Ch":
        return ", ".join(_shown(field, item) for item in (value if isinstance(value, ArrayObject) else [value]))
    return _text(value) if kind == "/Tx" else ""


def _shown(field: DictionaryObject, value: Any) -> str:
    """Return a choice as it is shown, which may differ from how it is kept."""
    options = _inherited(field, "/Opt")
    for option in options if isinstance(options, ArrayObject) else ():
        pair = option.get_object()
        if isinstance(pair, ArrayObject) and len(pair) > 1 and pair[0] == value:
            return _text(pair[1])
    return _text(value)


def _inherited(field: DictionaryObject, name: str) -> Any:
    node: Any = field
    for _ in range(DEEPEST):
        if name in node:
            return node[name]
        above = node.get("/Parent")
        node = None if above is None else above.get_object()
        if not isinstance(node, DictionaryObject):
            break
    return None


def _text(value: Any) -> str:
    value = None if value is None else value.get_object()
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""


def _plain(value: Any, fallback: float) -> float:
    return float(value) if isinstance(value, (int, float)) else fallback


def _box(item: DictionaryObject) -> Box | None:
    rectangle = item.get("/Rect")
    numbers = [float(value) for value in rectangle] if isinstance(rectangle, ArrayObject) else []
    if len(numbers) != 4:
        return None
    left, bottom, right, top = numbers
    return (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
