"""Fetching a document from its official link: what comes, what it is called, and what is said where nothing comes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.errors import InputError
from corpus.library.fetching import fetch, is_link
from corpus.library.folders import MEGABYTE

PAGES = {
    "/acts/7": (200, "text/html; charset=utf-8", b"<h1>Quokka Act</h1>"),
    "/acts/quokka%20act.pdf": (200, "application/octet-stream", b"%PDF-1.7"),
    "/": (200, "text/plain", b"Quokka"),
    "/large": (200, "text/plain", b"x" * (MEGABYTE + 1)),
    "/robots": (403, "text/html", b"Are you a person?"),
    "/soon": (202, "text/html", b""),
}


class _Official(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the name that the server looks for
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/acts/7")
            self.end_headers()
            return
        status, kind, body = PAGES[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve the pages of an official site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Official)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/acts/7", "7.html"),
        ("/moved", "moved.html"),
        ("/acts/quokka%20act.pdf", "quokka act.pdf"),
        ("/", "document.txt"),
    ],
)
def test_a_document_is_named_after_its_address(site: str, path: str, name: str) -> None:
    """With the ending of its format, which the address has or the server says."""
    found, data = fetch(site + path, 1)
    assert found == name
    assert data == PAGES["/acts/7" if path == "/moved" else path][2]


@pytest.mark.parametrize("path", ["/robots", "/soon"])
def test_a_server_that_gives_nothing_is_told_with_what_to_do(site: str, path: str) -> None:
    """One line names the address, what it answered, and the command for a file that was saved by hand."""
    with pytest.raises(InputError, match=rf"{path} answers {PAGES[path][0]} .*add FILE --url {site}{path}$"):
        fetch(site + path, 1)


def test_too_much_is_not_read_to_its_end(site: str) -> None:
    """A document over the limit is refused, with the limit."""
    with pytest.raises(InputError, match="more than 1 MB"):
        fetch(f"{site}/large", 1)


def test_where_nobody_answers_is_told() -> None:
    """An address of nobody gives the same line; what is no address at all is a file."""
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch("http://127.0.0.1:1/act", 1)
    assert is_link("https://example.org/act")
    assert not is_link("act.pdf")
