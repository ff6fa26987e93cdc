"""What programs may ask: each kind of request as a record that refuses what it does not know, or cannot read.

Text is bounded here, so that nothing large reaches a thread; how long a question may be is the chain's to say.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from assistant.answers.records import Question, Turn
from assistant.evaluation.sets.aliases import ALIASES
from assistant.serving.problems import nearest
from corpus.language.dates import iso_day
from corpus.language.places import PLACES

MODEL = "crypto-policy-assistant"
LONGEST_TEXT = 50_000  # characters of one message: an earlier answer with its sources has some thousands
MOST_MESSAGES = 200
REMEMBERED = 20  # earlier messages that a question may lean on
SOURCES = "\n\nSources:\n"  # above the numbered list at the end of an answer
BY_NAME = {place.casefold(): place for place in PLACES}


def _day(value: object) -> object:
    """Refuse what is no day in our form: pydantic would take numbers for seconds since 1970."""
    if isinstance(value, date) or value is None:
        return value
    return iso_day(value if isinstance(value, str) else "")


def _place(value: str) -> str:
    place = BY_NAME.get(value.strip().casefold())
    if place is None:
        raise ValueError(f"{value[:50]!r} is not a place of the register{nearest(value[:50], list(PLACES))}")
    return place


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Place = Annotated[str, AfterValidator(_place), WithJsonSchema({"type": "string", "enum": list(PLACES)})]
Places = Annotated[list[Place], Field(max_length=len(PLACES))]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(max_length=200)]
Documents = Annotated[
    list[Name],
    Field(max_length=20, description="Only these documents: ids, file names or titles; `mine` for all of your own"),
]


class Strict(BaseModel):
    """A request whose fields are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class EarlierTurn(BaseModel):
    """One earlier message."""

    model_config = ConfigDict(frozen=True)

    role: Literal["user", "assistant"] = "user"
    content: Text


class Asked(BaseModel):
    """A question row: the columns of other programs are read as in question sets; what only scores is left alone."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    id: Annotated[str, Field(max_length=200)] = "api"
    user_input: Annotated[
        Text, Field(validation_alias=AliasChoices(*ALIASES["user_input"]), description="The question")
    ]
    as_of: Annotated[Day | None, Field(description="Answer as of this day; today if not given")] = None
    jurisdictions: Annotated[Places, Field(description="Only these places")] = []
    history: Annotated[list[Text | EarlierTurn], Field(max_length=MOST_MESSAGES, description="Earlier turns")] = []
    documents: Documents = []

    def question(self, owner: str) -> Question:
        """Return the question, asked by `owner`."""
        turns = (Turn("user", one) if isinstance(one, str) else Turn(one.role, one.content) for one in self.history)
        earlier, documents = _remembered(turns), tuple(self.documents)
        return Question(self.user_input, self.as_of, tuple(self.jurisdictions), earlier, owner, documents)


class Asking(Strict):
    """A question of some places on a day."""

    question: Annotated[Text, Field(description="The question, in English or Chinese")]
    as_of: Annotated[Day | None, Field(description="Answer as of this day; today if not given")] = None
    places: Annotated[Places, Field(description="Only these places; all if empty")] = []


class Ask(Asking):
    """A question to the assistant."""

    documents: Documents = []

    def asked(self, owner: str) -> Question:
        """Return the question, asked by `owner`."""
        documents = tuple(self.documents)
        return Question(self.question, self.as_of, tuple(self.places), owner=owner, documents=documents)


class Search(Ask):
    """A search for passages."""

    count: Annotated[int, Field(strict=True, ge=1, le=100, description="How many passages")] = 10


class Comparing(Asking):
    """A comparison of two to five places."""

    question: Annotated[Text, Field(description="What to compare, in words; may be empty where a topic is given")] = ""
    topic: Annotated[Name, Field(description="Compare on this topic's aspects, such as stablecoins")] = ""
    aspects: Annotated[list[Name], Field(max_length=10, description="Compare on these, in own words")] = []


class OnePolicy(Strict):
    """A policy, by its id."""

    id: Annotated[Name, Field(description="The id, as citations and searches give it in policy_id")]
    on: Annotated[Day | None, Field(description="As known on this day; today if not given")] = None


class Register(Strict):
    """Policies of the register."""

    place: Annotated[Places, Field(description="Only these places")] = []
    topic: Annotated[Name, Field(description="Only this topic, such as stablecoins")] = ""
    on: Annotated[Day | None, Field(description="As known on this day; today if not given")] = None


class Moved(Strict):
    """What changed between two days."""

    begin: Annotated[Day, Field(alias="from", description="The earlier day")]
    end: Annotated[Day, Field(alias="to", description="The later day")]
    place: Annotated[Places, Field(description="Only these places")] = []
    topic: Annotated[Name, Field(description="Only this topic")] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.begin:
            raise ValueError(f"to ({self.end}) must lie after from ({self.begin})")
        return self


class Dates(Strict):
    """Dates to come."""

    begin: Annotated[Day | None, Field(alias="from", description="After this day; today if not given")] = None
    place: Annotated[Places, Field(description="Only these places")] = []
    topic: Annotated[Name, Field(description="Only this topic")] = ""


class TextPart(BaseModel):
    """A piece of a message."""

    type: Literal["text", "input_text", "output_text"]
    text: Text


class Message(BaseModel):
    """A message of OpenAI's protocol; what is no text of the user or the assistant is not read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | Annotated[list[TextPart], Field(max_length=100)] | None = None

    @property
    def text(self) -> str:
        """The words of the message; of an earlier answer without the list of sources below it."""
        whole = self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content or [])
        return whole.partition(SOURCES)[0] if self.role == "assistant" else whole


class StreamOptions(BaseModel):
    """What a stream should tell besides."""

    include_usage: bool = False


class Chat(BaseModel):
    """A request of OpenAI's chat protocol. The scope is ours to read; settings of a model are not heeded."""

    model: Literal["crypto-policy-assistant"]
    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Annotated[int | None, Field(strict=True, ge=1, le=1, description="One answer")] = None  # `True` is none
    as_of: Day | None = None
    jurisdictions: Places = []
    documents: Documents = []

    def question(self, owner: str) -> Question:
        """Return the last message as a question, asked by `owner`, with what was said before; ValueError without."""
        said = [message for message in self.messages if message.role in ("user", "assistant") and message.text.strip()]
        if not said or said[-1].role != "user":
            raise ValueError("the last message must be the user's, with the question in it")
        turns = (Turn(message.role, message.text) for message in said[:-1])
        earlier, documents = _remembered(turns), tuple(self.documents)
        return Question(said[-1].text, self.as_of, tuple(self.jurisdictions), earlier, owner, documents)


def _remembered(turns: Any) -> tuple[Turn, ...]:
    return tuple(turns)[-REMEMBERED:]
