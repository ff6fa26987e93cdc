"""Records of answers: written and read back without loss."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assistant.answers.archive import Asked, Record, from_json, to_json
from assistant.answers.records import Question, Turn
from assistant.chain import PolicyChain
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

QUESTION = Question(
    "Is “margin” financing (保證金) over €5 allowed?", date(2026, 3, 1), ("Hong Kong",), (Turn("user", "?"),)
)


@pytest.fixture
def record(index: CurrentIndex, encoder: WordEncoder) -> Record:
    """Answer one question over the four policies."""
    answer = PolicyChain(index, encoder, Glossary([]), Settings()).invoke(
        "Is margin financing against bitcoin allowed?"
    )
    return Record("r1", datetime(2026, 3, 2, 8, tzinfo=UTC), QUESTION, Asked(30, model=False, strict=False), answer)


def test_a_record_comes_back_as_it_was(record: Record) -> None:
    """Answer, dates, Chinese, curly quotes and € survive."""
    assert record.answer.statements
    assert from_json(to_json(record)) == record
    assert "保證金" in to_json(record)


@pytest.mark.parametrize(
    ("text", "named"),
    [("", "the file"), ("[]", "the file"), ('{"id": "r1"}', "at"), ("{" * 10, "the file")],
    ids=["empty", "list", "unfinished", "broken"],
)
def test_what_is_no_record_is_told_in_one_line(text: str, named: str) -> None:
    """The line says which field is wrong."""
    with pytest.raises(InputError, match=f"not a record of an answer: {named}") as raised:
        from_json(text)
    assert "\n" not in str(raised.value)


def test_a_record_of_a_later_version_is_refused(record: Record) -> None:
    """What a later assistant wrote is not read half."""
    with pytest.raises(InputError, match="update the assistant"):
        from_json(to_json(record).replace('"version": 1', '"version": 2'))
