"""Loading: the bytes of a file become a Document of blocks; one module per format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from corpus.errors import InputError
from corpus.loading.parts.kinds import NAMES, OLD_OFFICE, ZIP, kind_of
from corpus.records import Document

MEGABYTE = 1024 * 1024
MAX_BYTES = 64 * MEGABYTE  # of a binary format; the largest official text we know has 12 MB
MAX_TEXT_BYTES = 16 * MEGABYTE  # of a text format: about 2.5 million words, fifteen times the EU's largest regulation
MOST_BLOCKS = 40_000  # paragraphs and rows, each a passage to build; of 20 official texts the longest has 7,905 lines
MOST_CHARACTERS = 12_000_000  # of all of them
LONGEST_BLOCK = 500_000  # characters of one paragraph; the longest line of those texts has 11,131

LOADERS = {
    ".pdf": "pdf.load_pdf", ".docx": "docx.load_docx", ".html": "html.load_html", ".htm": "html.load_html",
    ".xhtml": "html.load_html", ".md": "markdown.load_markdown", ".markdown": "markdown.load_markdown",
    ".txt": "text.load_text", ".xml": "laws.load_law", ".akn": "laws.load_law", ".xlsx": "sheets.xlsx.load_xlsx",
    ".csv": "sheets.separated.load_separated", ".tsv": "sheets.separated.load_separated",
    ".pptx": "office.pptx.load_pptx", ".epub": "office.epub.load_epub", ".eml": "office.eml.load_eml",
    ".rtf": "rtf.load_rtf", ".odt": "odf.load_odt", ".ods": "sheets.ods.load_ods",
}  # fmt: skip
KINDS = tuple(LOADERS)
BINARY = {
    ".pdf": b"%PDF-",
    ".rtf": b"{\\rtf",
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".epub"), ZIP),
}
CONTROLS = "\x03\x04"  # at the end of the signature of an archive
MAGIC_WINDOW = 1024  # a PDF reader accepts the signature within the first 1,024 bytes
PACKED = frozenset(kind for kind, mark in BINARY.items() if mark == ZIP)


def load(data: bytes, name: str) -> Document:
    """Read a file by its extension, one of `KINDS`.

    Raise InputError, with one line that names the file, what is wrong and what to do, for anything that cannot be read.
    """
    extension = Path(name).suffix.lower()
    if extension not in KINDS:
        kinds = ", ".join(kind.removeprefix(".") for kind in KINDS)
        raise InputError(
            f"{name} has the extension {extension or 'none'!r}, which cannot be read: give one of {kinds}."
        )
    _check_size(data, name, MAX_BYTES if extension in BINARY else MAX_TEXT_BYTES)
    _check_magic(data, name, extension)
    document = _loader(extension)(data, name)
    _check_length(document, name)
    _check_blocks(document, name)
    struck = sum(len(block.struck) for block in document.blocks)
    if not struck:
        return document
    told = f"Struck through in the document, shown so and kept out of answers: {struck} pieces of text."
    return replace(document, warnings=(*document.warnings, told))


def _loader(extension: str) -> Callable[[bytes, str], Document]:
    """Return the loader of an extension; each is imported when it is needed, for together they take about a second."""
    module, _, function = LOADERS[extension].rpartition(".")
    loader: Callable[[bytes, str], Document] = getattr(import_module(f"corpus.loading.{module}"), function)
    return loader


def _check_size(data: bytes, name: str, limit: int) -> None:
    if not data.strip():
        raise InputError(f"{name} is empty, and nothing can be read of it.")
    if len(data) > limit:
        size = f"{len(data) / MEGABYTE:.0f} MB"
        raise InputError(
            f"{name} has {size}, more than the {limit // MEGABYTE} MB that can be read: split it into parts."
        )


def _check_length(document: Document, name: str) -> None:
    """Refuse what is read at once and would then take many minutes to index."""
    blocks, characters = len(document.blocks), sum(len(block.text) for block in document.blocks)
    if blocks > MOST_BLOCKS or characters > MOST_CHARACTERS:
        raise InputError(
            f"{name} has {blocks:,} paragraphs or rows and {characters:,} characters, more than the "
            f"{MOST_BLOCKS:,} and {MOST_CHARACTERS:,} that can be indexed: split it into parts."
        )


def _check_blocks(document: Document, name: str) -> None:
    """Refuse a paragraph that nobody wrote: it is cut into sentences and passages, which takes long."""
    longest = max((len(block.text) for block in document.blocks), default=0)
    if longest > LONGEST_BLOCK:
        raise InputError(
            f"{name} has a paragraph of {longest:,} characters, more than the {LONGEST_BLOCK:,} that can be indexed: "
            "save it again with its line breaks."
        )


def _check_magic(data: bytes, name: str, extension: str) -> None:
    """Refuse a file whose first bytes are not those of its format."""
    head = data[:MAGIC_WINDOW]
    if data.startswith(OLD_OFFICE):
        raise InputError(
            f"{name} is of an Office before 2007, or an Outlook message: save it as .docx, .xlsx, .pptx or .eml."
        )
    real = kind_of(data)
    known = BINARY.get(extension)
    if known is None and real in LOADERS and real != extension:
        raise InputError(f"{name} looks like {NAMES[real]}: rename it to end in {real}.")
    if known is None:
        return
    if known in head if extension == ".pdf" else head.startswith(known):
        if extension in PACKED and real in LOADERS and real != extension:
            raise InputError(f"{name} is not {NAMES[extension]} but {NAMES[real]}: rename it to end in {real}.")
        return
    signature = f"no {known.decode('ascii').rstrip(CONTROLS)} signature"
    page = "; it looks like an HTML page" if _looks_like_html(head) else ""
    raise InputError(f"{name} is not {NAMES[extension]}: {signature}{page}; download the document again.")


def _looks_like_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<!--")) or b"<html" in start
