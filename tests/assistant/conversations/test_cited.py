"""Where a policy was cited: in saved questions and in records of answers, the newest first."""

from __future__ import annotations

from datetime import UTC, date, datetime

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Question
from assistant.chain import PolicyChain
from assistant.conversations import Conversations
from assistant.conversations.cited import Origin, cited_by
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

QUESTION = Question("Which haircut on bitcoin collateral does the SFC's circular require?", date(2026, 6, 1))
CIRCULAR = "hk-margin-2026"


def test_saved_questions_and_records_tell_where(
    index: CurrentIndex, encoder: WordEncoder, conversations: Conversations
) -> None:
    """Both cite the second paragraph of the circular; a policy that no answer cites has none."""
    answer = PolicyChain(index, encoder, Glossary([]), Settings()).invoke(QUESTION)
    saved = [conversations.saved("ann").add(QUESTION, answer, date(2026, 6, 2))]
    record = Record("r1", datetime(2026, 6, 3, tzinfo=UTC), QUESTION, Asked(10, model=False, strict=False), answer)
    found = cited_by(CIRCULAR, saved, [record])
    assert [(one.origin, one.day.day, one.id) for one in found] == [
        (Origin.CONVERSATION, 3, "r1"),
        (Origin.SAVED, 2, saved[0].id),
    ]
    assert all("¶2" in one.locators and one.question == QUESTION.text for one in found)
    assert cited_by("sg-custody-bill", saved, [record]) == []
