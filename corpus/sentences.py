"""Cutting a text into sentences, English and Chinese, without tripping over `Cap. 656` or `U.S.C.`."""

from __future__ import annotations

import re

ABBREVIATIONS = frozenset((
    "cap", "no", "nos", "art", "arts", "sec", "secs", "para", "paras", "reg", "regs", "vol", "ch", "pt", "pp", "vs",
    "etc", "inc", "ltd", "co", "corp", "dept", "mr", "mrs", "ms", "dr", "st", "approx", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "subsec", "subpar", "fig", "ed", "rev", "stat", "cir",
))  # fmt: skip
INITIALS = re.compile(r"[A-Za-z](?:\.[A-Za-z])*")  # U.S.C., L.N., e.g., v.
END = re.compile(
    r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9€£$\u3400-\u9fff「『（])|(?<=[。！？])(?![」』”’）])|(?<=[。！？][」』”’）])"
)
LAST_WORD = re.compile(r"([\w.]+)\.[\"'”’)\]]*\s*$")


def sentences(text: str) -> list[str]:
    """Give the sentences of a text in order; nothing is lost but the blanks between them."""
    pieces: list[str] = []
    start = 0
    for match in END.finditer(text):
        piece = text[start : match.end()].strip()
        word = LAST_WORD.search(piece)
        if word and (word.group(1).lower() in ABBREVIATIONS or INITIALS.fullmatch(word.group(1))):
            continue
        if piece:
            pieces.append(piece)
        start = match.end()
    rest = text[start:].strip()
    return pieces + ([rest] if rest else [])
