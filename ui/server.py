"""The server of the page: Streamlit's own behind our door, ready before the first visit; it names each browser.

Streamlit sets no cookies and no policy, so the page is served as an ASGI application with small middlewares of ours.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from assistant.settings import listed, load_settings
from assistant.sign_in import sign_in
from corpus.errors import InputError
from ui.components.frame import keyboard
from ui.door import Door, KeepAtHome
from ui.dress import Dressed
from ui.feed import ROUTE
from ui.language import NAMES, say
from ui.owner import COOKIE, NAME

LOG = logging.getLogger(__name__)
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)

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
    """Return whether the cookies of a request hold a name that we could have given."""
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return False
    return COOKIE in cookies and re.fullmatch(NAME, cookies[COOKIE].value) is not None


def new_cookie(*, secure: bool) -> str:
    """Return the header that names a browser; `secure` keeps the cookie to encrypted connections."""
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


def names() -> set[str]:
    """Return the names by which the page may be called: those of the settings, and where people come back to."""
    hosts: set[str] = set()
    try:
        hosts.update(filter(None, [urlsplit(str(sign_in().get("redirect_uri", ""))).hostname]))
        hosts.update(listed(load_settings().page_hosts))
    except InputError as error:  # each visitor is told of wrong settings
        LOG.warning("%s", error)
    return hosts


def scripts() -> list[str]:
    """Return the scripts that stand in the page word for word: Streamlit's own, and ours in each language."""
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    return [*INLINE.findall(page.read_text(encoding="utf-8")), *map(keyboard, NAMES)]


def failed(error: Exception) -> bool:
    """Tell a visitor in one line that a run of the page failed; the log has the rest. Return that it was told."""
    LOG.error("The page failed", exc_info=error)
    st.error(say("This page failed; the server's log says why. Reload it and ask again."), icon=":material/error:")
    return True


MIDDLEWARE = [
    Middleware(Door, names=names()),
    Middleware(KeepAtHome, scripts=scripts()),
    Middleware(NameBrowsers),
    Middleware(Dressed),
]
PAGE = Path(__file__).with_name("app.py")
app = App(PAGE, lifespan=ready, routes=[ROUTE], middleware=MIDDLEWARE, on_script_error=failed)
