"""A chat model behind a real server of the protocol: what it says comes through, gibberish as it is."""

from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from assistant.llm.open import ChatModel, ModelFailedError, open_model
from assistant.settings import Settings
from tests.gibberish_server import Served

pytestmark = pytest.mark.slow
TOKENS = 40


class Place(BaseModel):
    """A form that an answer is asked in."""

    name: str


@pytest.fixture
def model(gibberish: Served) -> ChatModel:
    """Open the served model, with few tokens for an answer."""
    opened = open_model(Settings(model=gibberish.name, model_base_url=gibberish.url, model_max_tokens=TOKENS))
    assert opened is not None
    return opened


def test_gibberish_streams(model: ChatModel) -> None:
    """The pieces of a real stream arrive one by one, are counted, and an answer that hits the limit is told as cut."""
    pieces: list[str] = []
    with pytest.raises(ModelFailedError, match="longer than ASSISTANT_MODEL_MAX_TOKENS") as failed:
        pieces.extend(model.stream([HumanMessage("May brokers lend?")]))
    assert len(pieces) > TOKENS / 4
    assert failed.value.kind == "cut"
    assert model.usage.output_tokens == TOKENS


def test_a_reader_may_leave(model: ChatModel) -> None:
    """A stream that is closed early leaves the server fit for the next question."""
    for _ in range(2):
        stream = model.stream([HumanMessage("May brokers lend?")])
        assert next(stream)
        stream.close()


def test_gibberish_has_no_form(model: ChatModel) -> None:
    """What is no answer in the form that was asked for is a failure, never a record."""
    with pytest.raises(ModelFailedError) as failed:
        model.ask([HumanMessage("Which place?")], Place)
    assert failed.value.kind in {"malformed", "cut"}
