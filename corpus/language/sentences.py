"""Cutting a text into sentences, English and Chinese, without tripping over `Cap. 656` or `U.S.C.`."""

from __future__ import annotations

import re
from itertools import pairwise

ABBREVIATIONS = frozenset((
    "cap", "no", "nos", "art", "arts", "sec", "secs", "para", "paras", "reg", "regs", "vol", "ch", "pt", "pp", "vs",
    "etc", "inc", "ltd", "co", "corp", "dept", "mr", "mrs", "ms", "dr", "st", "approx", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "subsec", "subpar", "fig", "ed", "rev", "stat", "cir",
    "res",
))  # fmt: skip
INITIALS = re.compile(r"[A-Za-z](?:\.[A-Za-z])*")  # U.S.C., L.N., e.g., v.
END = re.compile(
    r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9€£$\u3400-\u9fff「『（])|(?<=[。！？])(?![」』”’）])|(?<=[。！？][」』”’）])"
)
# Between the points of a list, which are one sentence by their stops: behind a line, and before `(b)` or `b)`.
POINT = re.compile(r"\s*\n\s*|(?<=[;:；：])\s+(?=(?:(?:and|or)\s+)?\(?\w{1,4}\)\s)")
LAST_WORD = re.compile(r"([\w.]+)\.[\"'”’)\]]*\s*$")
LONGEST_WORD = 40  # letters before a stop that are looked at, so that a text of abbreviations takes linear time


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order; nothing is lost but the blanks between them."""
    return [text[start:end] for start, end in sentence_spans(text)]


def piece_spans(text: str) -> list[tuple[int, int]]:
    """Return the positions of the sentences of a text, of a list those of its lead-in and of each point."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        cuts = [(match.start(), match.end()) for match in POINT.finditer(text, start, end)]
        for (_, first), (last, _) in pairwise([(start, start), *cuts, (end, end)]):
            spans += _stripped(text, first, last)
    return spans


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the first and the last position (exclusive) of each sentence of a text, without the blanks around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(text):
        word = LAST_WORD.search(text, max(start, match.start() - LONGEST_WORD), match.end())
        if word and (word.group(1).lower() in ABBREVIATIONS or INITIALS.fullmatch(word.group(1))):
            continue
        spans += _stripped(text, start, match.end())
        start = match.end()
    return spans + _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    return [(first, last)] if first < last else []
