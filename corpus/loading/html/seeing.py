"""Seeing: what an element's style hides from a reader, and how it draws words: crossed out, raised, as a block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tinycss2 import color4

from corpus.loading.html.styles import Style

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
LEAST_CONTRAST = 1.2  # of WCAG's ratio, which runs from 1 to 21; pale print that people still read has 1.5
LEAST_SIZE = 2.0  # pixels of letters that nobody can read
LEAST_OPACITY = 0.05
FAR = 300.0  # pixels beyond which text stands outside of any page
IN_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "cm": 37.8, "mm": 3.8, "in": 96.0,
             "vw": 10.0, "vh": 8.0, "%": 10.0, "": 1.0}  # fmt: skip
BLOCKS = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "flow-root"})

_LENGTH = re.compile(r"([+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12}))([a-z%]*)\Z")
_ZERO_SCALE = re.compile(r"scale(?:3d|x|y)?\(\s*[+-]?0*\.?0*\s*[,)]")
_MOVED = re.compile(r"translate(?:3d|x|y)?\(([^()]*)\)")
_INSET = re.compile(r"(?:inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*0\w* 0\w*\s*\))")
_RECT = re.compile(r"rect\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of text and of the ground that it stands on, None where unknown, and whether it has no size."""

    text: Colour | None = BLACK
    ground: Colour | None = WHITE
    tiny: bool = False


def is_folded(style: Style) -> bool:
    """Return whether an element is not drawn at all, as the closed panels of an accordion are not."""
    if style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}:
        return True
    clipped = any("hidden" in style.get(name, "") or "clip" in style.get(name, "") for name in
                  ("overflow", "overflow-x", "overflow-y"))  # fmt: skip
    flat = any(_pixels(style.get(name, "")) in {0.0, 1.0} for name in ("height", "max-height", "width", "max-width"))
    return clipped and flat


def is_unreadable(style: Style) -> bool:
    """Return whether an element is drawn so that nobody can read what is in it: transparent, clipped, off the page."""
    opacity = style.get("opacity", "")
    if (share := _pixels(opacity)) is not None and share <= LEAST_OPACITY * (100 if opacity.endswith("%") else 1):
        return True
    places = [style.get(name, "") for name in ("left", "right", "top", "bottom", "text-indent", "margin-left")]
    transform = style.get("transform", "")
    places += [part for moved in _MOVED.findall(transform) for part in re.split(r"[,\s]+", moved)]
    if any((place := _pixels(text)) is not None and abs(place) > FAR and place < 0 for text in places):
        return True
    return bool(_ZERO_SCALE.search(transform) or _is_clipped(style))


def looked(style: Style, look: Look) -> Look:
    """Return how text directly within an element looks that stands in another with the given look."""
    text, ground, tiny = look.text, look.ground, look.tiny
    size = style.get("font-size", "")
    if (letters := _pixels(size)) is not None:
        relative = size.endswith(("em", "%")) and not size.endswith("rem")
        tiny = (tiny and relative) or letters < LEAST_SIZE
    if "color" in style and style["color"] not in {"inherit", "initial", "unset"}:
        text = _colour(style["color"], ground)
    for name in ("background", "background-color"):
        value = style.get(name, "")
        if "url(" in value or "gradient" in value or "var(" in value:
            ground = None
        elif value and (painted := _first_colour(value)):
            ground = _colour(painted, ground)
    return Look(text, ground, tiny)


def is_invisible(look: Look) -> bool:
    """Return whether text has the colour of its ground, or no size."""
    if look.tiny or look.text is None or look.ground is None:
        return look.tiny
    light, dark = sorted((_luminance(look.text), _luminance(look.ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05) < LEAST_CONTRAST


def drawn_as(style: Style) -> str:
    """Return the tag that stands for how a style draws an element: `s`, `sup`, `sub`, `div`, or nothing."""
    if "line-through" in f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}":
        return "s"
    raised = {"super": "sup", "text-top": "sup", "sub": "sub"}.get(style.get("vertical-align", ""), "")
    return raised or ("div" if style.get("display", "").split(" ")[0] in BLOCKS else "")


def _pixels(value: str) -> float | None:
    match = _LENGTH.fullmatch(value)
    return None if match is None else float(match.group(1)) * IN_PIXELS.get(match.group(2), 1.0)


def _is_clipped(style: Style) -> bool:
    rect = _RECT.search(style.get("clip", ""))
    edges = [_pixels(edge) for edge in re.split(r"[,\s]+", rect.group(1).strip())] if rect else []
    flat = len(edges) == 4 and None not in edges and all(abs(edge or 0.0) <= 1.0 for edge in edges)
    return flat or _INSET.search(style.get("clip-path", "")) is not None


def _first_colour(value: str) -> str:
    """Return the colour within a `background` of several parts."""
    return next((part for part in (value, *re.split(r"\s+(?![^(]*\))", value)) if _parsed(part) is not None), "")


def _parsed(value: str) -> color4.Color | None:
    try:
        found = color4.parse_color(value)
    except (ValueError, ZeroDivisionError):  # a number that no colour has
        return None
    return None if found is None or isinstance(found, str) else found


def _colour(value: str, ground: Colour | None) -> Colour | None:
    """Return a colour as it shows on its ground, through which a translucent one lets see; None for an unknown one."""
    found = _parsed(value)
    if found is None:
        return None
    red, green, blue = (max(0.0, min(1.0, part)) for part in _rgb(found))
    alpha = float(found.alpha)
    if ground is None:
        return None if alpha < 1 else (red, green, blue)
    below = ground
    mixed = [alpha * own + (1 - alpha) * other for own, other in zip((red, green, blue), below, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def _rgb(colour: color4.Color) -> Colour:
    """Return a colour in red, green and blue; one of a perceptual space as the grey that is as light."""
    if colour.space in {"lab", "lch", "oklab", "oklch"}:
        light = (float(colour.to("lab").coordinates[0]) + 16) / 116
        grey = max(light**3, 0.0) ** (1 / 2.4)  # of sRGB, but for the darkest tones
        return grey, grey, grey
    known = colour.to("srgb") if colour.space in {"hsl", "hwb"} else colour
    red, green, blue = (float(part or 0) for part in known.coordinates)
    return red, green, blue


def _luminance(colour: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
