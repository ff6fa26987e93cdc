"""One chat model: text that streams within limits, or a failure in words. It works with any chat model of LangChain."""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import random
import threading
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
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

from assistant.breaker import Breaker
from assistant.failures import FREE, PASSING, SAID, Failure, ModelFailedError, failure_of
from assistant.spending import Ledger, Prices, Usage

LOG = logging.getLogger(__name__)
Given = TypeVar("Given")
Schema = TypeVar("Schema", bound=BaseModel)
BEAT = 0.2  # seconds: a reader who presses Stop feels no delay
CHARACTERS_A_TOKEN = 4  # of English, where a provider counts nothing
ENDINGS = ("finish_reason", "stop_reason", "done_reason")  # where a provider says why its answer ended
TOO_SHORT = {"length", "max_tokens", "MAX_TOKENS"}  # ... and that it was not its end
WITHHELD = {"content_filter", "refusal", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION", "SPII"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a model may take, in seconds, how often it is asked, and how many tokens it may answer with."""

    connect: float = 5.0
    first: float = 30.0  # to the first text, over all attempts: what a reader waits
    between: float = 15.0  # between two texts: a model that has begun seldom pauses for a second
    after: float = 1.0  # the end of the text, for the count of tokens that follows it
    total: float = 120.0  # of a whole answer
    attempts: int = 3
    pause: float = 0.5  # before the second attempt; doubled for each further one, with jitter
    longest_wait: float = 5.0  # of a Retry-After: a longer one is a failure at once
    tokens: int = 4_000  # reasoning of the model included


@dataclass(slots=True)
class _Reply:
    """What has arrived of one answer."""

    characters: int = 0
    ending: str = ""
    input_tokens: int = 0
    output_tokens: int = 0

    def take(self, message: AIMessage) -> str:
        """Count a piece of the answer and give its text."""
        for name in ENDINGS:
            self.ending = str(message.response_metadata.get(name) or self.ending)
        if used := message.usage_metadata:
            self.input_tokens += used["input_tokens"]
            self.output_tokens += used["output_tokens"]
        self.characters += len(message.text)
        return str(message.text)

    def take_whole(self, message: AIMessage) -> None:
        """Count an answer of which nothing was given out yet, so that it may still be asked for again."""
        self.take(message)
        self.characters = 0

    @property
    def whole(self) -> bool:
        """Tell whether the provider said that its answer has come to its end."""
        return bool(self.characters and self.ending) and self.ending not in TOO_SHORT | WITHHELD

    def check(self, says_ending: bool) -> None:
        """Raise ModelFailedError where an answer that has ended is no whole one."""
        if self.ending in WITHHELD:
            raise ModelFailedError(SAID[Failure.FILTERED], Failure.FILTERED)
        if not self.characters:
            raise ModelFailedError(SAID[Failure.EMPTY], Failure.EMPTY)
        if self.ending in TOO_SHORT:
            raise ModelFailedError("the model's answer was longer than ASSISTANT_MODEL_MAX_TOKENS", Failure.CUT)
        if says_ending and not self.ending:
            raise ModelFailedError(SAID[Failure.CUT], Failure.CUT)


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
        """Give the text as it arrives; raise ModelFailedError at any point. Closing the iterator stops the request."""
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
        """Give an answer in the form of a schema, validated; raise ModelFailedError."""
        with self._accounted(messages) as reply:
            call = asyncio.run_coroutine_threadsafe(self._ask(messages, schema, config, reply), _loop())
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
    def _accounted(self, messages: Sequence[BaseMessage]) -> Iterator[_Reply]:
        """Admit a call by breaker and budget, and enter what it used however it ends."""
        self.breaker.admit()
        incoming = count_tokens_approximately(messages)
        entry = self.ledger and self.ledger.reserve(self.name, self.prices.usage(incoming, self.limits.tokens))
        reply = _Reply()
        try:
            yield reply
            self.breaker.succeeded()
        except ModelFailedError as error:
            self.breaker.failed(error)
            incoming *= bool(reply.characters or error.kind not in FREE)
            raise
        finally:
            used = self.prices.usage(
                reply.input_tokens or incoming,
                reply.output_tokens or -(-reply.characters // CHARACTERS_A_TOKEN),
            )
            self.usage += used
            if self.ledger and entry:
                self.ledger.settle(entry, used)

    async def _stream(
        self,
        messages: Sequence[BaseMessage],
        config: RunnableConfig | None,
        reply: _Reply,
        give: Callable[[str], None],
    ) -> None:
        async def once(patience: asyncio.Timeout, end: float) -> None:
            async with aclosing(self.chat.astream(list(messages), config)) as chunks:  # type: ignore[type-var]
                async for chunk in chunks:
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
        self, messages: Sequence[BaseMessage], schema: type[Schema], config: RunnableConfig | None, reply: _Reply
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

    async def _patiently(self, once: Callable[[asyncio.Timeout, float], Awaitable[Given]], reply: _Reply) -> Given:
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
                        LOG.info("%s: %s; asked again in %.1f s", self.name, failed, wait)
                    await asyncio.sleep(wait)
        except TimeoutError as error:
            raise self._late(reply, asyncio.get_running_loop().time() - started) from error
        raise AssertionError("the last attempt raises")

    def _wait(self, failed: ModelFailedError, attempt: int) -> float:
        """Give the seconds until the next attempt; those until never where there is to be none."""
        if failed.kind not in PASSING or attempt + 1 >= self.limits.attempts:
            return math.inf
        if failed.wait is not None:
            return failed.wait if failed.wait <= self.limits.longest_wait else math.inf
        return self.limits.pause * (1 << attempt) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret

    def _late(self, reply: _Reply, seconds: float) -> ModelFailedError:
        if not reply.characters:
            return ModelFailedError(f"the model did not answer within {self.limits.first:g} s", Failure.TIMEOUT)
        if seconds >= self.limits.total:
            return ModelFailedError(f"the model did not finish within {self.limits.total:g} s", Failure.TIMEOUT)
        return ModelFailedError(f"the model fell silent for {self.limits.between:g} s", Failure.TIMEOUT)


_starting = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """Give the event loop on which all calls of this process run."""
    with _starting:
        return _started_loop()


@lru_cache(maxsize=1)
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop
