"""Plain text: paragraphs between empty lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.dating import publication
from corpus.loading.draft import Draft
from corpus.loading.encodings import decode
from corpus.loading.marks import settled
from corpus.loading.structure import structured
from corpus.loading.structure.numbering import tokens_of
from corpus.records import Document

TITLE_LENGTH = 200  # a longer first line is a paragraph
HEADING_LENGTH = 80
FRONT_BLOCKS = 20  # paragraphs that count as the first page

_PAGE_MARK = re.compile(r"\[*Page \d+\]*|\W*", re.IGNORECASE)  # and rules of dashes
_ITEM = re.compile(r"\s*[-*•▪–—]\s")
_NO_HEADING = re.compile(r"[:;,.!?%$€£@]\W*$|[:%$€£@]|\d{2,}")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def load_text(data: bytes, name: str) -> Document:
    """Read plain text: a short first line without a full stop is the title; raise InputError for a binary file."""
    text, warnings = decode(data, name)
    found: Counter[str] = Counter()
    cleaned = clean(text, found)
    blocks = structured(list(preformatted(cleaned)))
    if not blocks:
        raise InputError(f"{name} holds no text: give a file with something to read.")
    first = squeeze(cleaned.strip().split("\n")[0])
    title = first if len(first) <= TITLE_LENGTH and not first.endswith(".") else ""
    told = publication([block.text for block in blocks[:FRONT_BLOCKS]])
    warned = (*warnings, *filter(None, [told.warning]), *report(found))
    return Document(tuple(blocks), title=title, published=told.when, warnings=warned)


def preformatted(text: str) -> Iterator[Draft]:
    """Yield the paragraphs of text as a typewriter sets it.

    They stand between empty lines; without any, each line is one. A line that is set in further than the one before
    it, or that begins with a label, begins a paragraph. A short line that stands alone in capital letters or with
    capital words is a heading, where text follows.
    """
    parts = [part for part in _PARAGRAPHS.split(text) if part.strip()]
    if len(parts) == 1:
        parts = text.split("\n")
    for part, following in pairwise([*parts, ""]):
        if _PAGE_MARK.fullmatch(part.strip()):
            continue
        lines = part.strip("\n").split("\n")
        if len(lines) == 1 and _is_heading(squeeze(part)) and following and not _is_heading(squeeze(following)):
            yield Draft(squeeze(part), level=2)
            continue
        for run in _runs(lines):
            if words := settled(squeeze(" ".join(run))):
                yield Draft(words)


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Cut lines where one is set in further than the one before it, or begins with a label."""
    run: list[str] = []
    for line in lines:
        if not line.strip():
            continue
        further = run and _indent(line) > _indent(run[-1])
        if run and ((further and len(run) > 1) or tokens_of(line.strip()) or _ITEM.match(line)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_heading(line: str) -> bool:
    """Return whether a line reads as a heading: short, with capital words, without figures or an end."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return (
        len(line) <= HEADING_LENGTH
        and bool(words)
        and all(word[0].isupper() for word in words)
        and not _NO_HEADING.search(line)
    )
