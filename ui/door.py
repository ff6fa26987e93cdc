"""The door of the page: by which names and from which pages it may be called, and what its answers let a browser do.

Everything here comes before Streamlit, which looks an Origin that it does not know up at a server of others, in the
event loop, while everybody waits.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.addresses import in_figures, is_loopback

HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+)(?::\d{1,5})?")
# These tell how the server does, which is its keeper's business. (The page itself asks for `/_stcore/health`.)
KEEPERS = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")  # a proxy has passed it on for somebody
FOREIGN = "The page is not to be reached by this name, or from a page of another site: see ASSISTANT_PAGE_HOSTS."
POLICY = {
    "default-src": "'self'",
    # What a component of ours runs comes as a blob, made by the page itself.
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page as it draws
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "media-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
KEEP = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}


class Door:
    """Lets in who calls the page by a name of its own and from no page of another site; says no before anything else.

    A name that is an address in figures is nobody's to redirect, so it is let in; of other names only `localhost` and
    those in `names` are.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        """Take the application and the names by which it may be called, in small letters."""
        self._app = app
        self._names = {"localhost", *names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] not in ("http", "websocket") or self._admits(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": FOREIGN})
        else:
            await PlainTextResponse(FOREIGN, 403)(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if any(path in scope["path"] for path in KEEPERS) and not _from_here(scope, headers):
            return False
        return self._ours(host) and (origin is None or origin.lower().partition("://")[2] == host.lower())

    def _ours(self, host: str) -> bool:
        match = HOST.fullmatch(host)
        return match is not None and (match[1].lower() in self._names or in_figures(match[1]))


class KeepAtHome:
    """Tells the browser what a page may load and run, who may frame it, and to send cookies encrypted alone."""

    def __init__(self, app: ASGIApp, scripts: Collection[str] = ()) -> None:
        """Take the application, and the scripts that stand in its pages word for word."""
        self._app = app
        self._policy = policy(scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; the answer carries the rules."""

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in KEEP.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["content-security-policy"] = self._policy
                if scope["scheme"] == "https":
                    _encrypted_alone(message)
            await send(message)

        await self._app(scope, receive, keeping)


def policy(scripts: Collection[str] = ()) -> str:
    """Write the content security policy; a script in a page runs if it is one of `scripts`, by its hash."""
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts]
    rules = POLICY | {"script-src": " ".join([POLICY["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _encrypted_alone(message: Message) -> None:
    """Mark the cookies of an answer, Streamlit's own too, as for encrypted connections only."""
    message["headers"] = [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and b"; secure" not in value.lower() else value)
        for name, value in message["headers"]
    ]


def _from_here(scope: Scope, headers: Headers) -> bool:
    """Return whether this machine itself asks, and not somebody else through a proxy on it."""
    client = scope.get("client") or ("", 0)
    return is_loopback(client[0]) and not any(name in headers for name in FORWARDED)
