"""The package of a Word document: its parts as trees, read within limits."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import InputError
from corpus.loading.parts.archive import Archive, joined, opened

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# The strict form of the format differs by these names alone.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that text stands in; a part that the document lacks is None."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    title: str  # as the properties of the file name it
    chunks: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)  # name and bytes of embedded texts by link


def open_package(data: bytes, name: str) -> Package:
    """Read the parts of a document; raise InputError for one that is damaged, locked or made too large."""
    with opened(data, name, "Word document", ".docx") as archive:
        return _package(archive, name)


def number(text: str | None, fallback: int = 0) -> int:
    """Return a whole number as Word writes it, or the fallback for anything else; nine digits at most."""
    sign, digits = (-1, text[1:]) if text and text.startswith("-") else (1, text or "")
    return sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else fallback


def value_of(element: etree._Element | None, name: str) -> str:
    """Return the value of a child element, or nothing."""
    child = None if element is None else element.find(f"{WORD}{name}")
    return "" if child is None else child.get(f"{WORD}val") or ""


def _package(archive: Archive, name: str) -> Package:
    def tree(path: str) -> etree._Element | None:
        return _tree(archive.data(path), name) if path in archive.paths else None

    main = next(iter(_targets(tree("_rels/.rels"), "", "officeDocument")), "word/document.xml")
    folder, file = posixpath.split(main)
    relations = tree(posixpath.join(folder, "_rels", f"{file}.rels"))

    def part(kind: str) -> etree._Element | None:
        return next((found for path in _targets(relations, folder, kind) if (found := tree(path)) is not None), None)

    root = tree(main)
    body = None if root is None else root.find(f"{WORD}body")
    if body is None:
        raise KeyError(main)
    properties = tree("docProps/core.xml")
    title = None if properties is None else properties.findtext("{http://purl.org/dc/elements/1.1/}title")
    chunks = {id_: (path, archive.data(path)) for id_, path in _chunks(relations, folder) if path in archive.paths}
    return Package(body, part("styles"), part("numbering"), part("footnotes"), part("endnotes"), title or "", chunks)


def _targets(relations: etree._Element | None, folder: str, kind: str) -> list[str]:
    """Return the paths of the parts of a kind, inside the package alone."""
    return [
        joined(folder, relation.get("Target") or "")
        for relation in (() if relations is None else relations.iter(f"{_RELATIONS}Relationship"))
        if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
    ]


def _chunks(relations: etree._Element | None, folder: str) -> list[tuple[str, str]]:
    """Return the links to embedded texts, each with its path."""
    return [
        (relation.get("Id") or "", joined(folder, relation.get("Target") or ""))
        for relation in (() if relations is None else relations.iter(f"{_RELATIONS}Relationship"))
        if (relation.get("Type") or "").endswith("/aFChunk") and relation.get("TargetMode") != "External"
    ]


def _tree(data: bytes, name: str) -> etree._Element:
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise InputError(f"{name} declares entities, which no Word document does: save it from a word processor.")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
