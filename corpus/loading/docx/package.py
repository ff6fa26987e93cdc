"""The package of a Word document: its parts as trees, read within limits."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from corpus.errors import InputError

MEGABYTE = 1024 * 1024
MAX_PART = 96 * MEGABYTE  # bytes of one part, unpacked; the text of a thousand pages has about 20 MB
MAX_TAGS = 3_000_000  # of one part; a page has at most a thousand, and a tag takes about 400 bytes of memory

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
# What the standard library raises on broken, encrypted and unknown entries.
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError,
    OverflowError, ValueError, KeyError, OSError, etree.XMLSyntaxError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that text stands in; a part that the document lacks is None."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    title: str  # as the properties of the file name it


def open_package(data: bytes, name: str) -> Package:
    """Read the parts of a document; raise InputError for one that is damaged, locked or made too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _package(archive, name)
    except _DAMAGE as error:
        raise InputError(
            f"{name} is no Word document, or is damaged: download it again or save it as .docx."
        ) from error


def number(text: str | None, fallback: int = 0) -> int:
    """Return a whole number as Word writes it, or the fallback for anything else; nine digits at most."""
    sign, digits = (-1, text[1:]) if text and text.startswith("-") else (1, text or "")
    return sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else fallback


def value_of(element: etree._Element | None, name: str) -> str:
    """Return the value of a child element, or nothing."""
    child = None if element is None else element.find(f"{WORD}{name}")
    return "" if child is None else child.get(f"{WORD}val") or ""


def _package(archive: zipfile.ZipFile, name: str) -> Package:
    names = set(archive.namelist())

    def tree(path: str) -> etree._Element | None:
        return _tree(_bytes(archive, path, name), name) if path in names else None

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
    return Package(body, part("styles"), part("numbering"), part("footnotes"), part("endnotes"), title or "")


def _targets(relations: etree._Element | None, folder: str, kind: str) -> list[str]:
    """Return the paths of the parts of a kind, inside the package alone."""
    return [
        posixpath.normpath(posixpath.join("/" + folder, relation.get("Target") or "")).lstrip("/")
        for relation in (() if relations is None else relations.iter(f"{_RELATIONS}Relationship"))
        if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
    ]


def _bytes(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    with archive.open(path) as entry:
        data = entry.read(MAX_PART + 1)
    if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS:
        raise InputError(
            f"{name} unpacks to more than can be read ({MAX_PART // MEGABYTE} MB or {MAX_TAGS:,} tags in one part): "
            "save it again from a word processor, or split it."
        )
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    return data


def _tree(data: bytes, name: str) -> etree._Element:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise InputError(f"{name} declares entities, which no Word document does: save it from a word processor.")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
