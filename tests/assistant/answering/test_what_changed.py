"""What changed between two dates, asked in the chat, on the four-policy corpus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.what_changed import ChangesQuestion, asked
from assistant.answers.records import Answer, Part, Question
from assistant.chain import PolicyChain
from assistant.settings import Settings
from assistant.understanding import understand
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

TODAY = date(2026, 6, 2)
ACT = """\
---
id: sg-act
title: Custody Act
issuer: MAS
jurisdiction: Singapore
kind: act
published: 2025-03-01
effective: 2026-05-01
sources: [https://example.org/sg-act]
confidence: high
evidence_to: 2026-06-01
---
# A policy

## What it says
1. The Custody Act was passed on 1 March 2025.
2. The Custody Act binds custodians. The Custody Act took effect on 1 May 2026.
"""
NEWS = "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin and ether."


def read(index: CurrentIndex, text: str) -> ChangesQuestion | None:
    """Understand a question as of the same day, and read it as one for changes."""
    return asked(understand(Question(text, TODAY), Glossary(()), TODAY), index.edition())


def answer(index: CurrentIndex, text: str) -> Answer:
    """Ask the chain."""
    return PolicyChain(index, WordEncoder(), Glossary(()), Settings()).invoke(Question(text, TODAY))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("What changed in Hong Kong between March 2025 and May 2026?", date(2025, 2, 28), date(2026, 5, 31)),
        ("what has changed since January 2026?", date(2025, 12, 31), TODAY),
        ("Which rules are new since 2025?", date(2024, 12, 31), TODAY),
        ("What changes were there from 1 May 2026 to 3 May 2026?", date(2026, 4, 30), date(2026, 5, 3)),
        ("What changed between March 2026 and December 2030?", date(2026, 2, 28), TODAY),
    ],
)
def test_a_question_for_changes_is_recognised(index: CurrentIndex, text: str, begin: date, end: date) -> None:
    """The first day counts, and what lies after the date of the answer does not."""
    assert read(index, text) == ChangesQuestion(begin, end, ())


@pytest.mark.parametrize(
    "text",
    [
        "What changed in Hong Kong?",
        "What has changed for margin haircuts since January 2026?",
        "Is margin financing allowed since February 2026?",
        "What changed between May 2026 and March 2026?",
    ],
)
def test_another_question_is_not(index: CurrentIndex, text: str) -> None:
    """Without a period, with a subject that is no topic, or with the dates turned round, retrieval answers."""
    assert read(index, text) is None


def test_each_change_is_a_checked_statement(index: CurrentIndex) -> None:
    """The new circular, the bill and the rules that ended, each in its part, with its source and its checks."""
    found = answer(index, "What changed between February 2026 and May 2026?")
    assert [(statement.part, statement.citations[0].policy_id) for statement in found.statements] == [
        (Part.ANSWER, "hk-margin-2026"),
        (Part.COMING, "sg-custody-bill"),
        (Part.PAST, "hk-platform-rules-2023"),
    ]
    assert all(statement.passed and statement.checks for statement in found.statements)
    assert {hit.passage.id for hit in found.hits} == {citation.passage_id for citation in found.citations}
    assert found.statements[0].text == NEWS
    assert found.notes[0] == "3 changes from 1 February 2026 to 31 May 2026."


def test_a_place_narrows_and_a_quiet_time_is_said(index: CurrentIndex) -> None:
    """In Singapore one thing changed; in the first week of January nothing did."""
    found = answer(index, "What changed in Singapore since January 2026?")
    assert [citation.policy_id for citation in found.citations] == ["sg-custody-bill"]
    quiet = answer(index, "What changed between 1 January 2026 and 7 January 2026?")
    assert quiet.refusal == "Nothing changed in the texts that I hold from 1 January 2026 to 7 January 2026."


def test_the_sentence_with_the_date_of_the_change_is_chosen(
    sources: Sources, texts: Path, encoder: WordEncoder
) -> None:
    """Of an act that took effect on 1 May 2026 the sentence that says so is told, not the first."""
    (texts / "sg-act.md").write_text(ACT, encoding="utf-8")
    build(sources, encoder)
    found = answer(CurrentIndex(sources.index), "What changed in Singapore between 1 May 2026 and 1 May 2026?")
    assert [statement.text for statement in found.statements] == ["The Custody Act took effect on 1 May 2026."]
    assert found.citations[0].locator == "¶2"
