"""pdf."""

from __future__ import annotations

from corpus.errors import InputError
from corpus.records import Document


def load_pdf(data: bytes, name: str) -> Document:
    """Read; being written."""
    raise InputError(f"{name}: pdf files cannot be read yet.")
