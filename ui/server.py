"""The server of the page: Streamlit's own, which also gives each browser a name that it keeps.

Streamlit reads cookies and sets none, so the page is served as an ASGI application with a small middleware of ours.
"""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from ui.owner import COOKIE, NAME

BYTES = 32  # of chance: nobody guesses the name of another browser
YEAR = 365 * 24 * 60 * 60  # seconds; browsers keep no cookie for much longer


class NameBrowsers:
    """Gives a browser that has none a name in a cookie that scripts cannot read."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application that is served."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; the answer that is a page carries the name."""
        if scope["type"] != "http" or named(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")):
            await self._app(scope, receive, send)
            return

        async def naming(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", new_cookie(secure=scope["scheme"] == "https"))
            await send(message)

        await self._app(scope, receive, naming)


def named(header: str) -> bool:
    """Tell whether the cookies of a request hold a name that we could have given."""
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return False
    return COOKIE in cookies and re.fullmatch(NAME, cookies[COOKIE].value) is not None


def new_cookie(*, secure: bool) -> str:
    """Give the header that names a browser; `secure` keeps the cookie to encrypted connections."""
    parts = [f"{COOKIE}={secrets.token_urlsafe(BYTES)}", "Path=/", f"Max-Age={YEAR}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, "Secure"] if secure else parts)


app = App(Path(__file__).with_name("app.py"), middleware=[Middleware(NameBrowsers)])
