"""The shapes of what programs are given, for the descriptions of interfaces; rows may hold more than is named here."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Check(BaseModel):
    """A check of a statement, which explains itself."""

    name: str
    passed: bool
    note: str


class Statement(BaseModel):
    """A sentence of an answer, with the markers of its citations."""

    text: str
    citations: list[str]
    checks: list[Check]


class Citation(BaseModel):
    """Where a statement comes from: an exact quote of a passage."""

    marker: str
    policy_id: str
    passage_id: str
    title: str
    locator: str
    page: int | None
    quote: str
    standing: str
    url: str


class AnswerRow(BaseModel):
    """A whole answer: what it says, from where, how sure it is, and what it is not."""

    id: str
    user_input: str
    as_of: str
    response: str
    statements: list[Statement]
    citations: list[Citation]
    refused: bool
    refusal_reason: str | None
    confidence: float
    notes: list[str]
    composer: str
    model: str | None
    edition: str
    error: str | None


class Passage(BaseModel):
    """A passage that a search found."""

    rank: int
    passage_id: str
    policy_id: str
    title: str
    jurisdiction: str
    locator: str
    page: int | None
    standing: str
    score: float
    text: str


class Passages(BaseModel):
    """The passages that a question finds, best first."""

    question: str
    hits: list[Passage]


class Policy(BaseModel):
    """A policy of the register; dates are as precise as their source gives them."""

    policy_id: str
    title: str
    kind: str
    issuer: str
    jurisdiction: str
    published: str | None
    effective: str | None
    ended: str | None
    standing: str
    url: str


class Listed(Policy):
    """A policy with its topics; `own` tells a document of the asking program from the register."""

    topics: list[str]
    own: bool


class Policies(BaseModel):
    """Policies as known on a day."""

    on: str
    policies: list[Listed]


class Paragraph(BaseModel):
    """A paragraph of a policy; `signs` tell how it addresses a model, where it does."""

    passage_id: str
    locator: str
    page: int | None
    headings: list[str]
    text: str
    standing: str
    signs: list[str]


class WholePolicy(Listed):
    """A policy with its paragraphs, as known on a day."""

    on: str
    passages: list[Paragraph]


class Step(Policy):
    """A policy of a lineage, and how it stands to the one a step nearer."""

    relation: str
    to: str


class Lineage(Policy):
    """Where a policy comes from, what came of it, and what it touches."""

    as_of: str
    before: list[Step]
    after: list[Step]
    related: list[Step]


class Change(BaseModel):
    """A move of a policy, or of one of its paragraphs."""

    date: str
    policy_id: str
    title: str
    jurisdiction: str
    before: str
    after: str
    by: str | None
    passage_id: str | None
    text: str


class Changes(BaseModel):
    """What moved between two days, oldest first."""

    begin: str = Field(alias="from")
    end: str = Field(alias="to")
    changes: list[Change]


class Coming(Policy):
    """A date to come; `exact` tells whether its day is known."""

    date: str
    exact: bool
    what: str
    summary: str
    passage_id: str | None
    text: str


class Calendar(BaseModel):
    """The dates to come, the next one first."""

    begin: str = Field(alias="from")
    dates: list[Coming]


class Cell(BaseModel):
    """A place on an aspect; `found` tells whether the texts hold anything on it."""

    place: str
    aspect: str
    found: bool
    confidence: float
    statements: list[Statement]


class Comparison(BaseModel):
    """Places by aspects."""

    question: str
    as_of: str
    places: list[str]
    aspects: list[str]
    cells: list[Cell]
    citations: list[Citation]


class Health(BaseModel):
    """Whether the server answers, and from which edition."""

    status: str
    edition: str


class Anything(BaseModel):
    """An object in the form of another protocol."""

    object: str
    data: list[Any] = []


class Said(BaseModel):
    """What went wrong, in one line."""

    message: str
    type: str
    code: str


class Error(BaseModel):
    """The reply where something is wrong."""

    error: Said
