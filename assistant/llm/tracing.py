"""Tracing by the usual variables: runs go to LangSmith, OpenTelemetry or Langfuse where these are set."""

from __future__ import annotations

import logging
import os
from contextvars import ContextVar
from functools import lru_cache

from dotenv import dotenv_values
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook

LOG = logging.getLogger(__name__)
FAMILIES = ("LANGSMITH_", "LANGCHAIN_", "LANGFUSE_", "OTEL_")
LANGFUSE = "LANGFUSE_PUBLIC_KEY"
_langfuse: ContextVar[BaseCallbackHandler | None] = ContextVar("langfuse", default=None)


@lru_cache(maxsize=1)
def prepare_tracing() -> None:
    """Make the tracing variables of `.env` known to the libraries, which read the environment only; once a process.

    LangSmith and OpenTelemetry are LangChain's own; Langfuse gives a callback handler, which is added to every run.
    """
    for name, value in dotenv_values(".env").items():
        if name.startswith(FAMILIES) and value is not None:
            os.environ.setdefault(name, value)
    if not os.environ.get(LANGFUSE):
        return
    try:
        from langfuse.langchain import CallbackHandler
    except ImportError:
        LOG.warning("%s is set, but langfuse is missing: pip install langfuse==5.0.4", LANGFUSE)
        return
    register_configure_hook(_langfuse, inheritable=True, handle_class=CallbackHandler, env_var=LANGFUSE)
