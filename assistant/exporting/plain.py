"""A conversation as plain text to paste anywhere: the questions, the answers and the numbered sources."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.archive import Record
from assistant.exporting.outline import answer_lines, readable
from assistant.exporting.words import ENGLISH, Words


def plain_text(records: Sequence[Record], title: str, words: Words = ENGLISH) -> str:
    """Return the questions and answers of a conversation, without the records of how they came to be."""
    pieces = [readable(title)] if len(records) > 1 else []
    for record in records:
        pieces.append(readable(record.question.text))
        pieces += ["\n".join(filter(None, (line.text, line.url))) for line in answer_lines(record.answer, words)]
    return "\n\n".join(pieces)
