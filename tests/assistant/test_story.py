"""The starting story, asked of the shipped corpus with the real encoder: the answers that must never be lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain, open_chain
from assistant.settings import Settings
from corpus.records import Standing


@pytest.fixture(scope="module")
def chain(shipped: Path) -> PolicyChain:
    """Open the chain on the shipped corpus."""
    return open_chain(Settings(data=shipped))


def words(answer: Answer) -> str:
    """Return the words of an answer."""
    return " ".join(statement.text for statement in answer.statements)


def test_retail_investors_and_perpetual_contracts(chain: PolicyChain) -> None:
    """Retail investors may not; professional investors may, under the framework in force."""
    answer = chain.invoke("Can retail investors trade crypto perpetual contracts in Hong Kong?")
    first = answer.statements[0]
    assert first.citations[0].policy_id == "sfc-perpetual-framework-2026"
    assert first.citations[0].standing is Standing.IN_FORCE
    assert "professional investors only" in first.text


def test_margin_lending_now_and_then(chain: PolicyChain) -> None:
    """Today it is allowed by the circular of February 2026; on 1 March 2025 it was under consideration only."""
    question = "Is margin lending against bitcoin allowed?"
    now, then = chain.invoke(question), chain.invoke(Question(question, date(2025, 3, 1)))
    assert now.statements[0].citations[0].policy_id == "sfc-va-financing-circular-2026"
    assert "sfc-va-financing-circular-2026" not in {citation.policy_id for citation in then.citations}
    assert "under consideration" in words(then)
    assert {"consensus-hk-2025-remarks", "aspire-roadmap-2025"} & {citation.policy_id for citation in then.citations}


def test_platforms_licensed_in_february_2025(chain: PolicyChain) -> None:
    """Nine, cited to a text of that time."""
    answer = chain.invoke("How many platforms were licensed in February 2025?")
    assert "nine" in words(answer)


def test_bitcoins_peak_is_found_in_a_later_report(chain: PolicyChain) -> None:
    """The peak of 20 January 2025 stands in what was published in February."""
    assert "US$109,071" in words(chain.invoke("What was bitcoin's peak price in January 2025?"))


def test_the_mainland_ban_and_what_replaced_it(chain: PolicyChain) -> None:
    """The notice of 2021 was replaced by that of 6 February 2026."""
    answer = chain.invoke("What replaced the 2021 mainland ban on virtual currency business?")
    assert "cn-yinfa-2026-42" in {citation.policy_id for citation in answer.citations} or "[2026] No. 42" in words(
        answer
    )


@pytest.mark.parametrize(
    "question",
    [
        "Which coin will double next year?",
        "What does circular 26EC199 say?",
        "What does Iceland require of crypto exchanges?",
        "How do I bake sourdough bread?",
    ],
)
def test_what_must_be_refused(chain: PolicyChain, question: str) -> None:
    """Predictions, inventions, places and topics that the corpus does not hold."""
    assert chain.invoke(question).refused


def test_a_comparison_cites_each_place_from_its_own_texts(chain: PolicyChain) -> None:
    """No place is filled from another."""
    answer = chain.invoke("Compare stablecoin reserve and redemption rules in Hong Kong, Singapore and the EU")
    hits = {hit.passage.id: hit.policy.jurisdiction for hit in answer.hits}
    assert {statement.place for statement in answer.statements} == {"Hong Kong", "Singapore", "European Union"}
    assert all(hits[s.citations[0].passage_id] == s.place for s in answer.statements)


def test_chinese_questions_find_english_texts(chain: PolicyChain) -> None:
    """Terms of the glossary carry a Traditional Chinese question to its answer."""
    answer = chain.invoke("香港零售投資者可以買賣永續合約嗎?")
    assert "sfc-perpetual-framework-2026" in {citation.policy_id for citation in answer.citations}


def test_every_statement_of_every_story_passes_its_checks(chain: PolicyChain) -> None:
    """Nothing is shown that failed a check."""
    for question in ("What capital does a stablecoin issuer need in Hong Kong?", "What is the ASPIRe roadmap?"):
        answer = chain.invoke(question)
        assert answer.statements
        assert all(statement.passed for statement in answer.statements)
