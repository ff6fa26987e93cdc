"""Feedback: kept with its answer, changed and taken back, and written as a question set."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.answers.records import Question, Turn
from assistant.cli import main
from assistant.conversations import Conversations, Mine, open_conversations
from assistant.conversations.feedback import question_row
from assistant.evaluation.sets import read_question_set
from assistant.settings import load_settings
from corpus.errors import InputError
from tests.assistant.conversations.samples import ASKED, answer, question


def asked(mine: Mine, words: Question, refusal: str | None = None) -> str:
    """Ask, and have it answered."""
    exchange = mine.ask(mine.start("x"), words, None, ASKED)
    mine.finish(exchange, answer(refusal=refusal))
    return exchange


def test_feedback_is_changed_and_taken_back(conversations: Conversations, mine: Mine) -> None:
    """The last word counts; what is taken back, or deleted with its conversation, is nowhere."""
    conversation = mine.start("x")
    exchange = mine.ask(conversation, question(), None, ASKED)
    mine.rate(exchange, good=True)
    mine.rate(exchange, good=False, reason="too short", correction="At least 60%.")
    kept = mine.path(conversation)[0].feedback
    assert kept
    assert (kept.good, kept.reason, kept.correction) == (False, "too short", "At least 60%.")
    assert [one.feedback for one in conversations.feedback()] == [kept]
    mine.delete(conversation)
    assert conversations.feedback() == []
    mine.restore(conversation)
    mine.unrate(exchange)
    mine.unrate(exchange)
    assert mine.path(conversation)[0].feedback is None
    assert conversations.feedback() == []


def test_feedback_has_a_length(mine: Mine) -> None:
    """What is too long is refused, and what was said before stays."""
    exchange = asked(mine, question())
    mine.rate(exchange, good=True)
    for words in ({"reason": "x" * 5_001}, {"correction": "x" * 5_001}):
        with pytest.raises(InputError, match="5,000 characters each"):
            mine.rate(exchange, good=False, **words)
    (rated,) = mine.path(mine.list()[0].id)
    assert rated.feedback
    assert rated.feedback.good


@pytest.mark.parametrize(
    ("good", "correction", "refusal", "expected"),
    [
        (True, "", None, "answer"),
        (True, "", "Nothing is said.", "refuse"),
        (False, "At least 60%.", "Nothing is said.", "answer"),
        (False, "At least 60%.", None, "answer"),
        (False, "", None, None),
        (False, "", "Nothing is said.", None),
    ],
)
def test_what_is_expected_follows_from_the_feedback(
    conversations: Conversations, mine: Mine, good: bool, correction: str, refusal: str | None, expected: str | None
) -> None:
    """A good refusal is to be refused again, a corrected one answered; of a bad answer alone nothing follows."""
    mine.rate(asked(mine, question(), refusal), good, "a reason", correction)
    (rated,) = conversations.feedback()
    row = question_row(rated)
    assert row.get("expected_behavior") == expected
    assert row.get("reference", "") == correction
    assert row["as_of"] == "2026-06-01"
    assert rated.exchange not in json.dumps(row)


def test_the_command_writes_a_set_that_can_be_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`evaluate validate` takes it, with the words of people as they are."""
    conversations = open_conversations(load_settings())
    mine = conversations.of("anna")
    follow_up = Question("And “ether” 以太幣?", None, ("Singapore",), (Turn("user", "What is the haircut?"),))
    mine.rate(asked(mine, follow_up), good=False, reason="=wrong\n", correction='At least 60%, "gross".')
    mine.rate(asked(mine, question()), good=True)
    conversations.close()
    out = tmp_path / "new" / "feedback.jsonl"
    assert main(["feedback", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"2 rated answers: {out}\n"
    assert main(["evaluate", "validate", str(out)]) == 0
    assert "2 questions, 1 with reference" in capsys.readouterr().out
    first, second = sorted(read_question_set(out).questions, key=lambda row: not row.reference)
    assert (first.text, first.as_of) == (follow_up.text, date(2026, 6, 1).isoformat())
    assert first.reference == 'At least 60%, "gross".'
    assert first.notes.startswith("not good on ")
    assert (second.reference, second.behavior) == ("", "answer")
    row = next(json.loads(line) for line in out.read_text(encoding="utf-8").splitlines() if "以太幣" in line)
    assert row["history"] == [{"role": "user", "content": "What is the haircut?"}]
    assert row["jurisdictions"] == ["Singapore"]


def test_without_feedback_no_file_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends as for bad input, in one line."""
    assert main(["feedback", "--out", str(tmp_path / "feedback.jsonl")]) == 2
    assert capsys.readouterr().err == "Nobody has rated an answer yet: there is nothing to write.\n"
    assert not (tmp_path / "feedback.jsonl").exists()
