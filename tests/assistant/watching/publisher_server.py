"""A publisher on loopback: feeds in the forms that publishers document, with texts of our own."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

# RSS 2.0, as its specification describes it; the third item is without a date, as ESMA's are.
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Circulars</title><link>{at}</link><description>d</description>
<item><title>Circular on lending against tokenised deposits</title><link>{at}/doc?refNo=26EC77</link>
<pubDate>Wed, 18 Nov 2026 17:30:00 +0800</pubDate><guid>{at}/doc?refNo=26EC77</guid></item>
<item><title><![CDATA[Circular on   margin financing]]></title><link>{at}/known</link>
<pubDate>Wed, 11 Feb 2026 09:00:00 +0800</pubDate></item>
<item><title>Note &amp; annex on custody</title><link>/relative/custody.pdf</link></item>
<item><title>An item without a link</title></item>
</channel></rss>"""
# Atom, as legislation.gov.uk documents it: several links an entry, the plain one is the page.
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata">
<title>New legislation</title><updated>2026-11-20T00:00:00Z</updated>
<entry><id>http://example.org/id/uksi/2026/900</id><title>The Cryptoassets (Custody) Regulations 2026</title>
<link rel="self" href="{at}/id/uksi/2026/900"/><link href="{at}/uksi/2026/900/made"/>
<link rel="alternate" type="application/pdf" href="{at}/uksi/2026/900/pdf"/>
<updated>2026-11-21T10:00:00Z</updated><published>2026-11-20T09:00:00Z</published>
<ukm:Number Value="900"/></entry></feed>"""
# The results of the Federal Register's documents.json, and the records of the HKMA's API.
REGISTER = {
    "count": 1,
    "results": [
        {
            "title": "Custody of Digital Assets by Investment Advisers",
            "publication_date": "2026-11-19",
            "html_url": "{at}/documents/2026/11/19/2026-23001/custody",
            "abstract": None,
        }
    ],
}
RECORDS = {
    "header": {"success": True, "err_code": "0000"},
    "result": {
        "datasize": 1,
        "records": [{"title": "Stablecoin issuers", "link": "{at}/press/1/", "date": "2026-11-17"}],
    },
}
PAGE = """<html><head><title>Lending</title></head><body><h1>Circular on lending against tokenised deposits</h1>
<p>1. A broker may lend against tokenised deposits up to half of their value from 1 December 2026.</p></body></html>"""


class PublisherServer:
    """The server; `asked` are the requests as (path, headers), `says` overrides what a path answers."""

    def __init__(self) -> None:
        """Take a free port."""
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.says: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        forms = {"/rss": RSS, "/atom": ATOM, "/register": json.dumps(REGISTER), "/records": json.dumps(RECORDS)}
        for path, text in forms.items():
            self.says[path] = (200, {"ETag": f'"{path}-1"'}, text.replace("{at}", self.url).encode())
        self.says["/doc"] = (200, {"Content-Type": "text/html"}, PAGE.encode())

    def __enter__(self) -> Self:
        """Start it."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                outer.asked.append((self.path, dict(self.headers)))
                status, headers, body = outer.says.get(path, (404, {}, b""))
                if status == 200 and headers.get("ETag", "-") == self.headers.get("If-None-Match"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        return Handler
