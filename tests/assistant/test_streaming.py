"""Streaming from a thread: parts come as they are made, errors reach who waits, and who leaves stops the work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

import pytest

from assistant.streaming import LeftError, Pulse, in_thread

PATIENCE = 20.0  # seconds for what takes none


def numbers(pulse: Pulse) -> Generator[int]:
    """Make three parts."""
    yield from range(3)


def test_parts_come_in_order_while_others_are_being_made() -> None:
    """The first part is read before the second is allowed to be made."""
    go_on = threading.Event()

    def waiting(pulse: Pulse) -> Generator[int]:
        yield 1
        assert go_on.wait(PATIENCE)
        yield 2

    async def read() -> list[int]:
        seen = []
        async with aclosing(in_thread(waiting)) as parts:
            async for part in parts:
                seen.append(part)
                go_on.set()
        return seen

    assert asyncio.run(read()) == [1, 2]


def test_an_error_reaches_who_waits() -> None:
    """It comes after the parts that were made before it, as itself."""

    def failing(pulse: Pulse) -> Generator[int]:
        yield 1
        raise ValueError("the model is gone")

    seen: list[int] = []

    async def read() -> None:
        async for part in in_thread(failing):
            seen.append(part)  # noqa: PERF401 - what came before the error is looked at

    with pytest.raises(ValueError, match="the model is gone"):
        asyncio.run(read())
    assert seen == [1]


def left_after(first: Callable[[Pulse], Generator[int]]) -> None:
    """Read one part and leave."""

    async def read() -> None:
        async with aclosing(in_thread(first)) as parts:
            async for _ in parts:
                break

    asyncio.run(read())


def test_who_leaves_stops_the_work() -> None:
    """The pulse raises in the thread, what is open there is closed, and no further part is made."""
    ended: list[str] = []

    def endless(pulse: Pulse) -> Generator[int]:
        try:
            yield 1
            for _ in range(10_000):
                pulse()
                threading.Event().wait(0.01)
            ended.append("never told")
        except LeftError:
            ended.append("told")
            raise
        finally:
            ended.append("closed")

    left_after(endless)  # `asyncio.run` waits for the thread
    assert ended in (["told", "closed"], ["closed"])


def test_what_has_not_begun_never_begins() -> None:
    """A reader who leaves while all threads are busy costs nothing."""
    busy, begun = threading.Event(), []

    def never(pulse: Pulse) -> Generator[int]:
        begun.append(1)
        yield 1

    async def read(pool: ThreadPoolExecutor) -> None:
        parts = in_thread(never, pool)
        waiting = asyncio.ensure_future(anext(parts))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(busy.wait, PATIENCE)
        asyncio.run(read(pool))
        busy.set()
    assert not begun


def test_a_reader_who_is_slow_holds_nobody_up() -> None:
    """The thread makes all parts while the reader still has the first: nothing waits for a queue with room."""
    done = threading.Event()

    def many(pulse: Pulse) -> Generator[int]:
        yield from range(1_000)
        done.set()

    async def read() -> int:
        count = 0
        async for _ in in_thread(many):
            if not count:
                await asyncio.to_thread(done.wait, PATIENCE)
                assert done.is_set()
            count += 1
        return count

    assert asyncio.run(read()) == 1_000
