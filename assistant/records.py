"""The records of this room: from a question to a checked answer. All are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.spending import Usage
from corpus.records import Passage, Policy, Standing
from corpus.synonyms import Wording


class Intent(StrEnum):
    """What kind of answer a question asks for."""

    FACT = "fact"
    STATUS = "status"
    COMPARISON = "comparison"
    HISTORY = "history"
    DEFINITION = "definition"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation; `role` is `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a user asks: the words, and what was set beside them. `as_of` None means today.

    Own documents of `owner` may be answered from, beside what is everybody's; those of no one else.
    """

    text: str
    as_of: date | None = None
    jurisdictions: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    `text` is what the retriever encodes (Chinese terms in English), `expansions` are further words for the keyword
    index, `synonyms` other wordings of the question's search terms, `policies` the notes that govern its terms. `event`
    tells that the date may only say when something happened, `happened` names the event by which the question gave its
    date, and `refusal` says why the question is not to be answered.
    """

    question: str
    text: str
    as_of: date
    intent: Intent
    jurisdictions: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    event: bool = False
    happened: str = ""
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found: its fused score in [0, 1], the two scores behind it, its standing then."""

    passage: Passage
    policy: Policy
    score: float
    similarity: float
    keyword: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one statement, which explains itself."""

    name: str
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: an exact quote of a passage, and the standing of that passage then."""

    marker: str
    policy_id: str
    passage_id: str
    title: str
    locator: str
    page: int | None
    quote: str
    standing: Standing
    url: str


class Part(StrEnum):
    """The part of an answer that a statement belongs to, in the order of reading."""

    ANSWER = "answer"
    COMING = "proposed or not yet in force"
    PAST = "no longer in force"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with its citations and checks: the unit of an answer.

    `place` and `aspect` head the statement in a comparison and are empty elsewhere.
    """

    text: str
    citations: tuple[Citation, ...]
    part: Part = Part.ANSWER
    place: str = ""
    aspect: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether every check passed."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class Clues:
    """What tells whether the texts hold an answer.

    `alike` is the cosine of the question to the nearest sentence of the answer, `held` the share of the question's
    weight that the best passage holds, `pairs` the share of the question's neighbouring words that stand side by side
    in what was found; `lacks` tells that the answer has no figure or date where one is asked for, and `unmet` that the
    question names what nothing found does.
    """

    alike: float
    held: float
    pairs: float
    lacks: bool
    unmet: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a query found: the hits that may be answered from, best first, and the texts' own answer.

    `retrieved` are all hits, `hits` those that name what the question names, `missing` the names that none of them
    does; `left_out` are hits that address the assistant, and nothing is made of them. No `statements` means that the
    texts hold no answer; `confidence` is the probability that they do, by `clues`, and `closeness` how much of what
    is asked the answer speaks of (see `assistant.confidence`). `premise` tells what the question wrongly takes for
    granted; `notes` are to be told below an answer out of the findings.
    """

    query: Query
    retrieved: tuple[Hit, ...] = ()
    hits: tuple[Hit, ...] = ()
    statements: tuple[Statement, ...] = ()
    confidence: float = 0.0
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[Hit, ...] = ()
    premise: str = ""
    clues: Clues | None = None
    closeness: float = 0.0

    @property
    def sure(self) -> float:
        """The confidence of the answer; 0 where there is none."""
        return self.confidence if self.statements else 0.0


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of the model that failed its checks and was not shown; `rewritten` tells whether a better wording was.

    The markers of its citations are the numbers of the passages that the model was given.
    """

    statement: Statement
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer, with all that is needed to see how it came to be.

    `notes` are for the reader, `steps` for whoever asks how the answer was made. `composer` says who wrote the
    statements; `model` and `prompt` (a hash of the prompts' words) name the chat model that was set, whether or not it
    answered, and `usage` is None where it was not asked. `latency_ms` holds milliseconds by stage and in `total`.
    `asked` holds the words of a follow-up, which was understood as `question`, and is empty where the question stood
    alone.
    """

    question: str
    as_of: date
    intent: Intent
    statements: tuple[Statement, ...] = ()
    hits: tuple[Hit, ...] = ()
    refusal: str | None = None
    confidence: float = 0.0
    notes: tuple[str, ...] = ()
    composer: str = "extractive"
    model: str | None = None
    prompt: str | None = None
    usage: Usage | None = None
    dropped: tuple[Dropped, ...] = ()
    steps: tuple[str, ...] = ()
    edition: str = ""
    latency_ms: dict[str, float] = field(default_factory=dict)
    asked: str = ""
    closeness: float = 0.0

    @property
    def refused(self) -> bool:
        """Tell whether the question was declined; `refusal` says why."""
        return self.refusal is not None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations by marker, each marker once."""
        return tuple({c.marker: c for statement in self.statements for c in statement.citations}.values())
