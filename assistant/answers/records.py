"""The records of this room: from a question to a checked answer. All are frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.answers.characters import Whole
from assistant.answers.clues import Clues
from assistant.answers.reading import Form, Reading
from assistant.prices import Usage
from corpus.records import Passage, Policy, Standing
from corpus.vocabulary.synonyms import Wording


class Intent(StrEnum):
    """What kind of answer a question asks for."""

    FACT = "fact"
    STATUS = "status"
    COMPARISON = "comparison"
    HISTORY = "history"
    DEFINITION = "definition"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True, slots=True)
class Turn(Whole):
    """One earlier message of a conversation; `role` is `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Question(Whole):
    """What a user asks: the words, and what was set beside them. `as_of` None means today.

    Own documents of `owner` may be answered from, beside what is everybody's; `documents` are asked alone. With
    `research` a chat model looks further before it answers.
    """

    text: str
    as_of: date | None = None
    jurisdictions: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    owner: str = ""
    documents: tuple[str, ...] = ()
    research: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    `text` is what the retriever encodes (Chinese terms in English), `expansions` are more words for the keyword index,
    `synonyms` other wordings of its search terms, `policies` the notes that govern its terms. `event` tells
    that the date may only say when something happened, `happened` names the event by which the question gave its
    date, `refusal` says why it is not to be answered, and `reading` is what a model makes of it. `documents` are the
    ids of the policies that are asked alone, `called` of those that it calls by number or title, `chinese` is sought in
    Chinese documents, `parts` one by one; `meaning` is what its term means, `spelt` its `text` with terms spelled out.
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
    reading: Reading = field(default_factory=Reading)
    documents: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    chinese: str = ""
    parts: tuple[SubQuestion, ...] = ()
    meaning: str = ""
    spelt: str = ""


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """One part of a question: its words, or the place of a comparison, and the queries that may answer it."""

    text: str
    ways: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found: its score in [0, 1], what is behind it, and its standing then.

    `similarity` is the cosine to the question, `keyword` the BM25 sum, `asked` and `asked_zh` how near the nearest of
    the passage's own questions is, by meaning and by Chinese characters; 0 where it has none.
    """

    passage: Passage
    policy: Policy
    score: float
    similarity: float
    keyword: float
    standing: Standing
    asked: float = 0.0
    asked_zh: float = 0.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cosines to the question: of each sentence of a passage in order, and of its title with its heading."""

    sentences: Sequence[float]
    above: float


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one statement, which explains itself.

    `doubt` tells of one that did not pass that it only found too little: the statement may be shown with a mark.
    """

    name: str
    passed: bool
    note: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: an exact quote of a passage, and the standing of that passage then.

    `at` is the provision of the official text that a paragraph of a note reports, or empty.
    """

    marker: str
    policy_id: str
    passage_id: str
    title: str
    locator: str
    page: int | None
    quote: str
    standing: Standing
    url: str
    at: str = ""


class Part(StrEnum):
    """The part of an answer that a statement belongs to, in the order of reading."""

    ANSWER = "answer"
    COMING = "proposed or not yet in force"
    PAST = "no longer in force"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with its citations and checks: the unit of an answer.

    `place` and `aspect` head the statement in a comparison; where a question asks several things, the words of the part
    that it answers are the `aspect`. Elsewhere both are empty.
    """

    text: str
    citations: tuple[Citation, ...]
    part: Part = Part.ANSWER
    place: str = ""
    aspect: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """Return whether every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def doubted(self) -> bool:
        """Return whether the checks are not sure of it and none speaks against it: it is shown with a quiet mark."""
        return not self.passed and all(check.passed or check.doubt for check in self.checks)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a query found: the hits that may be answered from, best first, and the texts' own answer.

    `retrieved` are all hits, `hits` those that name what the question names, `missing` the names that none of them
    does; `left_out` are hits that address the assistant, and nothing is made of them. No `statements` means that the
    texts hold no answer; `confidence` is the probability that they do, by `clues`, and `closeness` how much of what
    is asked the answer speaks of (see `assistant.answering.confidence`). `premise` tells what the question wrongly
    takes for granted; `notes` are to be told below an answer out of the findings, and `nearest` is shown where there
    is none.
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
    lead: str = ""
    since_then: tuple[Statement, ...] = ()
    since_hits: tuple[Hit, ...] = ()
    nearest: tuple[Statement, ...] = ()
    drafted: tuple[Statement, ...] = ()  # the answer before it is decided whether it is one

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


def _citations(statements: Sequence[Statement]) -> tuple[Citation, ...]:
    return tuple({citation.marker: citation for one in statements for citation in one.citations}.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer, with all that is needed to see how it came to be.

    `notes` are for the reader, `steps` for whoever asks how the answer was made. `composer` says who wrote the
    statements; `model` and `prompt` (a hash of the prompts' words) name the chat model that was set, whether or not it
    answered, and `usage` is None where it was not asked. `latency_ms` holds milliseconds by stage and in `total`.
    `form` is the form of answer that was asked for, `lead` the direct first line, if any, and `since_then` what came
    after the day of the answer, with the passages `since_hits` that it cites; `nearest` is what comes nearest to an
    answer where there is none. `asked` holds the words of a follow-up, which was understood as `question`, and is empty
    where the question stood alone. `compared` are the places of a comparison in the order of the question, also those
    of which nothing was found. `official` are the words of official texts that the cited notes report, where such a
    text is held, by the markers of the notes.
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
    form: Form = Form.VALUE
    lead: str = ""
    since_then: tuple[Statement, ...] = ()
    nearest: tuple[Statement, ...] = ()
    compared: tuple[str, ...] = ()
    official: tuple[Citation, ...] = ()
    since_hits: tuple[Hit, ...] = ()

    @property
    def refused(self) -> bool:
        """Return whether the question was declined; `refusal` says why."""
        return self.refusal is not None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the answer by marker, each marker once; those of `since_then` stay apart."""
        return _citations(self.statements)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The citations of what is shown: of the answer, or of what comes nearest to one."""
        return self.citations or _citations(self.nearest)

    @property
    def since(self) -> tuple[Citation, ...]:
        """The citations of what came after the day of the answer; none in older records, which lack their passages."""
        return _citations(self.since_then) if self.since_hits else ()

    @property
    def cited(self) -> dict[str, Hit]:
        """The passages by their ids that any citation of it may name."""
        return {hit.passage.id: hit for hit in (*self.hits, *self.since_hits)}
