"""One chat model: text that streams within limits, or a failure in words. Any chat model of LangChain will do."""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import random
import threading
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator, Mapping, Sequence
from concurrent.futures import wait
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.messages.utils import count_tokens_approximately
from langchain_core.output_parsers import PydanticOutputParser
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel

from assistant.llm.breaker import Breaker
from assistant.llm.failures import FREE, PASSING, SAID, Failure, ModelFailedError, failure_of
from assistant.llm.ledger import Ledger
from assistant.llm.limits import Limits
from assistant.llm.reply import Reply
from assistant.prices import Prices, Usage

LOG = logging.getLogger(__name__)
Given = TypeVar("Given")
Schema = TypeVar("Schema", bound=BaseModel)
BEAT = 0.2  # seconds: a reader who presses Stop feels no delay


@dataclass(slots=True, eq=False)
class ChatModel:
    """A LangChain chat model whose failures are ModelFailedErrors, within limits, counted. One for each answer.

    `usage` adds up what this one's calls used. `says_ending` tells that the provider gives a reason with each ending,
    so that an answer without one was cut. Calls run on one event loop of the process, where a call that is given up
    can be stopped wherever it waits. `pulse` is called on the caller's thread before each piece of a reply and five
    times a second while none comes; what it raises ends the call.
    """

    name: str
    chat: BaseChatModel
    limits: Limits = field(default_factory=Limits)
    prices: Prices = field(default_factory=Prices)
    breaker: Breaker = field(default_factory=Breaker)
    ledger: Ledger | None = None
    says_ending: bool = False
    usage: Usage = field(default_factory=Usage)
    pulse: Callable[[], None] = lambda: None

    def stream(
        self, messages: Sequence[BaseMessage], config: RunnableConfig | None = None
    ) -> Generator[str, None, None]:
        """Yield the text as it arrives; raise ModelFailedError at any point. Closing the iterator stops the request."""
        arriving: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        with self._accounted(messages) as reply:
            call = asyncio.run_coroutine_threadsafe(self._stream(messages, config, reply, arriving.put), _loop())
            call.add_done_callback(lambda _: arriving.put(None))
            try:
                while (text := self._next(arriving)) is not None:
                    yield text
                call.result()
            finally:
                call.cancel()

    def ask(
        self, messages: Sequence[BaseMessage], schema: type[Schema], config: RunnableConfig | None = None
    ) -> Schema:
        """Return an answer in the form of a schema, validated; raise ModelFailedError."""
        with self._accounted(messages) as reply:
            return self._awaited(self._ask(messages, schema, config, reply))

    def call(self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> AIMessage:
        """Return one whole reply, which may call tools (as OpenAI describes them); raise ModelFailedError."""
        with self._accounted(messages) as reply:
            return self._awaited(self._call(messages, tools, reply))

    def _awaited(self, made: Coroutine[Any, Any, Given]) -> Given:
        """Wait for a call that gives one result, with a pulse; whatever ends the waiting ends the call."""
        call = asyncio.run_coroutine_threadsafe(made, _loop())
        try:
            while not wait([call], BEAT).done:
                self.pulse()
            return call.result()
        finally:
            call.cancel()

    def _next(self, arriving: queue.SimpleQueue[str | None]) -> str | None:
        while True:
            self.pulse()
            with suppress(queue.Empty):
                return arriving.get(timeout=BEAT)

    @contextmanager
    def _accounted(self, messages: Sequence[BaseMessage]) -> Iterator[Reply]:
        """Admit a call by breaker and budget, and enter what it used however it ends."""
        self.breaker.admit()
        incoming = count_tokens_approximately(messages)
        entry = self.ledger and self.ledger.reserve(self.name, self.prices.usage(incoming, self.limits.tokens))
        reply, free = Reply(self.limits.tokens), False
        try:
            yield reply
            self.breaker.succeeded()
        except ModelFailedError as error:
            self.breaker.failed(error)
            free = not reply.characters and error.kind in FREE
            raise
        finally:
            reply.left = True
            used = reply.used(messages, self.prices, free=free)
            self.usage += used
            if self.ledger and entry:
                self.ledger.settle(entry, used)

    async def _stream(
        self,
        messages: Sequence[BaseMessage],
        config: RunnableConfig | None,
        reply: Reply,
        give: Callable[[str], None],
    ) -> None:
        async def once(patience: asyncio.Timeout, end: float) -> None:
            async with aclosing(self.chat.astream(list(messages), config)) as chunks:  # type: ignore[type-var]
                async for chunk in chunks:
                    await _unless_over(patience, reply)
                    if text := reply.take(chunk):
                        give(text)
                    if reply.characters:
                        pause = self.limits.after if reply.ending else self.limits.between
                        patience.reschedule(min(end, asyncio.get_running_loop().time() + pause))
            reply.check(self.says_ending)

        try:
            await self._patiently(once, reply)
        except ModelFailedError as failed:
            if not reply.whole:
                raise
            LOG.info("%s: %s, after its answer had ended", self.name, failed)

    async def _ask(
        self, messages: Sequence[BaseMessage], schema: type[Schema], config: RunnableConfig | None, reply: Reply
    ) -> Schema:
        async def by_schema(_patience: asyncio.Timeout, _end: float) -> Schema:
            made: Any = await self.chat.with_structured_output(schema, include_raw=True).ainvoke(list(messages), config)
            reply.take_whole(made["raw"])
            if not isinstance(made["parsed"], schema):
                raise ModelFailedError(SAID[Failure.MALFORMED], Failure.MALFORMED) from made["parsing_error"]
            return made["parsed"]

        async def by_words(_patience: asyncio.Timeout, _end: float) -> Schema:
            form = HumanMessage(PydanticOutputParser(pydantic_object=schema).get_format_instructions())
            made = await self.chat.ainvoke([*messages, form], config)
            reply.take_whole(made)
            return PydanticOutputParser(pydantic_object=schema).parse(str(made.text))

        try:
            return await self._patiently(by_schema, reply)
        except ModelFailedError as failed:
            if failed.kind is not Failure.REQUEST:
                raise
            LOG.info("%s does not take schemas: asked in words", self.name)
        return await self._patiently(by_words, reply)

    async def _call(
        self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]], reply: Reply
    ) -> AIMessage:
        async def once(_patience: asyncio.Timeout, _end: float) -> AIMessage:
            made: AIMessage = await self.chat.bind_tools([dict(one) for one in tools]).ainvoke(list(messages))
            reply.take_whole(made)
            return made

        return await self._patiently(once, reply)

    async def _patiently(self, once: Callable[[asyncio.Timeout, float], Awaitable[Given]], reply: Reply) -> Given:
        """Ask, and ask again where that may help and nothing was given out, for as long as the limits allow."""
        started = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.limits.first) as patience:
                for attempt in range(self.limits.attempts):
                    reply.ending = ""
                    try:
                        return await once(patience, started + self.limits.total)
                    except Exception as error:
                        failed = failure_of(error)
                        wait = self._wait(failed, attempt)
                        too_late = asyncio.get_running_loop().time() + wait >= (patience.when() or 0.0)
                        if reply.characters or too_late:
                            raise failed from error
                        reply.uncounted += failed.kind not in FREE
                        LOG.info("%s: %s; asked again in %.1f s", self.name, failed, wait)
                    await asyncio.sleep(wait)
        except TimeoutError as error:
            raise self._late(reply, asyncio.get_running_loop().time() - started) from error
        raise AssertionError("the last attempt raises")

    def _wait(self, failed: ModelFailedError, attempt: int) -> float:
        """Return the seconds until the next attempt; those until never where there is to be none."""
        if failed.kind not in PASSING or attempt + 1 >= self.limits.attempts:
            return math.inf
        if failed.wait is not None:
            return failed.wait if failed.wait <= self.limits.longest_wait else math.inf
        return self.limits.pause * (1 << attempt) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret

    def _late(self, reply: Reply, seconds: float) -> ModelFailedError:
        if not reply.characters:
            return ModelFailedError(f"the model did not answer within {self.limits.first:g} s", Failure.TIMEOUT)
        if seconds >= self.limits.total:
            return ModelFailedError(f"the model did not finish within {self.limits.total:g} s", Failure.TIMEOUT)
        return ModelFailedError(f"the model fell silent for {self.limits.between:g} s", Failure.TIMEOUT)


async def _unless_over(patience: asyncio.Timeout, reply: Reply) -> None:
    """End a call that is over, which a library may have gone on with: `asyncio.wait_for` of Python 3.11 loses that."""
    await asyncio.sleep(0)  # what arrives without a pause leaves the clock no turn
    if reply.left or patience.expired():
        raise asyncio.CancelledError


_starting = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop on which all calls of this process run."""
    with _starting:
        return _started_loop()


@lru_cache(maxsize=1)
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop
