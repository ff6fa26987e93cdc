"""Where a policy was cited: in which of the owner's questions, saved or in conversations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.answers.archive import Record
from assistant.conversations.saved import Saved


class Origin(StrEnum):
    """Where a question was asked."""

    SAVED = "saved question"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class Cited:
    """One question whose answer cites a policy: when it was asked, and the paragraphs that its answer rests on.

    `id` is that of the saved question or of the record.
    """

    question: str
    day: date
    locators: tuple[str, ...]
    origin: Origin
    id: str


def cited_by(policy_id: str, saved: Iterable[Saved] = (), records: Iterable[Record] = ()) -> list[Cited]:
    """Return the questions whose answers cite a policy, the newest first; those of no answer of it are left out.

    What is passed in decides whose questions are told: give it one person's own.
    """
    citing = [cited for cited in (*_in_saved(policy_id, saved), *_in_records(policy_id, records)) if cited.locators]
    return sorted(citing, key=lambda cited: cited.day, reverse=True)


def _in_saved(policy_id: str, saved: Iterable[Saved]) -> Iterator[Cited]:
    for one in saved:
        places = [row["locator"] for row in one.now["citations"] if row["policy_id"] == policy_id]
        yield Cited(one.text, one.day, tuple(dict.fromkeys(places)), Origin.SAVED, one.id)


def _in_records(policy_id: str, records: Iterable[Record]) -> Iterator[Cited]:
    for record in records:
        places = [citation.locator for citation in record.answer.citations if citation.policy_id == policy_id]
        yield Cited(
            record.question.text, record.at.date(), tuple(dict.fromkeys(places)), Origin.CONVERSATION, record.id
        )
