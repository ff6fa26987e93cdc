"""Other people's words as Markdown that Streamlit shows literally: no link, no icon, no list, no heading.

Streamlit's front end makes links of bare addresses and icons of `:material/name:` after the Markdown is parsed, where a
backslash no longer helps. What it looks for is therefore cut in two by an element that holds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.answers.records import Statement
from assistant.answers.rows import as_lines, escape, failing, unmarked
from corpus.records import Passage
from ui.language import term

CUT = ":small[]"  # becomes an empty element; the text stays exact when it is copied
CUT_AT = re.compile(r"(?<=\\:)(?=\S)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
Marks = Mapping[str, tuple[str, str]]  # by marker: the key of the chip that it opens, and the words shown above it


def plain(text: str) -> str:
    """Return text as Markdown that shows exactly it, line by line."""
    return _shown(escape(text))


def with_struck(passage: Passage) -> str:
    """Return a passage's text with the words that its document shows crossed out, crossed out."""
    parts: list[str] = []
    done = 0
    for offset, words in passage.struck:
        parts += [plain(passage.text[done:offset].strip()), f"~~{plain(words)}~~"]
        done = offset
    return " ".join(filter(None, (*parts, plain(passage.text[done:].strip()))))


def statement_prose(statement: Statement, marks: Marks | None = None, strong: str = "") -> str:
    """Return a statement with its citation markers, which open their sources where `marks` says what they are.

    The words `strong` of it are printed in bold, where they stand in it as whole words.
    """
    said = _with_strong(unmarked(statement.text), strong)
    markers = "".join(f" {_marker(citation.marker, marks or {})}" for citation in statement.citations)
    return f"{said}{markers}{f' *{term(mark)}*' if (mark := failing(statement)) else ''}"


def _with_strong(text: str, strong: str) -> str:
    start = text.casefold().find(strong.casefold()) if strong.strip() else -1
    end = start + len(strong)
    if start < 0 or text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
        return plain(text)
    parts = [text[:start], text[start:end], text[end:]]
    before, words, after = map(plain, parts)
    return f"{before}**{words}**{after}"


def _marker(marker: str, marks: Marks) -> str:
    """Return a marker as a link within the page (frame.js presses the chip), or as words before there is a chip."""
    if marker not in marks:
        return rf"\[{marker}\]"
    key, words = marks[marker]
    return rf'[\[{marker}\]](#{key} "{escape(words).replace(chr(34), "")}")'


def _shown(escaped: str) -> str:
    return CUT_AT.sub(CUT, as_lines(escaped))
