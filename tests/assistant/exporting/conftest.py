"""A record to take along: a real answer over the four policies, and one made of hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

QUESTION = "Is “margin” financing (保證金) against bitcoin over €5 allowed?"
ASKED = Asked(30, model=False, strict=True)
HOSTILE = "\x00\x08\x1b=HYPERLINK(1) \ufffe <b>*x*</b> [a](javascript:1) & | $x$ # \u202e 加密货币 암호화폐 \U0001f600"


@pytest.fixture
def record(index: CurrentIndex, encoder: WordEncoder) -> Record:
    """Answer one question over the four policies as of 1 March 2026."""
    asked = Question("Is margin financing against bitcoin allowed?", date(2026, 3, 1), ("Hong Kong",))
    answer = PolicyChain(index, encoder, Glossary([]), Settings()).invoke(asked)
    asked = replace(asked, text=QUESTION)
    return Record("r1", datetime(2026, 3, 2, 8, tzinfo=UTC), asked, ASKED, answer)


def with_text(record: Record, text: str) -> Record:
    """Return a record in which question, statements, quotes, titles and links say a text."""
    statements = tuple(
        replace(
            one,
            text=text,
            citations=tuple(replace(c, quote=text, title=text, url=f"https://x.org/{text}") for c in one.citations),
        )
        for one in record.answer.statements
    )
    answer: Answer = replace(record.answer, question=text, statements=statements, notes=(text,))
    return replace(record, question=replace(record.question, text=text), answer=answer)
