"""PDF pages whose content is written out, loaded and read."""

from __future__ import annotations

from corpus.loading import load
from corpus.records import Document
from tests.corpus.loading.pdf_bytes import drawn_pdf

RULE = "A keeper of tokens must hold capital of five million at all times."


def loaded(*pages: str, **entries: object) -> Document:
    """Load a PDF with this content."""
    return load(drawn_pdf(*pages, **entries), "a.pdf")  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    """Return the texts of its blocks."""
    return [block.text for block in document.blocks]
