"""A plan before retrieval: asked for where one search may fall short, validated, and never at the answer's cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.reading import Form, Reading
from assistant.answers.records import Findings, Hit, Intent, Query, Question
from assistant.chain import PolicyChain
from assistant.llm.open import open_model
from assistant.planning.searches import MOST_SEARCHES, needs_plan
from assistant.planning.widening import FIRST, added
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.records import Life, Nature, Passage, Policy, Standing
from corpus.vocabulary.glossary import Glossary
from tests.assistant.answering.test_several import statement
from tests.conftest import WordEncoder
from tests.openai_server import NAME, OpenAIServer, Reply

DAY = date(2026, 11, 22)
PARTS = "May brokers offer margin financing? How many platforms were licensed on 19 February 2025?"
PLAIN = "What haircut does the SFC's circular of 11 February 2026 require on bitcoin collateral?"
GOOD = "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin [1]."
STORAGE = "required platforms to keep 98% of client assets in cold storage"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies."""
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder, server: OpenAIServer) -> PolicyChain:
    """Make a chain whose model is the scripted server, and whose searches find two passages."""
    own = Settings(model=NAME, model_timeout=20, model_base_url=server.url, top_k=2)
    return PolicyChain(index, encoder, Glossary([]), own, lambda: open_model(own), today=lambda: DAY)


def plan(*searches: tuple[str, str, str]) -> str:
    """Return the reply of a model that plans these searches: words, place and day."""
    rows = [{"words": words, "place": place, "day": day} for words, place, day in searches]
    return json.dumps({"searches": rows})


def test_what_a_plan_finds_is_read_and_the_record_tells(chain: PolicyChain, server: OpenAIServer) -> None:
    """One call before the answer; a passage that the question did not find stands in the prompt of the answer."""
    server.say(plan(("custodians keep client assets in cold storage", "Singapore", "")), GOOD)
    answer = chain.invoke(PARTS)
    assert PARTS in server.prompts[0]
    assert "plan searches" in server.prompts[0]
    assert "The Singapore custody bill of 2 May 2026 would require" in server.prompts[1]
    assert any("custodians keep client assets" in step and "in Singapore" in step for step in answer.steps)
    assert "plan" in answer.latency_ms
    assert answer.composer == "generative"


def test_a_plain_question_costs_no_plan(chain: PolicyChain, server: OpenAIServer) -> None:
    """What one search answers is asked at once."""
    server.say(GOOD)
    chain.invoke(PLAIN)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [Reply("no JSON"), Reply('{"searches": "none"}'), Reply(status=500)],
    ids=["no JSON", "another shape", "an error"],
)
def test_without_a_plan_all_goes_as_it_went(chain: PolicyChain, server: OpenAIServer, reply: Reply) -> None:
    """A model that fails at its plan is asked for the answer all the same, and the record tells."""
    server.reply(*[reply] * 3)
    server.say(GOOD)
    answer = chain.invoke(PARTS)
    assert answer.composer == "generative" or answer.statements
    assert any(step.startswith("no plan: ") for step in answer.steps)
    assert not any("plan" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("search", "why"),
    [
        (("margin financing", "Atlantis", ""), "the place 'Atlantis' is unknown"),
        (("margin financing", "", "2026-12-24"), "the day '2026-12-24'"),
        (("margin financing", "", "soon"), "the day 'soon'"),
        (("  ", "", ""), "its words are missing"),
        (("margin " * 40, "", ""), "its words are too many"),
    ],
)
def test_a_search_that_does_not_hold_is_left_out(
    chain: PolicyChain, server: OpenAIServer, search: tuple[str, str, str], why: str
) -> None:
    """The others are used; the record says what was wrong."""
    server.say(plan(search, ("client assets in cold storage", "Hong Kong", "")), GOOD)
    answer = chain.invoke(PARTS)
    assert any(step.startswith("planned search not used: ") and why in step for step in answer.steps)
    assert STORAGE in server.prompts[1]


def test_five_searches_are_enough(chain: PolicyChain, server: OpenAIServer) -> None:
    """More are not carried out, whatever a model plans."""
    server.say(plan(*[(f"cold storage {number}", "", "") for number in range(9)]), GOOD)
    answer = chain.invoke(PARTS)
    assert sum(step.startswith("searched: ") for step in answer.steps) == MOST_SEARCHES
    assert f"9 searches were planned, and the first {MOST_SEARCHES} used" in answer.steps


def test_nothing_later_comes_by_a_plan(chain: PolicyChain, server: OpenAIServer) -> None:
    """As of March 2025 a plan finds neither the bill nor the circular of 2026, and tells standings of that day."""
    server.say(plan(("custody bill cold storage", "", ""), ("client assets in cold storage", "", "2024-01-01")), GOOD)
    chain.invoke(Question(PARTS, date(2025, 3, 1)))
    assert "2026" not in server.prompts[1].partition("The passages")[2].partition("The question")[0]
    assert STORAGE in server.prompts[1]
    assert "Standing on 1 March 2025: in force" in server.prompts[1]


def hit(number: int, score: float) -> Hit:
    """Make a hit."""
    life = Life(Nature.RULE, None, None, None)
    policy = Policy("p", "Circular", "SFC", "Hong Kong", "circular", life)
    return Hit(Passage(f"p#{number}", "p", "Words.", "¶1", life), policy, score, 0.0, 0.0, Standing.IN_FORCE)


def found(intent: Intent = Intent.FACT, form: Form = Form.VALUE, closeness: float = 0.9) -> Findings:
    """Make findings with an answer."""
    query = Query("q", "q", DAY, intent, reading=Reading(form))
    hits = tuple(hit(number, 1 - number / 100) for number in range(30))
    return Findings(query, hits, hits, (statement("It is so."),), 0.9, closeness=closeness)


def test_what_is_added_comes_behind_the_first_hits() -> None:
    """However well a further search scores, it displaces none of the ten best of the question."""
    more = added(found(), [hit(100, 1.0)])
    best = sorted(more.hits, key=lambda one: -one.score)[:FIRST]
    assert [one.passage.id for one in best] == [f"p#{number}" for number in range(FIRST)]
    assert more.hits[-1].passage.id == "p#100"


@pytest.mark.parametrize(
    ("findings", "needed"),
    [
        (found(), False),
        (found(closeness=0.2), True),
        (found(form=Form.STORY), True),
        (found(Intent.COMPARISON, closeness=0.2), False),
        (replace(found(closeness=0.2), statements=()), False),
    ],
    ids=["plain", "little found", "a story", "a comparison", "no answer"],
)
def test_what_needs_a_plan(findings: Findings, needed: bool) -> None:
    """A question on which little was found and a story do; a comparison is searched cell by cell as it is."""
    assert needs_plan(findings) is needed
