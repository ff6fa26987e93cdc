"""The door of the page: who may call it and from where, what a browser may do with it, and that it calls nobody."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.ui.conftest import served
from ui.door import Door, KeepAtHome, policy

OURS = "policy.example.org"


def answered(
    path: str = "/",
    kind: str = "http",
    scheme: str = "http",
    client: str = "127.0.0.1",
    content: str = "text/html",
    **headers: str,
) -> list[Message]:
    """Return what comes through the door and the rules for a request of this kind."""

    async def page(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        given = [(b"content-type", content.encode()), (b"set-cookie", b"own=1; Path=/")]
        await send({"type": "http.response.start", "status": 200, "headers": given})
        await send({"type": "http.response.body", "body": b""})

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "scheme": scheme, "path": path, "method": "GET", "client": (client, 1), "headers": named}
    asyncio.run(Door(KeepAtHome(page, ["let own = 1"]), {OURS})(scope, nothing, keep))
    return sent


def status(path: str = "/", client: str = "127.0.0.1", **headers: str) -> int:
    """Return the status of a request."""
    return int(answered(path, client=client, **headers)[0]["status"])


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "192.0.2.7", OURS, f"{OURS}:8443"]
)
def test_it_is_called_by_its_names(host: str) -> None:
    """This machine's, an address in figures, and the names of the settings, from its own pages or from none."""
    assert status(host=host) == status(host=host, origin=f"https://{host}") == 200
    assert answered(kind="websocket", host=host, origin=f"http://{host}")[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.example", "http://evil.example"),  # its name was pointed at this machine
        ("evil.example", None),
        ("localhost:8501", "http://evil.example"),
        ("localhost:8501", "http://localhost:3000"),
        ("localhost:8501", "null"),
        ("localhost.evil.example", None),
        ("localhost@evil.example", None),
        ("127.0.0.1.evil.example", None),
        ("", None),
    ],
)
def test_others_are_refused_before_streamlit_sees_them(host: str, origin: str | None) -> None:
    """A page, a handshake, and a call by a page of another site."""
    headers = {"host": host} | ({"origin": origin} if origin else {})
    assert status(**headers) == 403
    assert [message["type"] for message in answered(kind="websocket", **headers)] == ["websocket.close"]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json"])
def test_how_the_server_does_is_told_to_its_own_machine(path: str) -> None:
    """Not to others, and not to others through a proxy on it."""
    assert status(path, host="localhost") == status(path, "::ffff:127.0.0.1", host="localhost") == 200
    assert status(path, "192.0.2.9", host="localhost") == 403
    assert status(path, host="localhost", x_forwarded_for="192.0.2.9") == 403
    assert status(path, host="localhost", forwarded="for=192.0.2.9") == 403


def headers_of(sent: list[Message]) -> dict[str, str]:
    """Return the headers of an answer."""
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_a_page_runs_our_scripts_and_loads_from_its_own_host_alone() -> None:
    """No script of another host or of a text, no frame around it, no object; what is no page needs no policy."""
    rules = dict(rule.split(" ", 1) for rule in policy(["let own = 1"]).split("; "))
    assert {"default-src", "script-src", "frame-ancestors", "object-src", "base-uri", "form-action"} <= rules.keys()
    assert "unsafe" not in rules["script-src"]
    assert "'sha256-" in rules["script-src"]
    assert rules["object-src"] == "'none'"
    assert not any("*" in rule or "http" in rule for rule in rules.values())
    given = headers_of(answered(host="localhost"))
    assert given["content-security-policy"] == policy(["let own = 1"])
    assert (given["x-content-type-options"], given["referrer-policy"]) == ("nosniff", "same-origin")
    other = headers_of(answered(host="localhost", content="application/json"))
    assert "content-security-policy" not in other
    assert other["x-content-type-options"] == "nosniff"


def test_behind_https_every_cookie_stays_there() -> None:
    """Streamlit's own cookies too."""
    assert headers_of(answered(host="localhost", scheme="https"))["set-cookie"] == "own=1; Path=/; Secure"
    assert headers_of(answered(host="localhost"))["set-cookie"] == "own=1; Path=/"


class Outside:
    """Stands for the world outside: a proxy that counts who comes, and lets nobody through."""

    def __init__(self) -> None:
        """Listen on this machine."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.calls: list[bytes] = []
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                calling, _ = self._listening.accept()
            except OSError:
                return
            with closing(calling):
                self.calls.append(calling.recv(200))

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """Send what would leave this machine to somebody who counts it."""
    counting = Outside()
    monkeypatch.setenv("http_proxy", counting.url)
    monkeypatch.setenv("https_proxy", counting.url)
    monkeypatch.setenv("no_proxy", "localhost")
    yield counting
    counting.close()


def handshake(address: str, **headers: str) -> int:
    """Return the status of an opening handshake."""
    at = urlsplit(address)
    asked = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    with closing(http.client.HTTPConnection(at.hostname or "", at.port or 0, timeout=20)) as connection:
        connection.request("GET", "/_stcore/stream", headers=asked | headers)
        return connection.getresponse().status


@pytest.mark.parametrize("arguments", [(), ("--server.address", "0.0.0.0")])
def test_neither_a_start_nor_a_foreign_handshake_calls_out(
    outside: Outside, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Streamlit would ask a server of others for our outside address, at the start and for an Origin not its own."""
    with served(tmp_path / "data", *arguments) as address:
        own = urlsplit(address).netloc
        assert handshake(address, Origin="http://evil.example") == 403
        assert handshake(address, Host="evil.example", Origin="http://evil.example") == 403
        assert handshake(address, Host=own, Origin=f"http://{own}") == 101
    assert outside.calls == []
