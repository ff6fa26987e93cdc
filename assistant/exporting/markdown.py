"""The Markdown export: plain CommonMark in which no text of a user or a document is markup."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.answers.archive import Record
from assistant.answers.rows import as_lines, readable
from assistant.exporting.outline import Line, Style, outline
from assistant.exporting.words import ENGLISH, Words

BEFORE = {
    Style.TITLE: "# ",
    Style.QUESTION: "## ",
    Style.APPENDIX: "## ",
    Style.HEAD: "- ",
    Style.HEADING: "### ",
    Style.PART: "#### ",
    Style.QUOTE: "> ",
    Style.FACT: "- ",
}
ONE_LINE = (Style.BRAND, Style.TITLE, Style.QUESTION, Style.APPENDIX, Style.HEADING, Style.PART)
LISTED = (Style.FACT, Style.HEAD)


def markdown(records: Sequence[Record], title: str, words: Words = ENGLISH) -> bytes:
    """Write a conversation as Markdown in UTF-8."""
    lines = groupby(outline(records, title, words), lambda line: line.style in LISTED)
    blocks = ((("\n" if listed else "\n\n").join(map(_written, those))) for listed, those in lines)
    return ("\n\n".join(blocks) + "\n").encode()


def _written(line: Line) -> str:
    if line.rows:
        head, *rows = line.rows
        return "\n".join(map(_row, (head, ("---",) * len(head), *rows)))
    text = " ".join(line.text.split()) if line.style in ONE_LINE else line.text.strip()
    before = BEFORE.get(line.style, "")
    under = before if line.style is Style.QUOTE else " " * len(before)
    link = f"  \n<{line.url}>" if line.url else ""
    return before + as_lines(readable(text)).replace("\n", f"\n{under}") + link


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(readable(' '.join(cell.split())).replace('|', chr(92) + '|') for cell in cells)} |"
