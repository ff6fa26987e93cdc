"""Answers are made in a bounded number of threads; the event loop goes on, and whoever leaves stops what they asked."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import TypeVar

from assistant.serving.problems import ProblemError
from assistant.streaming import Pulse, in_thread

T = TypeVar("T")
MOST_WAITING = 256  # pieces of work at once; what comes beyond is told to come again
WORKERS = "SERVING_WORKERS"  # set by `serve` for its own processes
WITH_MODEL = 32  # threads where answers wait for a model


class Threads:
    """A number of threads, and a bounded queue before them."""

    def __init__(self, name: str, threads: int, most: int = MOST_WAITING) -> None:
        """Name the threads, say how many there are, and how much may be done and wait at once."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = most
        self._held = 0

    async def stream(self, make: Callable[[Pulse], Generator[T]]) -> AsyncGenerator[T]:
        """Yield what a blocking generator gives, as `in_thread` does; raise ProblemError (429) when too much waits."""
        if self._held >= self._most:
            raise ProblemError(429, "Too much is asked at once: come again in a second.", "busy", {"Retry-After": "1"})
        self._held += 1
        try:
            async with aclosing(in_thread(make, self._threads)) as parts:
                async for part in parts:
                    yield part
        finally:
            self._held -= 1

    async def run(self, work: Callable[[], T]) -> T:
        """Return what a blocking function gives; errors as `stream` and the function raise them."""

        def once(_: Pulse) -> Generator[T]:
            yield work()

        async with aclosing(self.stream(once)) as parts:
            return await anext(parts)

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def answering_threads(*, model: bool) -> int:
    """Return how many answers are made at once: many where they wait for a model, else one a core of this process."""
    cores = (os.cpu_count() or 1) // int(os.environ.get(WORKERS, "1"))
    return WITH_MODEL if model else max(1, min(4, cores))
