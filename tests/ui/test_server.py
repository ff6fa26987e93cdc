"""The server names each browser once, in a cookie that scripts cannot read, and tells visitors no more than it must."""

from __future__ import annotations

import asyncio
import re
import threading
import tomllib
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from tests import ROOT
from ui.dress import LOOK, RESERVED, Dressed
from ui.owner import COOKIE, NAME
from ui.server import NameBrowsers, app, failed, names, ready, scripts
from ui.services import prepare

CONFIG = ROOT / "ui" / ".streamlit" / "config.toml"
GIVEN = f"{COOKIE}={'a' * 43}"


def headers_for(
    middleware: type[NameBrowsers], cookie: str = "", content: str = "text/html", scheme: str = "http"
) -> list[tuple[bytes, bytes]]:
    """Return the headers that come with an answer of this kind, asked for with these cookies."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", content.encode())]})
        await send({"type": "http.response.body", "body": b""})

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "scheme": scheme, "headers": [(b"cookie", cookie.encode("latin-1"))]}
    asyncio.run(middleware(page)(scope, nothing, keep))
    headers: list[tuple[bytes, bytes]] = sent[0]["headers"]
    return headers


def cookie_for(cookie: str = "", content: str = "text/html; charset=utf-8", scheme: str = "http") -> str | None:
    """Return the cookie that comes with an answer of this kind, asked for with these cookies."""
    headers = headers_for(NameBrowsers, cookie, content, scheme)
    given = [value.decode() for name, value in headers if name == b"set-cookie"]
    assert len(given) <= 1
    return given[0] if given else None


def test_a_new_browser_gets_a_name_of_its_own() -> None:
    """Long, by chance, kept for a year, hidden from scripts, and not sent along from other sites."""
    first, second = cookie_for(), cookie_for()
    assert first is not None
    assert first != second
    named = SimpleCookie(first)[COOKIE]
    assert re.fullmatch(NAME, named.value)
    assert (named["httponly"], named["samesite"], named["path"], named["secure"]) == (True, "Lax", "/", "")


def test_over_an_encrypted_connection_the_name_stays_there() -> None:
    """The cookie is then for encrypted connections only."""
    assert "Secure" in str(cookie_for(scheme="https"))


@pytest.mark.parametrize("content", ["application/json", "text/css", "image/png"])
def test_only_a_page_names(content: str) -> None:
    """Pictures, styles and the health of the server name nobody."""
    assert cookie_for(content=content) is None


@pytest.mark.parametrize("cookie", [GIVEN, f"other=1; {GIVEN}"])
def test_a_name_is_kept(cookie: str) -> None:
    """Who has one gets no other."""
    assert cookie_for(cookie) is None


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=short", f"{COOKIE}={'a' * 44}", f"{COOKIE}=../{'a' * 40}", "=;=é"])
def test_what_is_no_name_of_ours_is_replaced(cookie: str) -> None:
    """A made-up name is not believed."""
    assert cookie_for(cookie) is not None


def test_the_server_does_nothing_long_after_a_run() -> None:
    """It would look up each imported module, and look for garbage in all of them, and answer nobody meanwhile."""
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert config["server"]["fileWatcherType"] == "none"
    assert config["runner"]["postScriptGC"] is False


def test_the_page_is_got_ready_before_the_first_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a visit needs is opened when the server starts, and not when somebody comes."""
    opened = threading.Event()
    monkeypatch.setattr("ui.services.prepare", opened.set)

    async def serve() -> None:
        async with ready(app):
            assert await asyncio.to_thread(opened.wait, 30)

    asyncio.run(serve())


def test_without_an_index_the_server_serves_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is missing is logged once; each visitor is told by the page."""
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    st.cache_resource.clear()
    prepare()
    assert "not ready" in caplog.text
    assert "index" in caplog.text


def test_an_error_shows_a_visitor_one_line_and_no_path(caplog: pytest.LogCaptureFixture) -> None:
    """The traceback goes to the log; neither our line nor Streamlit's own box carries it."""
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert config["client"]["showErrorDetails"] == "none"

    def page() -> None:
        from ui.server import failed

        assert failed(ZeroDivisionError("/root/secret/place.py"))

    shown = AppTest.from_function(page, default_timeout=60).run()
    assert [error.value for error in shown.error] == [
        "This page failed; the server's log says why. Reload it and ask again."
    ]
    assert not shown.exception
    assert "/root/secret/place.py" in caplog.text
    assert app._on_script_error is failed


def test_the_page_knows_its_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Those of the settings, and the host to which people come back from signing in; wrong settings name none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_PAGE_HOSTS", "Policy.example.org, other.example")
    monkeypatch.setattr("ui.server.sign_in", lambda: {"redirect_uri": "https://Page.example.org/oauth2callback"})
    assert names() == {"policy.example.org", "other.example", "page.example.org"}
    monkeypatch.setenv("ASSISTANT_PAGE_HOSTS", "https://policy.example.org")
    assert names() == {"page.example.org"}


def test_every_script_of_the_page_itself_is_known() -> None:
    """Streamlit's one line, and our keyboard in each language: nothing else runs that stands in a page."""
    assert len(scripts()) == 3
    assert "prerenderReady" in scripts()[0]


def dressed(
    path: str, content: str = "text/html", accept: str = "text/html", query: bytes = b""
) -> tuple[bytes, Headers]:
    """Return what a browser is given for a small page in two pieces, and its headers."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        assert b"if-none-match" not in dict(scope["headers"]) or accept != "text/html"
        headers = [(b"content-type", content.encode()), (b"etag", b'"old"'), (b"content-length", b"26")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<html><bo", "more_body": True})
        await send({"type": "http.response.body", "body": b"dy>here</body></html>"})

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    asked = [(b"accept", accept.encode()), (b"if-none-match", b'"old"')]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": asked}
    asyncio.run(Dressed(page)(scope, nothing, keep))
    return b"".join(message.get("body", b"") for message in sent[1:]), Headers(raw=sent[0]["headers"])


def test_a_page_comes_with_its_look() -> None:
    """Before the first paint, as long as it says, and never one that a browser has kept from an earlier version."""
    body, headers = dressed("/")
    assert body.startswith(b"<html><body><style>")
    assert LOOK.encode() in body
    assert int(headers["content-length"]) == len(body)
    assert "etag" not in headers


@pytest.mark.parametrize(
    ("path", "query", "reserved"),
    [("/", b"", True), ("/timeline", b"policy=x", True), ("/compare", b"", False), ("/", b"shared=x", False)],
)
def test_a_page_beside_a_sidebar_keeps_its_place(path: str, query: bytes, reserved: bool) -> None:
    """Where a sidebar will stand, what is painted first stands beside it already."""
    assert (RESERVED.encode() in dressed(path, query=query)[0]) is reserved


def test_what_is_no_page_is_given_as_it_is() -> None:
    """A script that says it is none, and what is asked for by no browser's page."""
    for given in (dressed("/x.js", "text/javascript"), dressed("/", accept="*/*")):
        assert given[0] == b"<html><body>here</body></html>"
        assert given[1]["etag"] == '"old"'
