"""A chat model of ours as one of LangChain's that calls tools: limits, budget and stopping hold for an agent too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict

from assistant.llm.client import ChatModel


class Tooled(BaseChatModel):
    """Passes every call on to a ChatModel; what fails is a ModelFailedError, and what its pulse raises ends a run."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    model: ChatModel

    @property
    def _llm_type(self) -> str:
        return self.model.name

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002 - an agent leaves the choice to the model
        **kwargs: Any,
    ) -> Runnable[Any, AIMessage]:
        """Return the model with tools that it may call."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - LangChain's signature
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - as above
        **kwargs: Any,
    ) -> ChatResult:
        made = self.model.call(messages, kwargs.get("tools", ()))
        return ChatResult(generations=[ChatGeneration(message=made)])
