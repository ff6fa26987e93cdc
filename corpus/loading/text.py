"""Plain text: paragraphs between empty lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import from_bytes

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.firstpage import date_line
from corpus.loading.structure import structured
from corpus.records import Document

SAMPLE = 65_536  # bytes that decide on the encoding; the guess takes about a second a megabyte
BINARY_SHARE = 0.01  # share of control characters above which a file is no text
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
TITLE_LENGTH = 200  # a longer first line is a paragraph

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def load_text(data: bytes, name: str) -> Document:
    """Read plain text: a short first line without a full stop is the title; raise InputError for a binary file."""
    text, warnings = decode(data, name)
    found: Counter[str] = Counter()
    cleaned = clean(text, found)
    blocks = structured(list(_drafts(cleaned)))
    if not blocks:
        raise InputError(f"{name} holds no text: give a file with something to read.")
    first = squeeze(cleaned.strip().split("\n")[0])
    title = first if len(first) <= TITLE_LENGTH and not first.endswith(".") else ""
    warned = (*warnings, *report(found))
    return Document(tuple(blocks), title=title, published=date_line(cleaned), warnings=warned)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Give the text of bytes in UTF-8, UTF-16 with its mark, or a guessed encoding with a warning.

    Raise InputError where the bytes are no text.
    """
    warnings: tuple[str, ...] = ()
    try:
        text = data.decode("utf-16" if data.startswith(MARKS[1:]) else "utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data[:SAMPLE]).best()
        if guess is None:
            raise InputError(f"{name} is not text in a known encoding: save it as UTF-8.") from None
        text = data.decode(guess.encoding, errors="replace")
        warnings = (f"The text is not UTF-8; it was read as {guess.encoding.replace('_', '-')}.",)
    sample = text[:SAMPLE]
    if len(_CONTROLS.findall(sample)) > BINARY_SHARE * len(sample):
        raise InputError(f"{name} is a binary file, not text: give it its right extension or save it as UTF-8 text.")
    return text, warnings


def _drafts(text: str) -> Iterator[Draft]:
    """Give the paragraphs; a text without any empty line has one paragraph a line."""
    parts = _PARAGRAPHS.split(text)
    if len(parts) == 1:
        parts = text.split("\n")
    for part in parts:
        if words := squeeze(part):
            yield Draft(words)
