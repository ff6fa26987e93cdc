"""Remove characters that a reader cannot see, or that only typesetting needs, from every text before it is read.

Hidden characters carry instructions to a model past the eye of the person who added the document, so what is taken
out is counted and reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from corpus.language.screening import screen

# Each class of hidden characters, as the user reads of it.
HIDDEN: dict[str, str] = {
    "zero-width characters": "\u200b-\u200d\u2060-\u2064\ufeff\u180e\u034f\u115f\u1160\u3164\uffa0",
    "bidirectional controls": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "Unicode tag characters": "\U000e0000-\U000e007f",
    "variation selectors": "\ufe00-\ufe0f\U000e0100-\U000e01ef",
}
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
# Radicals that fonts of Chinese give in the place of the letters that look the same.
RADICALS = {
    **{place: unicodedata.normalize("NFKC", chr(place)) for place in range(0x2F00, 0x2FD6)},
    **dict(
        zip(
            map(ord, "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻥⻦⻩⻬⻮⻰"),
            "母民西见角贝车长门青韦页风飞食马骨鱼鸟黄齐齿龙",
            strict=True,
        )
    ),
}
SOFT_HYPHEN = "\u00ad"

_LETTERS = LIGATURES | RADICALS
_HIDDEN = re.compile("|".join(f"([{characters}])" for characters in HIDDEN.values()))
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")  # the ideographic blank U+3000 stays
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\n]+")


def clean(text: str, found: Counter[str]) -> str:
    """Return a text in NFC without hidden and control characters; `found` is told how many of which were taken out.

    Line ends and blanks of every kind become newlines and spaces, ligatures become letters. Soft hyphens stay, for
    a loader that joins lines needs them (`squeeze` takes them out).
    """
    if text.isascii() and text.isprintable():
        return text

    def count(match: re.Match[str]) -> str:
        found[list(HIDDEN)[(match.lastindex or 1) - 1]] += 1
        return ""

    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", _BLANKS.sub(" ", _HIDDEN.sub(count, text)))
    return unicodedata.normalize("NFC", text.translate(_LETTERS))


def hide(text: str, found: Counter[str]) -> None:
    """Count a piece of text that a reader cannot see and that was taken out; one that addresses a model by itself."""
    if squeeze(text):
        found["pieces of hidden text"] += 1
        if screen(text):
            found["pieces of it that address a model"] += 1


def squeeze(text: str) -> str:
    """Take out soft hyphens, and make every run of blanks and line ends one space."""
    return " ".join(text.replace(SOFT_HYPHEN, "").split())


def squeeze_lines(text: str) -> str:
    """Do as `squeeze` does within each line, and leave out empty lines."""
    lines = (_SPACE.sub(" ", line.replace(SOFT_HYPHEN, "")).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def report(found: Counter[str]) -> tuple[str, ...]:
    """Say in words for the user what `clean` and the loaders took out."""
    return tuple(f"Taken out: {number} {what}." for what, number in found.items())
