"""The records of this room: what a set of questions holds, and what a set of answers gives. All are frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.evaluation.sets.patterns import Pattern

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many

RIGHT, PARTLY, WRONG = "right", "partly right", "wrong"  # the labels that people and judges give
WORTH = {RIGHT: 1.0, PARTLY: 0.5, WRONG: 0.0}


class Behavior(StrEnum):
    """What a good answer does."""

    ANSWER = "answer"
    REFUSE = "refuse"
    CLARIFY = "clarify"
    CAVEAT = "answer_with_caveat"


class Status(StrEnum):
    """What became of a question: three kinds of failure, and nothing to measure."""

    OK = "ok"
    MISSING = "missing"
    EMPTY = "empty"
    ERROR = "error"
    NOT_APPLICABLE = "n/a"
    UNMARKED = "no mark"  # the judge failed, not the answer


@dataclass(frozen=True, slots=True)
class Fact:
    """One key fact. `any_of` and `must_not` are patterns: plain strings or `/regular expressions/`, case ignored."""

    id: str
    text: str
    vital: bool
    any_of: tuple[Pattern, ...] = ()
    must_not: tuple[Pattern, ...] = ()

    @property
    def expected(self) -> bool:
        """Return whether the fact asks for something; one with `must_not` alone only forbids."""
        return bool(self.text or self.any_of)


@dataclass(frozen=True, slots=True)
class Gold:
    """A source that a good answer cites; grade 2 answers by itself, 1 supports. `passage_id` may be empty."""

    doc_id: str
    passage_id: str = ""
    grade: int = 1


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """One question with what a good answer must contain. `cluster` is the id where none is given, `row` the file's."""

    id: str
    text: str
    reference: str = ""
    facts: tuple[Fact, ...] = ()
    gold: tuple[Gold, ...] = ()
    behavior: Behavior = Behavior.ANSWER
    as_of: str = ""
    slices: tuple[tuple[str, str], ...] = ()
    cluster: str = ""
    weight: float = 1.0
    notes: str = ""
    row: int = field(default=0, compare=False)

    @property
    def answerable(self) -> bool:
        """Return whether the question should be answered, with a caveat or without."""
        return self.behavior in (Behavior.ANSWER, Behavior.CAVEAT)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions in the order of their ids, what the file says of itself, and the columns as they were read."""

    name: str
    questions: tuple[EvalQuestion, ...]
    meta: dict[str, object]
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an answer: the share of its checks that passed is 1 or it is not supported."""

    text: str
    supported: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvalAnswer:
    """One answer. `cited` are (document id, passage id or empty); latency in milliseconds; None is "not told"."""

    id: str
    status: Status
    text: str = ""
    statements: tuple[Said, ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
    context_ids: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    refused: bool | None = None
    confidence: float | None = None
    latency: float | None = None
    tokens: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Answers by question id; `fields` are those that at least one row gives: what is given nowhere is not measured."""

    name: str
    answers: dict[str, EvalAnswer]
    fields: frozenset[str]
    columns: dict[str, str] = field(default_factory=dict)
    control: bool = False

    def answer(self, id_: str) -> EvalAnswer:
        """Return the answer to a question; one that is not there is a failure with the status `missing`."""
        return self.answers.get(id_) or EvalAnswer(id_, Status.MISSING)
