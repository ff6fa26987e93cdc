"""html."""

from __future__ import annotations

from corpus.errors import InputError
from corpus.records import Document


def load_html(data: bytes, name: str) -> Document:
    """Read; being written."""
    raise InputError(f"{name}: html files cannot be read yet.")
