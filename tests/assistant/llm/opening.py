"""The scripted model opened with short limits, and read to its end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from assistant.llm.open import ChatModel, Failure, Limits, ModelFailedError, open_model
from assistant.settings import Settings
from tests.openai_server import NAME

ASKED = [HumanMessage("May brokers lend?")]


class Place(BaseModel):
    """A form that an answer is asked in."""

    name: str


def opened(url: str, **limits: Any) -> ChatModel:
    """Open the scripted model; it is asked again without a pause."""
    model = open_model(Settings(model=NAME, model_base_url=url))
    assert model is not None
    model.limits = replace(Limits(pause=0.0, after=0.3), **limits)
    return model


def streamed(model: ChatModel) -> tuple[str, Failure | None]:
    """Return the text that came, and the kind of failure that ended it."""
    text = ""
    try:
        for piece in model.stream(ASKED):
            text += piece
    except ModelFailedError as error:
        return text, error.kind
    return text, None
