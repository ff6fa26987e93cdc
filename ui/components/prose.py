"""Words that we did not write, as Markdown that Streamlit shows as words: no link, no icon, no list, no heading.

Streamlit's front end makes links of bare addresses and icons of `:material/name:` after the Markdown is parsed, where a
backslash no longer helps. What it looks for is therefore cut in two by an element that holds nothing.
"""

from __future__ import annotations

import re

from assistant.records import Statement
from assistant.rows import as_lines, escape, statement_markdown

CUT = ":small[]"  # becomes an empty element; the text stays exact when it is copied
CUT_AT = re.compile(r"(?<=\\:)(?=\S)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def plain(text: str) -> str:
    """Give text as Markdown that shows exactly it, line by line."""
    return _shown(escape(text))


def statement_prose(statement: Statement) -> str:
    """Give a statement with its citation markers."""
    return _shown(statement_markdown(statement))


def _shown(escaped: str) -> str:
    return CUT_AT.sub(CUT, as_lines(escaped))
