"""The door: who may ask, from where, how much and how often. Nothing behind it sees a request that it refuses."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import math
import secrets
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.problems import ProblemError

LOG = logging.getLogger(__name__)
LARGEST_BODY = 2_000_000  # bytes: a long conversation has some 100 kB
SLOWEST_BODY = 15.0  # seconds
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
OPEN = ("/", "/health", "/docs", "/openapi.json")  # these tell nothing that only some may know
MINUTE = 60.0
KEEP = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}


@dataclass(slots=True)
class Caller:
    """A program that asks: its name, whose documents it sees, and what it has asked of late."""

    name: str
    owner: str
    times: deque[float] = field(default_factory=deque)
    answers: int = 0


class Door:
    """Middleware that lets a request in or says in one line why not, and turns what goes wrong into one line too.

    Without keys the door is for this machine alone: a page of another site that a browser on it shows is refused by
    its Host and Origin. With keys, whoever holds one may come from anywhere.
    """

    def __init__(self, app: ASGIApp, keys: Mapping[str, str], requests_per_minute: int) -> None:
        """Take the application, the names by key, and how many requests each may make in a minute (0: any)."""
        self._app = app
        self._most = requests_per_minute
        self._callers = {_hashed(key): Caller(name, owner_of(name)) for key, name in keys.items()}
        self._anybody = None if keys else Caller("", "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in KEEP.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            self._admit(scope)
            await self._app(scope, await _read(scope, receive), sending)
        except ProblemError as problem:
            refused = problem
        except Exception:
            LOG.exception("A request for %s failed", scope["path"][:200])
            refused = ProblemError(500, "The server failed at this; its log says why.", "failed")
        else:
            return
        if started:
            raise refused
        await JSONResponse(refused.body, refused.status, refused.headers)(scope, receive, sending)

    def _admit(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if self._anybody is not None:
            _at_home(headers)
        elif scope["path"] in OPEN:
            return
        caller = self._anybody or self._known(headers)
        if scope["path"] not in OPEN:
            self._count(caller)
        scope.setdefault("state", {})["caller"] = caller

    def _known(self, headers: Headers) -> Caller:
        kind, _, key = headers.get("authorization", "").partition(" ")
        given = _hashed(key.strip()) if kind.lower() == "bearer" else b""
        # Every key is compared, in the same time whether or not it is the one.
        callers = [caller for known, caller in self._callers.items() if secrets.compare_digest(known, given)]
        if not callers:
            said = "This key is not known" if key else "A key is needed"
            line = f"{said}: send `Authorization: Bearer KEY` with one of ASSISTANT_API_KEYS."
            raise ProblemError(401, line, "invalid_api_key", {"WWW-Authenticate": "Bearer"})
        return callers[0]

    def _count(self, caller: Caller) -> None:
        now = time.monotonic()
        while caller.times and caller.times[0] <= now - MINUTE:
            caller.times.popleft()
        if self._most and len(caller.times) >= self._most:
            wait = max(1, math.ceil(caller.times[0] + MINUTE - now))
            line = f"More than {self._most} requests in a minute: come again in {wait} s."
            raise ProblemError(429, line, "rate_limit_exceeded", {"Retry-After": str(wait)})
        caller.times.append(now)


def owner_of(name: str) -> str:
    """Return the owner of the documents of a key, by the key's name: a key may be changed and its documents stay."""
    return f"key:{name}" if name else ""


@contextmanager
def answering(caller: Caller, most: int) -> Iterator[None]:
    """Count an answer while it is made; raise ProblemError (429) where a caller has `most` of them already."""
    if caller.answers >= most:
        line = f"{most} answers are being made for this key already: wait for one to end."
        raise ProblemError(429, line, "too_many_streams", {"Retry-After": "1"})
    caller.answers += 1
    try:
        yield
    finally:
        caller.answers -= 1


def _hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def _at_home(headers: Headers) -> None:
    """Refuse what a page of another site sends through a browser of this machine (DNS rebinding, foreign forms)."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if _name(host) not in LOOPBACK:
        raise ProblemError(403, "Without keys only this machine may ask, by 127.0.0.1 or localhost.", "bad_host")
    if origin is not None and origin.lower() != f"http://{host.lower()}":
        raise ProblemError(403, "Pages of other sites may not ask without a key.", "bad_origin")


def _name(host: str) -> str:
    """Return a host without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


async def _read(scope: Scope, receive: Receive) -> Receive:
    """Read the body of a request within bounds, and give it on; what comes after it is whether the client left."""
    if scope["method"] in ("GET", "HEAD", "DELETE", "OPTIONS"):
        return receive
    declared = Headers(scope=scope).get("content-length", "0")
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            more = True
            while more:
                if len(body) > LARGEST_BODY or (
                    declared.isdigit() and len(declared) < 19 and int(declared) > LARGEST_BODY
                ):
                    line = f"A request may have {LARGEST_BODY:,} bytes: send less at once."
                    raise ProblemError(413, line, "too_large", {"Connection": "close"})
                message = await receive()
                body += message.get("body", b"")
                more = message["type"] == "http.request" and message.get("more_body", False)
    except TimeoutError:
        line = f"The request did not arrive within {SLOWEST_BODY:.0f} s: send it faster."
        raise ProblemError(408, line, "too_slow", {"Connection": "close"}) from None
    whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def replay() -> Message:
        return whole.pop() if whole else await receive()

    return replay


def error_event(problem: ProblemError) -> bytes:
    """Return a problem as the event that ends a stream which has begun."""
    return f"data: {json.dumps(problem.body, ensure_ascii=False)}\n\n".encode()
