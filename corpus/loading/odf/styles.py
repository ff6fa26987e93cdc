"""The styles of an OpenDocument file: how letters are drawn, and which lists and levels paragraphs have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.loading.parts.runs import Look
from corpus.loading.parts.trees import Element

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DEEPEST = 30  # styles above one another
BOLD = {"bold", "600", "700", "800", "900"}


class Styles:
    """The styles of a file by family and name."""

    def __init__(self, *trees: Element | None) -> None:
        """Read the styles of all parts; those of the text itself come last, and count."""
        self._styles: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        for tree in trees:
            for one in () if tree is None else tree.iter(f"{STYLE}style"):
                self._styles[one.get(f"{STYLE}family", ""), one.get(f"{STYLE}name", "")] = one
            for one in () if tree is None else tree.iter(f"{TEXT}list-style"):
                self.lists[one.get(f"{STYLE}name", "")] = one
            for one in () if tree is None else tree.iter(f"{TEXT}outline-style"):
                self.outline = one

    def look(self, family: str, name: str, around: Look) -> Look:
        """Return the look of letters of a style within those of another look."""
        for style in reversed(list(self._chain(family, name))):
            for properties in style.iterchildren(f"{STYLE}text-properties"):
                around = _changed(around, properties)
        return around

    def list_of(self, name: str) -> str:
        """Return the list style that a paragraph style names, or nothing."""
        found = (style.get(f"{STYLE}list-style-name") for style in self._chain("paragraph", name))
        return next((one for one in found if one is not None), "")

    def shows_table(self, name: str) -> bool:
        """Return whether a table of a style is shown."""
        table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
        found = (one.get(f"{table}display") for style in self._chain("table", name) for one in style)
        return next((value for value in found if value is not None), "true") != "false"

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        for _ in range(DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")


def _changed(look: Look, properties: Element) -> Look:
    values = {key.rpartition("}")[2]: str(value) for key, value in properties.items()}
    if "text-line-through-style" in values or "text-line-through-type" in values:
        kinds = {values.get("text-line-through-style", "solid"), values.get("text-line-through-type", "single")}
        look = replace(look, struck="none" not in kinds)
    if "display" in values:
        look = replace(look, hidden=values["display"] == "none")
    if "text-position" in values:
        place = values["text-position"].split()[0] if values["text-position"].split() else "0%"
        height = 1 if place == "super" else -1 if place == "sub" else _percent(place)
        look = replace(look, raised=height > 0, lowered=height < 0)
    if "font-weight" in values:
        look = replace(look, bold=values["font-weight"] in BOLD)
    return look


def _percent(text: str) -> float:
    try:
        return float(text.rstrip("%"))
    except ValueError:  # no number: letters stand where they always do
        return 0.0


def name_of(element: Element) -> str:
    """Return the style of a paragraph, span or list."""
    name: str = element.get(f"{TEXT}style-name", "")
    return name
