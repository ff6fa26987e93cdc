"""Understanding with the model: a follow-up, or a question that the rules cannot read, becomes one that they can.

The model's reading is validated piece by piece; what does not hold is left to the rules, and a step says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Protocol, TypeVar

from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel, Field

from assistant.answers.records import Intent, Query, Question, Turn
from assistant.llm.failures import ModelFailedError
from assistant.llm.prompts import Prompt, harmless
from assistant.understanding import understand
from assistant.understanding.declining import steering
from assistant.understanding.followups import DECLINED
from corpus.language.dates import iso_day
from corpus.language.places import PLACES
from corpus.language.screening import screen
from corpus.vocabulary.glossary import Glossary

PROMPT = Prompt.read(Path(__file__).parent / "prompts" / "reading.md")
MOST_TURNS = 6  # what a follow-up refers to lies in the last turns
LONGEST_TURN = 600  # characters: the beginning of an answer tells its subject
EARLIEST = date(2008, 1, 1)  # before Bitcoin there is nothing to ask about
OTHER_LETTERS = re.compile(r"[^\W\d_a-zA-Z]")
UNREAD_TIME = re.compile(
    r"\b(?:spring|summer|autumn|winter|quarter|Q[1-4]|H[12]|half of|back then|at the time"
    r"|(?:day|week|month|year) (?:before|after))\b",
    re.IGNORECASE,
)
Schema = TypeVar("Schema", bound=BaseModel)


class Reading(BaseModel):
    """What the model reads in a question."""

    question: str = Field(description="The question by itself, in its own language.")
    english: str = Field(description="The question by itself, in English.")
    as_of: str = Field(description="The day as of which the answer is wanted, YYYY-MM-DD, or empty.")
    places: list[str] = Field(description="The places that the question is about, or none.")


class Reader(Protocol):
    """What is needed of a chat model here: a validated reply of a form, and ModelFailedError where it fails."""

    def ask(
        self, messages: Sequence[BaseMessage], schema: type[Schema], config: RunnableConfig | None = None
    ) -> Schema:
        """Return the reply."""
        ...


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A question understood, and in words what the model did for it or could not."""

    query: Query
    steps: tuple[str, ...]


def needs_model(question: Question) -> bool:
    """Return whether the rules may fall short: a follow-up, another language than English, or a time they do not read.

    Any other question is read by the rules alone, at once, and reaches no model where the texts do not answer it.
    """
    text = question.text
    return bool(question.history or OTHER_LETTERS.search(text) or UNREAD_TIME.search(text))


def interpret(
    model: Reader,
    question: Question,
    read: Query,
    glossary: Glossary,
    today: date,
    config: RunnableConfig | None = None,
) -> Interpreted:
    """Let the model read a question, which the rules have read as `read`; that stands where the model fails."""
    try:
        reading = model.ask(_messages(question, today), Reading, config)
    except ModelFailedError as error:
        return Interpreted(read, (f"question read by the rules: {error}",))
    text, english = (" ".join(words.split()) for words in (reading.question, reading.english))
    longest = 2 * len(question.text) + LONGEST_TURN
    if not text or not english or len(text) > longest or len(english) > longest:
        return Interpreted(read, ("question read by the rules: the model's wording of it was empty or too long",))
    places = tuple(place for place in PLACES if place in reading.places)
    when = _day(reading.as_of, question.as_of or today)
    asked = replace(question, text=english, jurisdictions=places or question.jurisdictions, history=())
    query = replace(understand(asked, glossary, today), question=text)
    own = understand(replace(asked, text=text), glossary, today)
    query = replace(query, refusal=query.refusal or own.refusal, chinese=own.chinese)
    if when is not None and when != query.as_of:
        query = replace(query, as_of=when, event=query.intent is Intent.FACT)
    return Interpreted(query, tuple(_steps(reading, text, when)))


def _steps(reading: Reading, text: str, when: date | None) -> Iterator[str]:
    yield f"question read by the model as: {text}"
    if reading.as_of.strip() and when is None:
        yield f"date of the model not used: {reading.as_of[:40]!r}"
    if unknown := [place for place in reading.places if place not in PLACES]:
        yield f"places of the model not used: {', '.join(unknown)[:200]}"


def _day(text: str, latest: date) -> date | None:
    """Read a day of the model; None where it is none, or lies before Bitcoin or after what may be asked."""
    try:
        day = iso_day(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= latest else None


def _messages(question: Question, today: date) -> list[BaseMessage]:
    turns = usable(question.history)[-MOST_TURNS:]
    told = "\n".join(f"> {turn.role}: {' '.join(harmless(turn.content[:LONGEST_TURN]).split())}" for turn in turns)
    return [
        HumanMessage(
            PROMPT.render(
                places=", ".join(PLACES),
                today=today.isoformat(),
                turns=told or "none",
                question=harmless(question.text),
            )
        )
    ]


def usable(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns without questions that steer or were declined, and without what was answered to them."""
    kept: list[Turn] = []
    passed_over = False
    for turn, after in zip_longest(history, history[1:]):
        if turn.role != "assistant":
            refused = after is not None and after.role == "assistant" and DECLINED.match(after.content)
            passed_over = bool(refused or steering(turn.content))
        if not passed_over and not screen(turn.content):
            kept.append(turn)
    return kept
