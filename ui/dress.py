"""The look, put into the page that a browser loads.

What a run of the page brings comes after the first paint, and would move what was painted.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOK = (Path(__file__).parent / "components" / "frame.css").read_text(encoding="utf-8")
BESIDE = re.compile(r"/(?:policies|timeline)?")  # the paths of screens that stand beside an open sidebar
# Until the sidebar is there, its place: it is as wide as Streamlit draws it at first.
RESERVED = """
@media (min-width: 768px) {
  [data-testid="stAppViewContainer"]:not(:has([data-testid="stSidebar"])) { padding-left: 300px; }
}
"""
BODY = b"<body>"
# An earlier answer of the same age may hold another look, and a packed one has no place for any.
CONDITIONS = (b"if-none-match", b"if-modified-since", b"accept-encoding")


class Dressed:
    """Puts the look at the beginning of the body, after which it wins over Streamlit's own styles in the head."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application that is served."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; the answer that is a page holds the look."""
        if scope["type"] != "http" or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self._app(scope, receive, send)
            return
        scope = dict(scope) | {"headers": [pair for pair in scope["headers"] if pair[0] not in CONDITIONS]}
        sidebar = BESIDE.fullmatch(scope["path"]) is not None and b"shared=" not in scope.get("query_string", b"")
        style = f"<style>{LOOK}{RESERVED if sidebar else ''}</style>".encode()
        start: Message = {}
        body = bytearray()

        async def dressing(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if not MutableHeaders(scope=message).get("content-type", "").startswith("text/html"):
                    await send(message)
                return
            headers = MutableHeaders(scope=start)
            if not headers.get("content-type", "").startswith("text/html"):
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = bytes(body).replace(BODY, BODY + style, 1)
            for name in ("etag", "last-modified"):
                del headers[name]
            if scope["method"] != "HEAD":
                headers["content-length"] = str(len(whole))
            await send(start)
            await send({"type": "http.response.body", "body": whole})

        await self._app(scope, receive, dressing)
