"""The connection to a model's server: it leads to the named host only, and carries no more than an answer needs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx

from assistant.llm.failures import SAID, Failure, ModelFailedError
from assistant.llm.reply import LONGER

AROUND_A_TOKEN = 2_000  # bytes: a streamed token comes in some 300, with probabilities of others in some more
AROUND_ALL = 1_000_000  # bytes
PLAIN = {"Accept-Encoding": "identity"}  # what is packed a thousandfold cannot be bounded by what arrives


class Bounded(httpx.AsyncByteStream):
    """A body that ends in a ModelFailedError when it grows past `most` bytes."""

    def __init__(self, body: httpx.AsyncByteStream, most: int) -> None:
        """Take the body as it arrives."""
        self._body = body
        self._left = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield its pieces."""
        async for piece in self._body:
            self._left -= len(piece)
            if self._left < 0:
                raise ModelFailedError(LONGER, Failure.CUT)
            yield piece

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._body.aclose()


class Wire:
    """What is done with each response before it is read, for an answer of so many tokens."""

    def __init__(self, tokens: int) -> None:
        """Take the most tokens of an answer."""
        self._most = AROUND_ALL + AROUND_A_TOKEN * tokens

    async def __call__(self, response: httpx.Response) -> None:
        """Refuse what leads to another host or is packed, and bound the rest; raise ModelFailedError."""
        if response.has_redirect_location:
            there = response.request.url.join(response.headers["location"])
            if not _same(response.request.url, there):
                raise ModelFailedError(SAID[Failure.REDIRECT], Failure.REDIRECT)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ModelFailedError(SAID[Failure.MALFORMED], Failure.MALFORMED)
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = Bounded(response.stream, self._most)


def _same(here: httpx.URL, there: httpx.URL) -> bool:
    """Return whether an address is of the same server, or of the same host by an encrypted connection."""
    encrypted = here.scheme == "http" and there.scheme == "https" and there.port is None
    return here.host == there.host and (encrypted or (here.scheme, here.port) == (there.scheme, there.port))
