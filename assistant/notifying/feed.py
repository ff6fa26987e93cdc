"""The feed of an owner's watched questions: Atom, an entry each time that an answer was found to have changed."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from urllib.parse import urlencode

from lxml import etree

from assistant.conversations.saved import Saved, describe_changes

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Watched questions"
NAME = "Crypto policy assistant"
ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in any XML


def feed(watched: Sequence[Saved], address: str, page: str) -> bytes:
    """Return the feed as XML in UTF-8, the newest change first; what has not changed has no entry.

    `address` is that of the feed itself and names it, `page` that of the page, where a question is asked again. The
    same questions give the same bytes.
    """
    changed = sorted((saved for saved in watched if saved.difference), key=_when, reverse=True)
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "title", TITLE)
    _add(root, "id", _urn(address))
    newest = _when(changed[0]) if changed else max(map(_saved_on, watched), default=datetime(1970, 1, 1, tzinfo=UTC))
    _add(root, "updated", newest.isoformat(timespec="seconds"))
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(_add(root, "author"), "name", NAME)
    for saved in changed:
        _entry(_add(root, "entry"), saved, address, page)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _entry(entry: etree._Element, saved: Saved, address: str, page: str) -> None:
    when = _when(saved).isoformat()
    _add(entry, "title", saved.text)
    _add(entry, "id", _urn(f"{address}#{saved.id}-{when}"))  # a later change is news again
    _add(entry, "updated", _when(saved).isoformat(timespec="seconds"))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{page}?{urlencode(list(_asked(saved)))}")
    _add(entry, "content", "".join(f"<p>{html.escape(line)}</p>" for line in describe_changes(saved)), type="html")


def _asked(saved: Saved) -> Iterator[tuple[str, str]]:
    """Yield what the address of the page must hold to ask a question again."""
    yield "q", saved.text
    if saved.as_of:
        yield "as_of", saved.as_of.isoformat()
    yield from (("place", place) for place in saved.jurisdictions)


def _when(saved: Saved) -> datetime:
    """Return when an answer was found to have changed; questions of earlier versions did not keep it."""
    return saved.changed or _saved_on(saved)


def _saved_on(saved: Saved) -> datetime:
    return datetime.combine(saved.day, time(), UTC)


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text and ILLEGAL.sub("�", text)
    return element
