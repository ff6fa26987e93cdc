"""Research: a LangChain agent gathers passages with our tools; the answer is then written and checked as usual.

It makes at most twelve turns within a budget of tokens. A model that fails ends the research with what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig

from assistant.answers.records import Findings, Query, Question
from assistant.llm.client import ChatModel
from assistant.llm.failures import ModelFailedError
from assistant.llm.prompts import Prompt, harmless
from assistant.llm.tooled import Tooled
from assistant.planning.widening import Seeker, added, further
from assistant.research.desk import Desk
from assistant.understanding.understander import Understander
from corpus.language.dates import written_day

AGENT = Prompt.read(Path(__file__).parent / "prompts" / "agent.md")
MOST_TURNS = 12
MOST_TOKENS = 120_000  # read and written by the agent, beside what the settings allow a day
MOST_STEPS = 5 * MOST_TURNS + 5  # of LangChain's graph, four a turn: its own limit ends a run with an error


class Finding(Seeker, Protocol):
    """A finder that also tells whether the texts answer a query."""

    def find(self, query: Query) -> Findings:
        """Return what a query finds, and the answer in the sources' own words, if any."""
        ...


def researched(
    findings: Findings,
    asked: Question,
    model: ChatModel | None,
    reader: Understander,
    seek: Finding,
    told: Callable[[str], None],
    config: RunnableConfig | None = None,
) -> tuple[Findings, tuple[str, ...]]:
    """Return findings with what a research, or without one a plan, finds besides, and the steps that it took.

    `told` is given each step as it is made. Nothing is researched where no research is asked for or no model is set.
    """
    if model is None or not asked.research:
        return further(findings, asked, model, reader, seek, config)
    desk = Desk(findings.query, asked, reader, seek, told)
    ended = tuple(_run(model, desk))
    steps = (*desk.steps, *ended)
    base = findings if findings.statements or findings.missing else _answered(findings, desk, seek)
    known = {hit.passage.id for hit in (*base.hits, *base.retrieved)}
    return added(base, [hit for id_, hit in desk.hits.items() if id_ not in known]), steps


def _run(model: ChatModel, desk: Desk) -> Iterator[str]:
    """Let the agent work at the desk, and yield in words how it ended if not by itself."""
    rules = AGENT.render(as_of=written_day(desk.day), steps=str(MOST_TURNS))
    limit = ModelCallLimitMiddleware(run_limit=MOST_TURNS, exit_behavior="end")
    agent = create_agent(Tooled(model=model), desk.tools(), system_prompt=rules, middleware=[limit])
    begun = model.usage.input_tokens + model.usage.output_tokens
    turns = 0
    run = agent.stream(
        {"messages": [HumanMessage(harmless(desk.query.question))]},
        RunnableConfig(recursion_limit=MOST_STEPS),
        stream_mode="updates",
    )
    try:
        for update in run:
            turns += "model" in update
            if model.usage.input_tokens + model.usage.output_tokens - begun > MOST_TOKENS:
                yield f"research ended at its budget of {MOST_TOKENS:,} tokens"
                return
    except ModelFailedError as error:
        yield f"research ended early: {error}"
        return
    if turns >= MOST_TURNS:
        yield f"research ended after {MOST_TURNS} turns"


def _answered(findings: Findings, desk: Desk, seek: Finding) -> Findings:
    """Return what answers one of the agent's searches, where nothing answers the question in its own words."""
    for query in desk.queries:
        if (other := seek.find(query)).statements:
            return replace(other, query=replace(findings.query, reading=other.query.reading))
    return findings
