"""The server of the page: Streamlit's own, ready before the first visit; it names each browser and keeps it at home.

Streamlit sets no cookies and no policy, so the page is served as an ASGI application with small middlewares of ours.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from ui.owner import COOKIE, NAME

BYTES = 32  # of chance: nobody guesses the name of another browser
YEAR = 365 * 24 * 60 * 60  # seconds; browsers keep no cookie for much longer


# No image, font or call of a page goes to another host, whatever a text says.
POLICY = "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' data: blob:"


class KeepAtHome:
    """Tells the browser that pages may load nothing from other hosts."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application that is served."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; the answer that is a page carries the policy."""

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["content-security-policy"] = POLICY
            await send(message)

        await self._app(scope, receive, keeping)


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


def get_ready() -> None:
    """Load the page and what stands behind it, which the first visitor would wait for."""
    from ui.services import prepare  # takes seconds, in which the server answers already

    prepare()


@asynccontextmanager
async def ready(_served: App) -> AsyncIterator[None]:
    """Get ready beside serving."""
    threading.Thread(target=get_ready, name="ready", daemon=True).start()
    yield


MIDDLEWARE = [Middleware(KeepAtHome), Middleware(NameBrowsers)]
app = App(Path(__file__).with_name("app.py"), lifespan=ready, middleware=MIDDLEWARE)
