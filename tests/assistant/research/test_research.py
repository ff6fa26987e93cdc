"""Research: an agent of LangChain over a scripted server, with our tools, stopped, failing and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain
from assistant.cli import main
from assistant.llm.open import open_model
from assistant.research.agent import MOST_TURNS
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder
from tests.openai_server import NAME, OpenAIServer, Reply

DAY = date(2026, 11, 22)
MARGIN = "May brokers offer margin financing against bitcoin?"
GOOD = "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin [1]."
BILL = "The Singapore custody bill of 2 May 2026 would require custodians to keep client assets in cold storage."
DONE = Reply("DONE")


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


def calls(*made: tuple[str, Mapping[str, Any]]) -> Reply:
    """Return a turn of the agent that calls these tools."""
    return Reply(calls=made)


def research(chain: PolicyChain, day: date | None = None) -> tuple[Answer, list[str]]:
    """Ask with a research; give the answer, and the steps that were told while it was made."""
    told: list[str] = []
    *_, answer = chain.statements(Question(MARGIN, day, research=True), told=told.append)
    assert isinstance(answer, Answer)
    return answer, told


def test_what_the_tools_find_is_read_before_the_answer(chain: PolicyChain, server: OpenAIServer) -> None:
    """Each step is told as it is made and recorded, and every sentence is checked as ever."""
    server.reply(
        calls(("search", {"words": "client assets in cold storage", "place": "Singapore"})),
        calls(("lineage", {"policy_id": "hk-margin-2026"}), ("changes", {"begin": "2026-01-01", "end": "2026-12-31"})),
        calls(("open_policy", {"policy_id": "hk-remarks-2025"}), ("calendar", {})),
        calls(("compare", {"words": "cold storage", "places": ["Hong Kong", "Singapore"]})),
        DONE,
        Reply(f"{GOOD} Brokers must not lend at all [1]."),
    )
    answer, told = research(chain)
    assert len(told) == 6
    assert told[0].startswith("search “client assets in cold storage” in Singapore: 1 passages, 1 of them new")
    assert tuple(f"research: {step}" for step in told) == answer.steps[:6]
    assert BILL in server.prompts[5]
    assert "nine platforms were licensed" in server.prompts[5]
    assert GOOD.replace(" [1]", "") in [statement.text for statement in answer.statements]
    assert not any("must not lend" in statement.text for statement in answer.statements)


def test_the_tools_tell_what_they_found(chain: PolicyChain, server: OpenAIServer) -> None:
    """The next turn reads passages with their number, standing and id, and the lines of a list."""
    server.reply(
        calls(("search", {"words": "cold storage", "place": "Singapore"})),
        calls(("lineage", {"policy_id": "hk-margin-2026"})),
        DONE,
        Reply(GOOD),
    )
    research(chain)
    assert "Standing on 22 November 2026: proposed" in server.prompts[1]
    assert "Id of the instrument: sg-custody-bill" in server.prompts[1]
    assert (
        "Platform rules (id hk-platform-rules-2023), superseded: superseded by Circular on margin financing"
        in server.prompts[2]
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("search", {"words": "cold storage", "place": "Atlantis"}), "There is no place 'Atlantis'"),
        (("search", {"words": " "}), "Give one point in words"),
        (("open_policy", {"policy_id": "hk-margin-2062"}), "did you mean hk-margin-2026?"),
        (("changes", {"begin": "soon", "end": "2026-01-01"}), "'soon' is no day"),
        (("sell", {"what": "bitcoin"}), "sell is not a valid tool"),
        (("search", {"wrong": 1}), "words"),
    ],
)
def test_a_wrong_call_is_answered_by_a_line(
    chain: PolicyChain, server: OpenAIServer, call: tuple[str, Mapping[str, Any]], said: str
) -> None:
    """The agent reads what was wrong and may go on; the answer is made all the same."""
    server.reply(calls(call), DONE, Reply(GOOD))
    answer, _ = research(chain)
    assert said in server.prompts[1]
    assert answer.composer == "generative"


@pytest.mark.parametrize("replies", [[Reply(status=500)] * 3, [Reply(status=401)]], ids=["an error", "no key"])
def test_a_failing_model_ends_with_what_was_found(
    chain: PolicyChain, server: OpenAIServer, replies: list[Reply]
) -> None:
    """What the first turn found is kept, and the texts' own sentences answer if the model stays away."""
    server.reply(calls(("search", {"words": "cold storage", "place": "Singapore"})), *replies)
    answer, told = research(chain)
    assert len(told) == 1
    assert any(step.startswith("research ended early: ") for step in answer.steps)
    assert answer.statements
    assert "sg-custody-bill" in {hit.policy.id for hit in answer.hits}


def test_twelve_turns_are_the_end(chain: PolicyChain, server: OpenAIServer) -> None:
    """An agent that never says that it is done is ended, and the answer is written."""
    server.reply(*[calls(("search", {"words": f"cold storage {number}"})) for number in range(MOST_TURNS)], Reply(GOOD))
    answer, told = research(chain)
    assert len(told) == MOST_TURNS
    assert f"research ended after {MOST_TURNS} turns" in answer.steps
    assert answer.composer == "generative"


def test_a_stop_ends_a_research(chain: PolicyChain, server: OpenAIServer) -> None:
    """What the pulse raises ends the turn under way, and nothing more is asked."""
    steps: list[str] = []

    def pulse() -> None:
        if steps:
            raise KeyboardInterrupt

    server.reply(calls(("search", {"words": "cold storage"})), DONE)
    with pytest.raises(KeyboardInterrupt):
        list(chain.statements(Question(MARGIN, research=True), pulse=pulse, told=steps.append))
    assert len(server.asked) <= 2


def test_nothing_later_is_found(chain: PolicyChain, server: OpenAIServer) -> None:
    """As of March 2025 no tool gives what was published in 2026."""
    server.reply(
        calls(("search", {"words": "margin financing circular"}), ("calendar", {})),
        calls(
            ("changes", {"begin": "2023-01-01", "end": "2026-12-31"}), ("open_policy", {"policy_id": "hk-margin-2026"})
        ),
        DONE,
        Reply("The platform rules of June 2023 did not let platforms offer margin financing to clients [1]."),
    )
    research(chain, date(2025, 3, 1))
    tools = [m["content"] for body in server.asked for m in body["messages"] if m["role"] == "tool"]
    assert tools
    assert not any("February 2026" in text or "May 2026" in text for text in tools)


def test_without_the_switch_there_is_no_research(chain: PolicyChain, server: OpenAIServer) -> None:
    """A question that asks for none goes its usual way."""
    server.say(GOOD)
    answer = chain.invoke("What haircut does the SFC's circular of 11 February 2026 require on bitcoin collateral?")
    assert not any("research" in step for step in answer.steps)


def test_a_research_without_a_model_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal says what to set, before anything is opened."""
    monkeypatch.delenv("ASSISTANT_MODEL", raising=False)
    assert main(["ask", MARGIN, "--research"]) == 2
    said = capsys.readouterr()
    assert "set ASSISTANT_MODEL" in said.err
    assert not said.out
