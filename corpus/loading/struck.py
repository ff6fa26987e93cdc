"""Struck text: words that a document shows crossed out. They are kept and shown, and are no part of what stands.

A loader puts them between two marks within the text of a draft; `settle` parts them from it before anything else
reads the text, so that the index, the answers and their checks never see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.loading.cleaning import squeeze, squeeze_lines
from corpus.loading.draft import Draft
from corpus.records import Block, Struck

START, END = "\ufdd0", "\ufdd1"  # noncharacters: no text has a use for them
_MARKED = re.compile(f"{START}([^{START}{END}]*)(?:{END}|\\Z)|[{START}{END}]")
_LABEL = re.compile(r"(?:§? ?\(?\w{1,5}[.)])?\W*")  # what is left of a struck paragraph: its number


def strike(text: str) -> str:
    """Put the marks around struck words; blanks alone stay as they are."""
    return f"{START}{text}{END}" if text.strip() else text


def part(text: str) -> tuple[str, Struck]:
    """Part a marked text into the words that stand and the struck ones, each with its offset in the former.

    Of a text that is struck but for its number nothing stands.
    """
    if START not in text and END not in text:
        return text, ()
    tidy = squeeze_lines if "\n" in text else squeeze
    standing: list[str] = []
    struck: list[tuple[int, str]] = []  # with the letters before it, blanks not counted
    letters = done = 0
    for match in [*_MARKED.finditer(text), None]:
        piece = text[done:] if match is None else text[done : match.start()]
        standing.append(piece)
        letters += len("".join(piece.split()))
        if match is not None:
            done = match.end()
            if words := squeeze(match.group(1) or ""):
                struck.append((letters, words))
    tidied = tidy("".join(standing))
    placed = tuple(zip(offsets(tidied, [count for count, _ in struck]), (words for _, words in struck), strict=True))
    if placed and _LABEL.fullmatch(tidied) and not re.search(r"\w", tidied[placed[0][0] :]):
        return "", ((0, squeeze(" ".join((tidied, *(words for _, words in placed))))),)
    return tidied, placed


def settle(drafts: Iterable[Draft]) -> list[Draft]:
    """Part the struck words of each draft from its text; one that is struck as a whole goes to its neighbour."""
    settled: list[Draft] = []
    behind: list[str] = []  # struck as a whole, behind the last draft or before the first one
    for draft in drafts:
        text, struck = part(draft.text)
        if text:
            first: Struck = ()
            if behind and settled and not settled[-1].level:
                settled[-1] = _with(settled[-1], behind)
            else:
                first = tuple((0, words) for words in behind)
            settled.append(replace(draft, text=text, struck=(*draft.struck, *first, *struck)))
            behind = []
        else:
            behind += [words for _, words in struck]
    if behind and settled:
        settled[-1] = _with(settled[-1], behind)
    return settled


def settle_blocks(blocks: Iterable[Block]) -> list[Block]:
    """Do as `settle` does for blocks; one that is struck as a whole goes behind the one before it."""
    settled: list[Block] = []
    first: Struck = ()  # struck before anything stands
    for block in blocks:
        text, struck = part(block.text)
        if text:
            settled.append(replace(block, text=text, struck=(*first, *block.struck, *struck)))
            first = ()
        elif settled:
            last = settled[-1]
            behind = tuple((len(last.text), words) for _, words in struck)
            settled[-1] = replace(last, struck=(*last.struck, *behind))
        else:
            first += struck
    return settled


def _with(draft: Draft, behind: Sequence[str]) -> Draft:
    return replace(draft, struck=(*draft.struck, *((len(draft.text), words) for words in behind)))


def offsets(text: str, letters: Sequence[int]) -> list[int]:
    """Return the places in a text behind so many letters each, in rising order; blanks do not count."""
    found: list[int] = []
    count = position = 0
    for wanted in letters:
        while count < wanted and position < len(text):
            count += not text[position].isspace()
            position += 1
        found.append(position)
    return found
