"""Books as EPUB: the chapters in the order in which they are read."""

from __future__ import annotations

import posixpath
from collections import Counter
from urllib.parse import unquote

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.html import page_drafts
from corpus.loading.parts.archive import Archive, joined, opened
from corpus.loading.parts.trees import Element, local
from corpus.loading.struck import settle
from corpus.loading.structure import structured
from corpus.records import Document, PartialDate

FRONT_DRAFTS = 30  # paragraphs that count as the first page
PAGES = {"application/xhtml+xml", "text/html"}
# Letters that are drawn from a font made unreadable for other books are read all the same.
FONTS = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}


def load_epub(data: bytes, name: str) -> Document:
    """Read a book; raise InputError for one that is damaged, locked, too large when unpacked, or without text."""
    found: Counter[str] = Counter()
    drafts: list[Draft] = []
    with opened(data, name, "book (EPUB)", ".epub") as archive:
        if _is_locked(archive):
            raise InputError(f"{name} is locked by its shop: give a copy without protection, or the PDF.")
        container = archive.tree("META-INF/container.xml")
        roots = () if container is None else container.iter("{*}rootfile")
        path = next((one.get("full-path", "") for one in roots), "")
        package = archive.tree(path)
        if package is None:
            raise KeyError(path)
        for page in _spine(package, posixpath.dirname(path)):
            if page in archive.paths:
                drafts += page_drafts(archive.data(page), name, found)
    drafts = settle(drafts)
    if not drafts:
        raise InputError(f"{name} holds no text: add the document in which the text is.")
    first = describe(drafts[:FRONT_DRAFTS])
    return Document(
        tuple(structured(drafts)),
        title=_said(package, "title") or first.title,
        published=_day(_said(package, "date")) or first.published,
        kind=first.kind,
        issuer=_said(package, "publisher") or first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(*first.warnings, *report(found)),
    )


def _is_locked(archive: Archive) -> bool:
    """Return whether more than fonts is encrypted."""
    tree = archive.tree("META-INF/encryption.xml")
    methods = () if tree is None else tree.iter("{*}EncryptionMethod")
    return any(one.get("Algorithm", "") not in FONTS for one in methods if local(one.getparent()) == "EncryptedData")


def _spine(package: Element, folder: str) -> list[str]:
    """Return the paths of the pages in reading order; the table of contents is no page."""
    items = {
        one.get("id", ""): joined(folder, unquote(one.get("href", "")))
        for one in package.iter("{*}item")
        if one.get("media-type", "") in PAGES and "nav" not in one.get("properties", "").split()
    }
    order = [one.get("idref", "") for one in package.iter("{*}itemref")]
    return [items[id_] for id_ in dict.fromkeys(order) if id_ in items]


def _said(package: Element, name: str) -> str:
    words = (
        squeeze(clean(one.text or "", Counter())) for one in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    )
    return next((text for text in words if text), "")


def _day(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text[:10])
    except ValueError:  # a date in words: the first page may tell it
        return None
