"""The last step of a question: the findings, the statements and the notes become one Answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.notes import answer_notes, held, left_out_notes
from assistant.answers.citing import official_words
from assistant.answers.reading import Form
from assistant.answers.records import Answer, Findings, Intent, Query, Question
from assistant.clock import Clock
from assistant.composing.composers import Composed
from assistant.composing.messages import PROMPTS
from assistant.llm.client import ChatModel
from assistant.llm.prompts import prompt_hash
from assistant.planning.searches import PLAN
from assistant.prices import Usage
from assistant.research.agent import AGENT
from assistant.understanding.by_model import PROMPT
from assistant.understanding.declining import NOT_MINE
from corpus.index.edition import Edition

PROMPT_HASH = prompt_hash(*PROMPTS, PROMPT, PLAN, AGENT)
NO_ANSWER_IN = "I found no answer in"  # it may be there in other words
MOST_TITLES = 5  # documents that a refusal names
NOTHING_FOUND = "I could not find that in the policies I cover."
NOT_FOR_US = 0.3  # of the probability that a question without an answer is no matter of policy


@dataclass(frozen=True, slots=True)
class Opened:
    """The model of one answer, or in words why there is none although one is set."""

    model: ChatModel | None
    failure: str = ""


def nothing_found(findings: Findings, edition: Edition) -> str:
    """Return why a question has no answer: what the texts do not name, and up to when a place is held."""
    told = "".join(f" {note}" for note in left_out_notes(findings.left_out))
    if findings.query.documents:
        titles = [edition.policies[id_].title for id_ in findings.query.documents]
        return _not_in(titles, findings.missing) + told
    if off_topic(findings.query):
        return NOT_MINE + told
    unknown = f" They say nothing about {', '.join(findings.missing)}." if findings.missing else ""
    return NOTHING_FOUND + unknown + held(findings.query, edition.policies) + told


def off_topic(query: Query) -> bool:
    """Return whether a question without an answer is no matter of policy: it reads like none and names no text."""
    return query.reading.foreign >= NOT_FOR_US and not query.policies


def _not_in(titles: Sequence[str], missing: Sequence[str]) -> str:
    """Say of documents that were asked by themselves that no answer was found, and what they do not name."""
    these = titles[0] if len(titles) == 1 else f"any of these documents: {'; '.join(titles[:MOST_TITLES])}"
    said = f"{NO_ANSWER_IN} {these}."
    return said + (f" Nothing in it is called {', '.join(missing)}." if missing else "")


def finish(
    asked: Question,
    findings: Findings,
    composed: Composed,
    edition: Edition,
    clock: Clock,
    writer: Opened,
    steps: tuple[str, ...],
    today: date,
) -> Answer:
    """Return the answer, with what its date, place and sources leave open."""
    model, query = writer.model, findings.query
    declined = bool(query.refusal or (composed.refusal and off_topic(query) and not query.documents))
    below = (
        answer_notes(query, composed.statements, edition.policies, composed.hits, today=today)
        if composed.statements
        else ()
    )
    return Answer(
        question=query.question,
        asked=asked.text if query.question != asked.text else "",
        as_of=query.as_of,
        intent=query.intent,
        statements=composed.statements,
        hits=composed.hits or findings.retrieved,
        refusal=composed.refusal,
        confidence=findings.confidence,
        closeness=findings.closeness,
        form=Form.DECLINED if declined and query.reading.form is not Form.TALK else query.reading.form,
        lead=findings.lead if composed.composer == "extractive" and not composed.refusal else "",
        since_then=findings.since_then if composed.statements else (),
        since_hits=findings.since_hits if composed.statements else (),
        nearest=findings.nearest if composed.refusal and not declined else (),
        compared=query.jurisdictions if query.intent is Intent.COMPARISON and composed.statements else (),
        notes=(
            *filter(None, (edition.notice, findings.premise)),
            *composed.notes,
            *left_out_notes(findings.left_out),
            *below,
            *findings.notes,
        ),
        composer=composed.composer,
        model=model.name if model else None,
        prompt=PROMPT_HASH if model else None,
        usage=model.usage if model and model.usage != Usage() else None,
        dropped=composed.dropped,
        steps=(*steps, *composed.steps),
        official=official_words(composed.statements, edition, query.as_of),
        edition=edition.manifest.edition,
        latency_ms=clock.laps(),
    )
