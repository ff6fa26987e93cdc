"""docx."""

from __future__ import annotations

from corpus.errors import InputError
from corpus.records import Document


def load_docx(data: bytes, name: str) -> Document:
    """Read; being written."""
    raise InputError(f"{name}: docx files cannot be read yet.")
