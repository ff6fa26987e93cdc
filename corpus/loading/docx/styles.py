"""The styles of a Word document: what a paragraph or a run inherits, whatever the styles are based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from corpus.loading.docx.package import WORD, number, value_of

DEEPEST = 40  # styles that one is based on; Word itself takes eleven

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_OFF = {"0", "false", "off", "none"}
_TOGGLES = ("vanish", "webHidden", "strike", "dstrike", "b")


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are set: `size` in half points, `width` in per cent, `colour` and `fill` as RRGGBB or empty."""

    vanish: bool = False
    webHidden: bool = False  # noqa: N815 - as the format names it
    strike: bool = False
    dstrike: bool = False
    b: bool = False
    raised: int = 0  # 1 for superscript, -1 for subscript
    size: int = 22
    width: int = 100
    colour: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The list and the level of a paragraph; `level` is None where the list itself tells it by the style."""

    list_id: str
    level: int | None


class Styles:
    """The styles by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the part of the styles; a document without it has none."""
        found = () if root is None else root.iter(f"{WORD}style")
        self._styles = {style.get(f"{WORD}styleId") or "": style for style in found}
        self._default = {
            style.get(f"{WORD}type") or "": id_
            for id_, style in self._styles.items()
            if style.get(f"{WORD}default") in {"1", "true", "on"}
        }
        defaults = None if root is None else root.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr")
        self._base = look(Look(), defaults)
        self._looks: dict[tuple[str, str], Look] = {}
        self._levels: dict[str, int] = {}

    def paragraph_style(self, properties: etree._Element | None) -> str:
        """Return the id of a paragraph's style, the default one where it names none."""
        return value_of(properties, "pStyle") or self._default.get("paragraph", "")

    def chain(self, style_id: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield a style and those that it is based on; a style that comes again ends the chain."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < DEEPEST:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style_id, style
            style_id = value_of(style, "basedOn")

    def look(self, paragraph_style: str, run_style: str = "") -> Look:
        """Return the look that a paragraph's style and a run's style give together."""
        key = (paragraph_style, run_style)
        if key not in self._looks:
            result = self._base
            for style_id in key:
                under = result
                for _, style in reversed(list(self.chain(style_id))):
                    result = look(result, style.find(f"{WORD}rPr"))
                    result = _filled(result, style.find(f"{WORD}pPr/{WORD}shd"))
                if style_id == run_style:  # a toggle of both styles is off again
                    both = {name: getattr(under, name) != _sets(self, run_style, name) for name in _TOGGLES}
                    result = replace(result, **both)
            self._looks[key] = result
        return self._looks[key]

    def level(self, style_id: str, properties: etree._Element | None) -> int:
        """Return the heading level of a paragraph, by its style, what that is based on, or its own outline; or 0."""
        if style_id not in self._levels:
            self._levels[style_id] = next(filter(None, (_level(style) for _, style in self.chain(style_id))), 0)
        outline = value_of(properties, "outlineLvl")
        return number(outline) + 1 if outline and number(outline, 9) < 9 else self._levels[style_id]

    def numbered(self, style_id: str, properties: etree._Element | None) -> Numbered | None:
        """Return the list of a paragraph, its own or the nearest of its styles'."""
        list_id, level = "", None
        own = None if properties is None else properties.find(f"{WORD}numPr")
        inherited = [style.find(f"{WORD}pPr/{WORD}numPr") for _, style in self.chain(style_id)]
        for found in (own, *inherited):
            if found is not None:
                given = value_of(found, "ilvl")
                level = number(given) if level is None and given else level
                list_id = value_of(found, "numId")
                if list_id:
                    is_own = found is own
                    level = 0 if is_own and level is None and not any(item is not None for item in inherited) else level
                    break
        return Numbered(list_id, level) if list_id and list_id != "0" else None

    def list_of(self, style_id: str) -> str:
        """Return the list that a style of lists stands for, or nothing."""
        return next((value_of(style.find(f"{WORD}pPr/{WORD}numPr"), "numId") for _, style in self.chain(style_id)), "")


def look(under: Look, properties: etree._Element | None) -> Look:
    """Return the look of letters with these properties above what they inherit."""
    if properties is None or not len(properties):
        return under
    changes: dict[str, object] = {}
    for part in properties:
        name = str(part.tag).removeprefix(WORD)
        value = part.get(f"{WORD}val") or ""
        if name in _TOGGLES:
            changes[name] = value not in _OFF
        elif name == "vertAlign":
            changes["raised"] = {"superscript": 1, "subscript": -1}.get(value, 0)
        elif name == "position" and "raised" not in changes:
            shift = number(value)
            changes["raised"] = (shift > 2) - (shift < -2)
        elif name == "sz":
            changes["size"] = number(value, under.size)
        elif name == "w":
            changes["width"] = number(value.removesuffix("%"), 100)
        elif name == "color":
            changes["colour"] = "" if value == "auto" else value.upper()
        elif name in {"shd", "highlight"}:
            changes["fill"] = _fill(part)
    return replace(under, **changes) if changes else under  # type: ignore[arg-type]


def _filled(under: Look, shading: etree._Element | None) -> Look:
    return under if shading is None else replace(under, fill=_fill(shading))


def _fill(shading: etree._Element) -> str:
    """Return the colour behind letters; one that is no RRGGBB counts as dark, for white letters stand out on it."""
    value = shading.get(f"{WORD}fill") or shading.get(f"{WORD}val") or ""
    if shading.get(f"{WORD}val") == "solid":
        value = shading.get(f"{WORD}color") or value
    return "" if value in {"auto", "clear", "nil", "none"} else value.upper()


def fill_of(shading: etree._Element | None) -> str:
    """Return the colour of a shading, or nothing."""
    return "" if shading is None else _fill(shading)


def _sets(styles: Styles, style_id: str, name: str) -> bool:
    """Return whether a run's style, or one that it is based on, switches a property on."""
    for _, style in styles.chain(style_id):
        mark = style.find(f"{WORD}rPr/{WORD}{name}")
        if mark is not None:
            return mark.get(f"{WORD}val") not in _OFF
    return False


def _level(style: etree._Element) -> int:
    name = value_of(style, "name")
    match = _HEADING.match(name)
    if match:
        return int(match.group(1))
    if name.lower() == "title":
        return 1
    outline = value_of(style.find(f"{WORD}pPr"), "outlineLvl")
    return number(outline) + 1 if outline and 0 <= number(outline, 9) < 9 else 0
