"""Raised and lowered letters: note marks, exponents, ordinals and fractions, told apart.

None becomes part of a figure that it is not.
"""

from __future__ import annotations

import re

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")  # the lower half of a fraction until it is `settled`
PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
SLASHES = ("/", "⁄", "∕")
FUNCTION_WORDS = {
    "and", "are", "but", "for", "from", "has", "its", "may", "must", "not", "shall", "than", "that", "the", "this",
    "was", "who", "with",
}  # fmt: skip

_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ère|ème|º|ª)\.?", re.IGNORECASE)
_SYMBOLS = {"tm": "™", "sm": "℠"}
_NOTE = re.compile(
    r"[\[(]?(?:(?:foot)?note\s*)?((?:\d{1,3}|[a-zA-Z]|[*†‡§#]{1,3})(?:\s*[,–-]\s*(?:\d{1,3}|[a-zA-Z]))*)[\])]?"
)
_EXPONENT_BASE = re.compile(r"(?:(?:\A|[^\d.,])(?:10|2)|(?<![^\W\d_])[a-zA-Z)]|(?<![^\W\d_])[cdkm]?m)\Z")
_SIGNED = re.compile(r"[-−–+]\s?[\d.]+")
_TORN = re.compile(r"(?<=\d) (\[note [^\]]+\])\s*(%|per ?cent\b|[a-z]{3,}\b)")
_IN_PARENTHESES = re.compile(r" ?\(\s*(\[note [^\]]+\])\s*\)")
_FRACTION = re.compile(
    r"(?P<whole>\d)?(?: ?\[note (?P<note>\d{1,3})\]|\^(?P<power>\d{1,3})|(?<!\d)(?P<plain>\d{1,3}))"
    r" ?[/⁄∕] ?(?P<below>[₀-₉]{1,3}|(?<=⁄)\d{1,3}|(?<=⁄ )\d{1,3})"
)


def raised(before: str, mark: str) -> str:
    """Return how raised letters are written behind the text `before`: `[note 4]`, `^8`, or the letters of an ordinal.

    A signed number is an exponent, and so is one behind 10, 2, a single letter or a unit of length; any other number,
    letter or sign is the mark of a note. Letters of several are part of the word.
    """
    text = mark.strip().translate(SUPERSCRIPTS)
    base = before.rstrip()
    if not text or not base:
        return mark
    if text.lower() in _SYMBOLS:
        return _SYMBOLS[text.lower()]
    if base[-1].isdigit() and _ORDINAL.fullmatch(text):
        return text
    if _SIGNED.fullmatch(text) or (text.isdecimal() and _EXPONENT_BASE.search(base)):
        return f"^{text}"
    note = _NOTE.fullmatch(text)
    if note is None:
        return mark
    return f"{'' if before[-1:].isspace() else ' '}[note {note.group(1)}]"


def lowered(before: str, mark: str) -> str:
    """Return how lowered letters are written: behind a digit apart from it, behind a letter as they are.

    Behind a slash a number is the lower half of a fraction, which `settled` puts together.
    """
    if before.rstrip().endswith(SLASHES) and mark.strip().isdecimal():
        return mark.strip().translate(SUBSCRIPTS)
    return f"_{mark.strip()}" if before[-1:].isdigit() and mark.strip()[:1].isdigit() else mark


def settled(text: str) -> str:
    """Move the mark of a note behind the unit of its figure, and put the halves of fractions together.

    `30 [note 4] days` becomes `30 days [note 4]`, and `2 [note 1]/₂` becomes `2 1/2`.
    """
    if "[note" in text:
        text = _IN_PARENTHESES.sub(r" \1", text).lstrip()
    if any(slash in text for slash in SLASHES):
        text = _FRACTION.sub(_fraction, text)

    def move(match: re.Match[str]) -> str:
        note, unit = match.groups()
        return match.group(0) if unit in FUNCTION_WORDS else f"{'' if unit == '%' else ' '}{unit} {note}"

    return _TORN.sub(move, text) if "[note" in text else text


def _fraction(match: re.Match[str]) -> str:
    whole = f"{match['whole']} " if match["whole"] else ""
    blank = " " if not whole and match.group(0).startswith(" ") else ""
    above = match["note"] or match["power"] or match["plain"]
    return f"{whole}{blank}{above}/{match['below'].translate(PLAIN)}"
