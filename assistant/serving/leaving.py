"""Work for a client stops when the client has disconnected."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing, suppress
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.serving.problems import ProblemError
from corpus.errors import AssistantError

LOG = logging.getLogger(__name__)
T = TypeVar("T")


async def while_there(request: Request, work: Awaitable[T]) -> T:
    """Return what is awaited; cancel it when the client has left, and end the request."""
    body = await request.body()
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            LOG.info("A client left during %s after sending %d bytes", request.url.path[:100], len(body))
            raise ProblemError(499, "The client left.", "left")
        return await working
    finally:
        for task in (working, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError, ProblemError, AssistantError):
                await task


class EventStream(Response):
    """A stream of events, which is cut off when the client leaves, or has not read it to its end within a time."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes], patience: float) -> None:
        """Take the events, whose generator is closed in any case, and the seconds for all of them."""
        super().__init__()
        del self.headers["content-length"]
        self.headers["x-accel-buffering"] = "no"
        self._events = events
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's form
        """Send the events as they come."""
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED, timeout=self._patience)
            if sending.done():
                await sending
        finally:
            for task in (sending, leaving):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await self._events.aclose()

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for event in self._events:
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def after(first: T, rest: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """Yield what has been taken from a generator, and what comes after it; close it."""
    async with aclosing(rest):
        yield first
        async for part in rest:
            yield part
