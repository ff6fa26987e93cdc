"""Fonts: the bytes of a string become letters and widths; what has no map to Unicode is known as such."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font as PdfFont

UNMAPPED = "\ufffd"
WIDE = 0.95  # of half a blank's width: gaps from here on part words
MOST_KNOWN = 50_000  # strings of a font that are kept as read
UNKNOWN_SHARE = 0.2  # of a font's letters: more of them without a meaning, and none of them is believed

_IDENTITY = ("/Identity-H", "/Identity-V")


Glyphs = tuple[list[str], list[float], float, tuple[int, ...]]


@dataclass
class Font:
    """A font as text is read with it; `space` is in thousandths of the size."""

    font: PdfFont
    mapped: bool
    bold: bool
    space: float
    _known: dict[bytes, Glyphs] = field(default_factory=dict)

    def glyphs(self, data: bytes) -> Glyphs:
        """Return the letters of a string, their left edges and its width in sizes, and which are blanks for `Tw`."""
        found = self._known.get(data)
        if found is None:
            found = self._read(data)
            if len(self._known) < MOST_KNOWN:
                self._known[data] = found
        return found

    def _read(self, data: bytes) -> Glyphs:
        font = self.font
        if isinstance(font.encoding, str):
            codes = data.decode(font.encoding, "surrogatepass" if font.encoding.startswith("utf-16") else "replace")
            letters = list(codes)
        else:
            encoding = font.encoding
            codes = data.decode("latin-1")
            letters = [encoding.get(byte, chr(byte)) for byte in data]
        to_unicode, widths = font.character_map, self._widths
        texts = [str(to_unicode.get(letter, letter)) for letter in letters] if self.mapped else [UNMAPPED] * len(codes)
        places: list[float] = []
        width = 0.0
        for code in codes:
            places.append(width)
            width += widths.get(code, self._default)
        single = len(codes) == len(data)  # `Tw` widens blanks of one byte alone
        blanks = tuple(number for number, code in enumerate(codes) if code == " ") if single else ()
        return texts, places, width, blanks

    def __post_init__(self) -> None:
        """Turn the widths into sizes."""
        given = self.font.character_widths
        self._widths = {code: float(width) / 1000 for code, width in given.items() if code != "default"}
        self._widths[self.font.space_char] = self.space / 1000
        self._default = float(given["default"]) / 1000


def read_font(resource: DictionaryObject) -> Font:
    """Read a font of a page's resources."""
    font = PdfFont.from_font_resource(resource)
    name = str(resource.get("/BaseFont", ""))
    space = font.space_width if font.character_widths.get(font.space_char, 0) else 200.0
    return Font(
        font,
        mapped=_is_mapped(resource, font),
        bold="bold" in name.lower() or "black" in name.lower(),
        space=float(space),
    )


def _is_mapped(resource: DictionaryObject, font: PdfFont) -> bool:
    """Return whether the letters of a font can be told: by a map to Unicode, or by names that mean letters."""
    if "/ToUnicode" in resource:
        values = [str(value) for value in font.character_map.values()]
        return not values or not _are_unknown(values)
    if resource.get("/Subtype") == "/Type0":
        return resource.get("/Encoding") not in _IDENTITY
    if not font.interpretable:
        return False
    encoding: Any = resource.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    if not isinstance(encoding, DictionaryObject) or "/Differences" not in encoding:
        return True
    changed = [item for item in encoding["/Differences"] if not isinstance(item, (int, float))]  # type: ignore[attr-defined]
    codes = [code for code in _changed_codes(encoding) if isinstance(font.encoding, dict) and code in font.encoding]
    letters = [font.encoding[code] for code in codes] if isinstance(font.encoding, dict) else []
    unknown = sum(_is_unknown(letter) or str(name).lstrip("/") == letter != letter[:1]
                  for name, letter in zip(changed, letters, strict=False))  # fmt: skip
    return unknown <= UNKNOWN_SHARE * max(1, len(changed))


def _changed_codes(encoding: DictionaryObject) -> list[int]:
    codes: list[int] = []
    code = 0
    for item in encoding["/Differences"]:  # type: ignore[attr-defined]
        if isinstance(item, (int, float)):
            code = int(item)
        else:
            codes.append(code)
            code += 1
    return codes


def _are_unknown(letters: list[str]) -> bool:
    return sum(_is_unknown(letter) for letter in letters) > UNKNOWN_SHARE * len(letters)


def _is_unknown(letters: str) -> bool:
    """Return whether a character means nothing: a control, a private or unassigned place, or the replacement."""
    letter = letters[:1]
    return not letter or letter == UNMAPPED or (unicodedata.category(letter) in {"Cc", "Co", "Cn", "Cs"} and
                                                not letter.isspace())  # fmt: skip
