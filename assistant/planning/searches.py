"""A plan before retrieval: for a question that one search may not cover, the model names further ones, in one call.

A plan only adds passages to what a model reads. It is validated search by search; what does not hold is left out, and
a step says so. Without a plan, or where the model fails at it, everything goes as it went.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel, Field

from assistant.answers.assurance import Assurance, assurance
from assistant.answers.reading import Form
from assistant.answers.records import Findings, Intent, Query, Question
from assistant.llm.failures import ModelFailedError
from assistant.llm.prompts import Prompt, harmless
from assistant.understanding.understander import Understander
from corpus.language.dates import iso_day
from corpus.language.places import PLACES

PLAN = Prompt.read(Path(__file__).parent / "prompts" / "plan.md")
MOST_SEARCHES = 5
LONGEST = 200  # characters of one search
TITLES = 10  # of what was found, which the model is told
WIDE = (Form.STORY, Form.PARTS)
Schema = TypeVar("Schema", bound=BaseModel)


class Search(BaseModel):
    """One search of a plan."""

    words: str = Field(description="What to look for, in English, in the terms of laws and regulators.")
    place: str = Field(description="The place whose texts are searched, or empty for those of the question.")
    day: str = Field(description="The day as of which, YYYY-MM-DD, or empty for the day of the question.")


class Plan(BaseModel):
    """What the model would search for besides."""

    searches: list[Search] = Field(description="At most five searches; none where the question is plain.")


class Planner(Protocol):
    """What is needed of a chat model here: a validated reply of a form, and ModelFailedError where it fails."""

    def ask(
        self, messages: Sequence[BaseMessage], schema: type[Schema], config: RunnableConfig | None = None
    ) -> Schema:
        """Return the reply."""
        ...


@dataclass(frozen=True, slots=True)
class Planned:
    """The searches that hold, as queries, and in words what became of the plan."""

    queries: tuple[Query, ...] = ()
    steps: tuple[str, ...] = ()


def needs_plan(findings: Findings) -> bool:
    """Return whether one search may fall short: the question has parts or tells a story, or little was found on it.

    Any other is plain. A comparison is searched place by place and row by row as it is, a follow-up has been read by
    the model already, and a question without an answer in the texts is declined without a model.
    """
    query = findings.query
    if not findings.statements or query.intent is Intent.COMPARISON:
        return False
    return bool(query.parts) or query.reading.form in WIDE or assurance(findings.closeness) is Assurance.LOW


def planned(
    model: Planner, findings: Findings, asked: Question, reader: Understander, config: RunnableConfig | None = None
) -> Planned:
    """Let the model plan searches for what was asked and found; a model that fails plans none."""
    query = findings.query
    titles = dict.fromkeys(hit.policy.title for hit in findings.hits)
    told = "\n".join(f"- {harmless(title)}" for title in list(titles)[:TITLES])
    words = PLAN.render(
        places=", ".join(PLACES), as_of=query.as_of.isoformat(), found=told, question=harmless(query.question)
    )
    try:
        plan = model.ask([HumanMessage(words)], Plan, config)
    except ModelFailedError as error:
        return Planned(steps=(f"no plan: {error}",))
    queries: list[Query] = []
    steps = [*_too_many(plan)]
    for search in plan.searches[:MOST_SEARCHES]:
        made = _query(search, query, asked, reader)
        if isinstance(made, str):
            steps.append(f"planned search not used: {made}")
        else:
            queries.append(made)
    return Planned(tuple(queries), tuple(steps))


def _too_many(plan: Plan) -> Iterator[str]:
    if len(plan.searches) > MOST_SEARCHES:
        yield f"{len(plan.searches)} searches were planned, and the first {MOST_SEARCHES} used"


def _query(search: Search, query: Query, asked: Question, reader: Understander) -> Query | str:
    """Return a search as a query, or in words what is wrong with it."""
    words = " ".join(search.words.split())
    if not words or len(words) > LONGEST:
        return f"its words are {'too many' if words else 'missing'}"
    if search.place.strip() and search.place not in PLACES:
        return f"the place {search.place[:40]!r} is unknown"
    day = _day(search.day, query.as_of)
    if day is None:
        return f"the day {search.day[:40]!r} is none up to that of the question"
    places = (search.place,) if search.place in PLACES else query.jurisdictions
    alone = replace(asked, text=words, as_of=day, jurisdictions=places, history=())
    made = reader.understand(alone, alone)
    if made.refusal:
        return f"{words!r} is no question on policy"
    return replace(made, question=words, as_of=day, jurisdictions=places, intent=Intent.FACT, event=False)


def _day(text: str, latest: date) -> date | None:
    """Read the day of a search, that of the question where none is named; None for what is none, or lies after it."""
    if not text.strip():
        return latest
    try:
        day = iso_day(text.strip())
    except ValueError:
        return None
    return day if day <= latest else None
