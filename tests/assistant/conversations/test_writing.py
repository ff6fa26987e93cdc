"""What the store writes: every database keeps it, and it is read back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.archive import Asked
from assistant.answers.records import Answer, Check, Citation, Intent, Question, Statement, Turn
from assistant.conversations.sql.writing import (
    answer_json,
    asked_json,
    clean,
    hashed,
    line,
    question_json,
    read_answer,
    read_asked,
    read_question,
    read_statement,
    searched,
    statement_json,
)
from corpus.records import Standing

QUESTION = Question("保證金？", date(2026, 3, 1), ("Hong Kong",), (Turn("user", "margin"),), "me", ("own-1",))
CITED = Citation("1", "p", "p#p1", "Rules", "¶1", None, "Brokers may.", Standing.IN_FORCE, "https://example.org")
STATEMENT = Statement("Brokers may.", (CITED,), checks=(Check("figures", passed=False, note="60%"),))
ANSWER = Answer("保證金？", date(2026, 3, 1), Intent.FACT, (STATEMENT,), refusal=None, notes=("A note.",))


def test_records_are_read_back_as_they_were() -> None:
    """Question, settings, statement and answer, with all that lies in them."""
    asked = Asked(30, model=True, strict=False, encoder="policy-minilm")
    assert read_question(question_json(QUESTION)) == QUESTION
    assert read_asked(asked_json(asked)) == asked
    assert read_statement(statement_json(STATEMENT)) == STATEMENT
    assert read_answer(answer_json(ANSWER)) == ANSWER


def test_half_a_character_does_not_lose_the_answer() -> None:
    """A model's JSON can hold what UTF-8 cannot: it is kept as a question mark, and dates stay dates."""
    broken = Answer("a\ud83d b", date(2026, 3, 1), Intent.FACT, (), lead="\udce9")
    kept = read_answer(answer_json(broken))
    assert (kept.question, kept.lead, kept.as_of) == ("a? b", "?", date(2026, 3, 1))


@given(st.text(st.characters(), max_size=40))
def test_what_is_clean_every_database_keeps(text: str) -> None:
    """No NUL and no half character is left, and cleaning again changes nothing."""
    kept = clean(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept == clean(kept)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\n b\t c", "a b c"), ("abcdef", "abcdef"), ("abcdefg", "abcde…"), ("abcd  efgh", "abcd…"), ("", "")],
)
def test_a_title_is_one_line(text: str, shown: str) -> None:
    """Blanks of any kind are one, and what is too long ends in an ellipsis within the limit."""
    assert line(text, 6) == shown


def test_an_exchange_is_found_by_question_answer_and_refusal() -> None:
    """All three are searched, and what was not given leaves no blank line."""
    assert searched(QUESTION, (STATEMENT,), "Not found.") == "保證金？\nBrokers may.\nNot found."
    assert searched(Question("margin")) == "margin"


def test_a_link_is_kept_as_its_hash_alone() -> None:
    """Who reads the database cannot open what was shared; a token that no database keeps does not fail."""
    assert hashed("token") == hashed("token") != hashed("token ")
    assert "token" not in hashed("token")
    assert len(hashed("\ud800")) == 64
