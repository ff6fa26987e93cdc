"""False premises: what a question takes for granted is corrected where the sources plainly contradict it, else not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.premises import premise
from assistant.answers.records import Question
from assistant.chain import PolicyChain
from assistant.settings import SHIPPED_TEXTS, Settings
from corpus.current import CurrentIndex
from corpus.encoders.sentence import SentenceEncoder
from corpus.vocabulary.glossary import read_glossary

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def chain(shipped: Path, minilm: SentenceEncoder) -> PolicyChain:
    """Return the chain over the shipped texts, without a model."""
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    return PolicyChain(CurrentIndex(shipped / "index"), minilm, glossary, Settings())


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Since VARA allowed privacy coins, which may I list?", "VARA allowed privacy coins"),
        ("Why does the SFC allow retail perpetuals?", "the SFC allow retail perpetuals"),
        ("The HKMA scrapped the cold storage rule. What replaced it?", "The HKMA scrapped the cold storage rule"),
        ("既然香港已經取消發牌，還要申請嗎？", "香港已經取消發牌"),
        ("Since 2024, which coins may be listed?", None),
        ("Is staking allowed?", None),
        ("As of June 2024, was lending allowed?", None),
    ],
)
def test_the_premise_is_read(question: str, clause: str | None) -> None:
    """A clause that leads a question in, or that it asks the reason or the day of."""
    assert premise(question) == clause


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Since VARA allowed privacy coins, which ones can I list in Dubai?", "is prohibited"),
        ("Why does the SFC allow retail investors to trade perpetual contracts?", "No retail access"),
        ("When did the European Union ban self-hosted wallets?", "not banned"),
        ("Given that the CLARITY Act has been enacted, who registers with the CFTC?", "would"),
        ("Since the GENIUS Act lets issuers pay interest to holders, how much may they pay?", "prohibits"),
    ],
)
def test_a_false_premise_is_corrected_first(chain: PolicyChain, question: str, told: str) -> None:
    """The first note says so with the source, and the sentence against it comes first, with the first number."""
    answer = chain.invoke(Question(question, TODAY))
    assert answer.notes[0].startswith("The question takes for granted that “")
    assert told in answer.statements[0].text
    assert all(statement.passed for statement in answer.statements)
    said = [statement.text for statement in answer.statements]
    assert not any(one in other for one in said for other in said if one is not other)
    assert [citation.marker for citation in answer.citations] == [str(n + 1) for n in range(len(answer.citations))]


@pytest.mark.parametrize(
    "question",
    [
        "Since the SFC allowed staking on licensed platforms, what must platforms disclose?",
        "Now that the GENIUS Act has been signed, when does it take effect?",
        "Why does the GENIUS Act prohibit interest on payment stablecoins?",
        "When did mainland China ban crypto mining?",
        "Now that VARA has banned privacy coins, must platforms delist Monero?",
        "Why does the SFC allow perpetual contracts for professional investors?",
        "Now that the SFC has abolished licensing for trading platforms, can anyone open one?",  # false, and not seen
    ],
)
def test_where_the_sources_leave_room_nothing_is_said(chain: PolicyChain, question: str) -> None:
    """A true premise, and one that no near sentence plainly contradicts, is left alone."""
    answer = chain.invoke(Question(question, TODAY))
    assert not any("takes for granted" in note for note in answer.notes)
