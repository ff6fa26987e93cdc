"""A judge marks an answer, or says that it could not. Five pairs must be marked right before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.evaluation.sets.records import EvalAnswer, EvalQuestion, Status
from corpus.errors import AssistantError, InputError

SMOKE = (
    ("Brokers must keep client assets in a segregated account.",
     "Client assets must be kept in a segregated account.", "entailment"),
    ("Only bitcoin and ether may be taken as collateral.", "Bitcoin may be taken as collateral.", "entailment"),
    ("Issuers of stablecoins need a licence.", "Issuers of stablecoins do not need a licence.", "contradiction"),
    ("The fee is 500 dollars a year.", "The fee is 900 dollars a year.", "contradiction"),
    ("The consultation closed in May.", "The minister lives by the sea.", "neutral"),
)  # fmt: skip
ENOUGH = 4  # of the five: any two labels that are exchanged cost at least two


class JudgeFailedError(AssistantError):
    """The judge gave no mark for a row: it did not answer, or not in a form that can be read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The mark of one answer and why."""

    label: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Smoke:
    """One pair of the smoke test: what it was, what was expected, and what came."""

    pair: str
    expected: str
    got: str


class Judge(Protocol):
    """Anything that marks answers."""

    name: str

    def mark(self, question: EvalQuestion, answer: EvalAnswer) -> Verdict:
        """Mark one answer; raise JudgeFailedError where that fails."""
        ...

    def smoke(self) -> list[Smoke]:
        """Try the five pairs."""
        ...

    def asked(self, question: EvalQuestion, answer: EvalAnswer) -> str:
        """Return all that a mark comes from, where marking costs money or chance; empty where neither."""
        ...


def judgeable(question: EvalQuestion, answer: EvalAnswer) -> bool:
    """Return whether there is an answer to mark, and something to mark it by."""
    return answer.status is Status.OK and markable(question)


def markable(question: EvalQuestion) -> bool:
    """Return whether the question says what a good answer holds; one to be refused or asked back is not for a judge."""
    return question.answerable and bool(question.reference or any(fact.text for fact in question.facts))


def claims(question: EvalQuestion) -> list[str]:
    """Return what a good answer must say: vital facts, else all facts, else the reference."""
    facts = [fact for fact in question.facts if fact.text]
    return [fact.text for fact in facts if fact.vital] or [fact.text for fact in facts] or [question.reference]


def passed(judge: Judge) -> list[Smoke]:
    """Try a judge on the five pairs; raise InputError where it fails more than one."""
    try:
        tried = judge.smoke()
    except JudgeFailedError as error:
        raise InputError(f"The judge {judge.name} failed in its smoke test: {error}") from error
    missed = [pair for pair in tried if pair.got != pair.expected]
    if len(tried) - len(missed) < ENOUGH:
        first = missed[0]
        raise InputError(
            f"The judge {judge.name} fails {len(missed)} of {len(tried)} smoke pairs ({first.pair!r} is {first.got}, "
            f"not {first.expected}): labels in another order than id2label says do this. Use another judge."
        )
    return tried
