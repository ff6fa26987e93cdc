"""Cutting texts that are longer than the encoder reads: at line ends, then sentences, then words, then characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import ceil

Count = Callable[[Sequence[str]], list[int]]

# A sentence ends in a full stop (and closing quotes or brackets) before a blank and a capital, digit or opening mark,
# or in a Chinese full stop.
_END = re.compile(r"(?<=[.!?:;])[”’\"')\]]*\s+(?=[A-Z0-9(“‘\"'\[])|(?<=[。！？；])(?=\S)")
# No sentence ends behind these: abbreviations, initials, and numbers of a list.
_NO_END = re.compile(r"(?:\b(?:No|Nos|Art|Arts|Sec|Secs|para|paras|Mr|Mrs|Ms|Dr|Inc|Ltd|Corp|Co|v|vs|cf|e\.g|i\.e|p|pp|"
                     r"Resp|Defs|Fed|Reg|Stat|Cir|Supp|Compl|Am|Id|U\.S|U\.S\.C)|\b[A-Z]|^\W*\w{1,3})\.$")  # fmt: skip


def costs(texts: Sequence[str], count: Count) -> list[int]:
    """Count the tokens of each text without the special tokens that every text has once."""
    if not texts:
        return []
    overhead, *counts = count(["", *texts])
    return [number - overhead for number in counts]


def cut(texts: Sequence[str], count: Count, limit: int) -> list[list[str]]:
    """Cut each text into pieces of at most `limit` tokens (special tokens not counted), each as even as it can be.

    Nothing but the blanks at a cut is lost. `count` must not count fewer tokens for two words apart than together;
    it is called once a level of cutting, on all texts at once.
    """
    return [_pack(pieces, limit) for pieces in _small_pieces(texts, count, limit)]


def _small_pieces(texts: Sequence[str], count: Count, limit: int) -> list[list[tuple[str, int, str]]]:
    """Give the pieces of each text as (text, tokens, separator before it), none over the limit."""
    whole = [[(text, tokens, "")] for text, tokens in zip(texts, costs(texts, count), strict=True)]
    for separator, level in (("\n", str.splitlines), (" ", sentences), (" ", str.split), ("", _halves)):
        while any(tokens > limit and len(text) > 1 for pieces in whole for text, tokens, _ in pieces):
            long = list(dict.fromkeys(text for pieces in whole for text, tokens, _ in pieces if tokens > limit))
            parts = {text: level(text) for text in long}
            known = [part for text in long for part in parts[text]]
            tokens_of = dict(zip(known, costs(known, count), strict=True))
            whole = [
                [
                    new
                    for text, tokens, before in pieces
                    for new in (
                        _divided(parts[text], tokens_of, separator, before)
                        if tokens > limit
                        else [(text, tokens, before)]
                    )
                ]
                for pieces in whole
            ]
            if separator:
                break
    return whole


def _divided(
    parts: Sequence[str], tokens_of: dict[str, int], separator: str, before: str
) -> Iterator[tuple[str, int, str]]:
    for position, part in enumerate(parts):
        yield part, tokens_of[part], separator if position else before


def _pack(pieces: Sequence[tuple[str, int, str]], limit: int) -> list[str]:
    """Join neighbouring pieces into as few texts as the limit allows, of about the same length.

    Halves of a word stay apart, because joined they may count more tokens than the sum.
    """
    total = sum(tokens for _, tokens, _ in pieces)
    goal = ceil(total / max(1, ceil(total / limit)))
    packed: list[str] = []
    size = limit + 1
    for text, tokens, before in pieces:
        if not packed or size + tokens > limit or size >= goal or not before:
            packed.append(text)
            size = tokens
        else:
            packed[-1] += before + text
            size += tokens
    return packed


def _halves(text: str) -> list[str]:
    middle = (len(text) + 1) // 2
    return [part for part in (text[:middle], text[middle:]) if part]


def sentences(text: str) -> list[str]:
    """Cut a text behind each sentence; the pieces joined by blanks are the text again."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        end = match.start() + len(match.group(0).rstrip())
        if not _NO_END.search(text[start:end][-12:]):
            found.append(text[start:end])
            start = match.end()
    return [*found, text[start:]]
