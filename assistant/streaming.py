"""How the chain streams as a LangChain Runnable: statements as they are checked, then the whole answer."""

from __future__ import annotations

import asyncio
import threading
from abc import abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import Executor
from contextlib import aclosing, closing
from typing import Any, TypeVar

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers.records import Answer, Question, Statement

T = TypeVar("T")
Pulse = Callable[[], None]


class LeftError(Exception):
    """Raised where an answer is made, by its pulse, when nobody waits for it any more."""


class Streaming(Runnable[Question | str, Statement | Answer]):
    """A Runnable whose `stream` and `astream` give what `statements` yields.

    What follows it in a LangChain sequence is given the last part, which is the answer.
    """

    @abstractmethod
    def statements(
        self, question: Question | str, config: RunnableConfig | None = None, pulse: Pulse = lambda: None
    ) -> Generator[Statement | Answer]:
        """Yield each statement as soon as it is checked, and the whole answer last."""

    def stream(
        self,
        input: Question | str,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> Iterator[Statement | Answer]:
        """Yield each statement as soon as it is checked, and the whole answer last; errors as for `invoke`.

        Closing it stops the model.
        """
        return self._transform_stream_with_config(iter([input]), self._streamed, config)

    def _streamed(
        self,
        asked: Iterator[Question | str],
        run_manager: CallbackManagerForChainRun,  # noqa: ARG002 - LangChain passes it before the config
        config: RunnableConfig,
    ) -> Iterator[Statement | Answer]:
        with closing(self.statements(next(asked), config)) as parts:
            yield from parts

    async def astream(
        self,
        input: Question | str,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> AsyncIterator[Statement | Answer]:
        """Yield what `stream` does, made in a thread; closing it, or cancelling who waits, stops the model."""
        async with aclosing(in_thread(lambda pulse: self.statements(input, config, pulse))) as parts:
            async for part in parts:
                yield part


async def in_thread(make: Callable[[Pulse], Generator[T]], threads: Executor | None = None) -> AsyncGenerator[T]:
    """Yield what a blocking generator gives, run in a thread of `threads` (the loop's own without).

    The thread never waits for whoever reads. When the reader leaves, `pulse` raises LeftError in the thread, and
    what has not begun never begins.
    """
    loop = asyncio.get_running_loop()
    ready: asyncio.Queue[tuple[T] | None] = asyncio.Queue()
    left = threading.Event()

    def pulse() -> None:
        if left.is_set():
            raise LeftError

    def tell(part: tuple[T] | None) -> None:
        if not left.is_set():
            loop.call_soon_threadsafe(ready.put_nowait, part)

    def work() -> None:
        try:
            with closing(make(pulse)) as parts:
                for part in parts:
                    pulse()
                    tell((part,))
        finally:
            tell(None)

    made = loop.run_in_executor(threads, work)
    made.add_done_callback(_seen)
    try:
        while (part := await ready.get()) is not None:
            yield part[0]
        await made
    finally:
        left.set()
        made.cancel()


def _seen(made: asyncio.Future[None]) -> None:
    """Take note of how a thread ended that nobody waits for, so that asyncio does not report it as forgotten."""
    if not made.cancelled():
        made.exception()
