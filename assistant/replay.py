"""Replay: ask a recorded question again under its settings and on its day, and name what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Answer, Citation, Statement
from assistant.chain import PolicyChain
from assistant.settings import Settings
from corpus.index.edition import Edition

CLOSE = 1e-6  # confidences that differ by less are the same
ZONES = timedelta(days=1)  # the user's own day may be the one before or after that of the clock


@dataclass(frozen=True, slots=True)
class Replay:
    """A record, its answer today, and each difference in one line; the same result has none.

    `edition` says in one line that the texts are of another edition, which alone makes no other result.
    """

    record: Record
    answer: Answer
    differences: tuple[str, ...]
    edition: str = ""

    @property
    def same(self) -> bool:
        """Return whether statements, citations, notes, refusal and confidence are the same."""
        return not self.differences


def replay(record: Record, chain: PolicyChain, settings: Settings, edition: Edition) -> Replay:
    """Ask a recorded question again; raise what asking raises. `edition` holds the texts that answer now."""
    asked = record.asked
    own = settings.model_copy(update={"top_k": asked.top_k, "strict": asked.strict})
    answer = chain.with_settings(own, model=asked.model, today=lambda: day_of(record)).invoke(record.question)
    differences = tuple(_differences(record, answer))
    if differences:
        differences += (*_set_otherwise(asked, Asked.under(own)), *_moved(record.answer, edition))
    other = answer.edition != record.answer.edition
    told = f"The edition of the texts is {answer.edition}, and was {record.answer.edition}." if other else ""
    return Replay(record, answer, differences, told)


def day_of(record: Record) -> date:
    """Return the user's own day on which a question was asked.

    An answer without a date of its own is as of that day; else the clock tells it.
    """
    clock = record.at.date()
    asked_today = record.question.as_of is None and abs(record.answer.as_of - clock) <= ZONES
    return record.answer.as_of if asked_today else record.at.astimezone().date()


def _differences(record: Record, now: Answer) -> Iterator[str]:
    then = record.answer
    if record.asked.model and then.model != now.model:
        gone = f"The model {then.model} is not available: set ASSISTANT_MODEL={then.model} and replay again."
        yield gone if now.model is None else f"The model is {now.model}, and was {then.model or 'none'}."
    if then.prompt != now.prompt and then.model == now.model:
        yield f"The prompts have changed: {then.prompt or 'none'} then, {now.prompt or 'none'} now."
    if then.composer != now.composer:
        yield f"The answer was composed by the {then.composer} composer, and now by the {now.composer} one."
    if then.as_of != now.as_of:
        yield f"It was answered as of {then.as_of}, and now as of {now.as_of}."
    if then.refusal != now.refusal:
        yield f"Refusal: {then.refusal or 'none'} -> {now.refusal or 'none'}"
    yield from _statements(then, now)
    yield from (f"No longer noted: {note}" for note in then.notes if note not in now.notes)
    yield from (f"Now noted: {note}" for note in now.notes if note not in then.notes)
    if abs(then.confidence - now.confidence) > CLOSE:
        yield f"Confidence: {then.confidence:.3f} then, {now.confidence:.3f} now."


def _statements(then: Answer, now: Answer) -> Iterator[str]:
    """Name the statements that are not the same; those in the same words may rest on other sources."""
    before, after = ({one.text: one for one in answer.statements} for answer in (then, now))
    by_model = " (the model's words)" if now.model and now.model == then.model else ""
    yield from (f"No longer said{by_model}: {text}" for text in before if text not in after)
    yield from (f"Now said{by_model}: {text}" for text in after if text not in before)
    for text in before.keys() & after.keys():
        if _cited(before[text]) != _cited(after[text]):
            yield f"Cited otherwise: {text}"
        elif _place(before[text]) != _place(after[text]):
            yield f"Stands elsewhere: {text}"
    if list(before) != list(after) and before.keys() == after.keys():
        yield "The statements stand in another order."


def _cited(statement: Statement) -> list[tuple[object, ...]]:
    return [_source(citation) for citation in statement.citations]


def _source(citation: Citation) -> tuple[object, ...]:
    return (citation.marker, citation.passage_id, citation.quote, citation.standing, citation.page)


def _place(statement: Statement) -> tuple[object, ...]:
    return (statement.part, statement.place, statement.aspect)


def _set_otherwise(then: Asked, now: Asked) -> Iterator[str]:
    """Name the settings that find and rank passages and are not those of the record; an older record has none."""
    for name in ("encoder", "ranking", "reranker") if then.encoder else ():
        was, is_ = (getattr(asked, name) or "none" for asked in (then, now))
        if was != is_:
            yield f"ASSISTANT_{name.upper()} was {was}, and is {is_}."


def _moved(then: Answer, edition: Edition) -> Iterator[str]:
    """Name the passages cited then whose words have changed, or that the texts no longer hold."""
    words = {hit.passage.id: hit.passage.text for hit in then.hits}
    cited = dict.fromkeys(citation.passage_id for citation in then.citations)
    held = edition.texts.get(list(cited))
    for id_ in cited:
        if id_ not in held:
            yield f"The cited passage {id_} is no longer held."
        elif held[id_].text != words.get(id_):
            yield f"The cited passage {id_} has other words."
