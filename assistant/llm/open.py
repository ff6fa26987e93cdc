"""Chat models by name: "provider:model" becomes a ChatModel. The only file that names a provider."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dotenv import dotenv_values
from langchain_core.language_models import BaseChatModel

from assistant.llm.breaker import Breaker
from assistant.llm.client import ChatModel
from assistant.llm.failures import Failure, ModelFailedError
from assistant.llm.ledger import Ledger
from assistant.llm.limits import Limits
from assistant.llm.wire import PLAIN, Wire
from assistant.prices import Usage
from assistant.settings import Settings
from corpus.errors import InputError

__all__ = ["ChatModel", "Failure", "Limits", "ModelFailedError", "Usage", "open_model"]


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider needs: its package, the variable of its key, and its own names for our limits."""

    package: str
    key: str
    options: Callable[[Limits], dict[str, Any]]


def _usual(limits: Limits) -> dict[str, Any]:
    """Leave timing to us: the provider's own limit only ends what cannot be cancelled, and it never asks again."""
    return {"timeout": limits.total, "max_retries": 0, "max_tokens": limits.tokens}


def _wired(limits: Limits) -> dict[str, Any]:
    """Watch over the connection, and leave the pauses to us: LangChain's own limit on them loses the end of a call."""
    from openai import DefaultAsyncHttpxClient

    client = DefaultAsyncHttpxClient(event_hooks={"response": [Wire(limits.tokens)]}, headers=PLAIN)
    return {"http_async_client": client, "stream_chunk_timeout": None}


# The newest versions that go with the langchain-core of requirements.txt.
PROVIDERS = {
    "openai": Provider(
        "langchain-openai==1.7.3",
        "OPENAI_API_KEY",
        lambda limits: (
            _usual(limits) | {"timeout": (limits.connect, limits.total), "stream_usage": True} | _wired(limits)
        ),
    ),
    "anthropic": Provider("langchain-anthropic==1.7.7", "ANTHROPIC_API_KEY", _usual),
    "google_genai": Provider(
        "langchain-google-genai==4.4.2",
        "GOOGLE_API_KEY",
        lambda limits: _usual(limits) | {"max_retries": 1},  # its 0 means its own default
    ),
    "ollama": Provider(
        "langchain-ollama==1.1.0",
        "",
        lambda limits: {
            "client_kwargs": {"timeout": limits.total, "follow_redirects": False},
            "num_predict": limits.tokens,
        },
    ),
}


def open_model(settings: Settings) -> ChatModel | None:
    """Return the model that the settings name, None where they name none.

    Raises InputError for a provider that LangChain does not know, and ModelFailedError for a package or a key that is
    missing. Each call gives a ChatModel with a usage of its own; the provider's client and its breaker are kept.
    """
    if not settings.model:
        return None
    provider = PROVIDERS.get(_provider(settings.model))
    key = _key(provider.key) if provider else ""
    if provider and provider.key and not key:
        if not settings.model_base_url:
            raise ModelFailedError(f"{provider.key} is not set: put it into .env", Failure.KEY)
        key = "none"  # servers of one's own ask for no key, and the client wants one
    seconds = settings.model_timeout
    limits = Limits(first=seconds, between=seconds / 2, total=4 * seconds, tokens=settings.model_max_tokens)
    chat, breaker = _client(settings.model, settings.model_base_url, key, limits)
    return ChatModel(
        settings.model,
        chat,
        limits,
        settings.prices,
        breaker,
        Ledger(settings.spending, settings.model_budget),
        says_ending=provider is not None,
    )


def _provider(model: str) -> str:
    return model.split(":", maxsplit=1)[0]


def _key(name: str) -> str:
    """Return a provider's key from the environment or `.env`, as the settings are read."""
    return os.environ.get(name) or dotenv_values(".env").get(name) or ""


@lru_cache(maxsize=8)
def _client(model: str, base_url: str, key: str, limits: Limits) -> tuple[BaseChatModel, Breaker]:
    """Make a provider's client, once for the same model, server, key and limits."""
    from langchain.chat_models import init_chat_model

    provider = PROVIDERS.get(_provider(model))
    options = provider.options(limits) if provider else _usual(limits)
    options |= {"base_url": base_url} if base_url else {}
    options |= {"api_key": key} if key else {}
    try:
        return init_chat_model(model, **options), Breaker()
    except ImportError as error:
        package = provider.package if provider else f"langchain-{_provider(model)}"
        raise ModelFailedError(
            f"{package.split('=')[0]} is missing: pip install {package}", Failure.MISSING_PACKAGE
        ) from error
    except ValueError as error:
        raise InputError(
            f"ASSISTANT_MODEL is {model!r}, which LangChain cannot open: "
            "write provider:model, such as openai:gpt-5-mini."
        ) from error
