"""What is said of the standing of sources: since when, what replaced them, what applies meanwhile, and no hindsight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.standings import standing_notes
from assistant.answers.reading import Form, Reading
from assistant.answers.records import Question
from assistant.chain import PolicyChain
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import SentenceEncoder
from corpus.history.hindsight import known_title
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

MARGIN = "Is margin financing against bitcoin allowed?"
COLD = "What did the platform rules of 2023 say on margin financing?"


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


def test_the_rule_in_force_says_since_when(chain: PolicyChain) -> None:
    """A question whether it is allowed is answered with the day from which the rule applies."""
    assert "In force since 11 February 2026: Circular on margin financing." in chain.invoke(MARGIN).notes


def test_what_has_ended_says_what_replaced_it_and_when(chain: PolicyChain) -> None:
    """A superseded source names its successor."""
    answer = chain.invoke(COLD)
    assert "Platform rules was replaced on 11 February 2026 by Circular on margin financing." in answer.notes


def test_a_story_begins_with_what_took_the_place(chain: PolicyChain) -> None:
    """Who asks what became of a text reads its successor first, and not once more below; before its end nothing."""
    query = replace(chain.understood(Question(COLD)), reading=Reading(Form.STORY, {Form.STORY: 0.9}))
    line = "Platform rules was replaced on 11 February 2026 by Circular on margin financing."
    found = chain.found(query)
    assert found.lead == line
    policies = chain.edition_seen("").policies
    assert line not in list(standing_notes(query, found.statements, found.hits, policies))
    assert not chain.found(replace(query, as_of=date(2025, 3, 1))).lead


def test_what_is_only_proposed_says_what_applies_meanwhile(chain: PolicyChain) -> None:
    """Without a rule in force the answer says that none was found."""
    notes = chain.invoke("Must custodians in Singapore keep client assets in cold storage?").notes
    assert "This is only proposed, and no rule in force in Singapore on it was found in the texts." in notes


def test_before_its_end_nothing_is_known_of_it(chain: PolicyChain) -> None:
    """As of 2025 the end of the platform rules, their successor and the relation to it are unknown."""
    answer = chain.invoke(Question(MARGIN, date(2025, 3, 1)))
    rules = next(hit for hit in answer.hits if hit.policy.id == "hk-platform-rules-2023")
    assert (rules.policy.life.ended, rules.policy.life.by, rules.policy.relations) == (None, None, ())
    assert (rules.passage.life.ended, rules.passage.life.by) == (None, None)
    assert not any("2026" in note for note in answer.notes)


def test_an_announced_end_is_known(chain: PolicyChain, texts: Path, sources: Sources, encoder: WordEncoder) -> None:
    """Once the successor is published, an end that still lies ahead is told."""
    note = texts / "hk-margin-2026.md"
    note.write_text(note.read_text("utf-8").replace("published: 2026-02-11", "published: 2026-01-05"), "utf-8")
    build(sources, encoder)
    answer = chain.invoke(Question(MARGIN, date(2026, 1, 10)))
    rules = next(hit for hit in answer.hits if hit.policy.id == "hk-platform-rules-2023")
    assert str(rules.policy.life.ended) == "11 February 2026"


@pytest.mark.parametrize(
    ("title", "on", "shown"),
    [
        ("Token regime (GEN 3A), amended 12 January 2026", "2025-06-01", "Token regime (GEN 3A)"),
        ("Token regime (GEN 3A), amended 12 January 2026", "2026-06-01", None),
        ("Circular on tokenisation (23EC53; revised as 26EC22)", "2024-01-01", "Circular on tokenisation (23EC53)"),
        ("Rules (SCO60), December 2022, with July 2024 revisions", "2023-05-01", "Rules (SCO60), December 2022"),
        ("2025 Policy Address, 2026-27 Budget and 2026 Policy Address", "2025-12-01", "2025 Policy Address"),
        ("Circular of 20 October 2023", "2022-01-01", "Circular of 20 October 2023"),
    ],
)  # fmt: skip
def test_a_title_tells_nothing_later(title: str, on: str, shown: str | None) -> None:
    """The parts of a title that were added later are cut for an earlier date."""
    assert known_title(title, date.fromisoformat(on)) == (shown or title)


def test_a_title_that_was_added_to_is_cited_as_it_was(shipped: Path, minilm: SentenceEncoder) -> None:
    """As of March 2024 the circular on tokenised products is not yet revised, and is found all the same."""
    chain = PolicyChain(CurrentIndex(shipped / "index"), minilm, Glossary([]), Settings())
    answer = chain.invoke(Question("What did the SFC require of tokenised products?", date(2024, 3, 1)))
    titles = {citation.policy_id: citation.title for citation in answer.citations}
    assert titles["sfc-tokenised-products-circular-2023"].endswith("(23EC53)")
