"""The structure of legal texts: headings, articles, sections, paragraphs and points get their labels and levels."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Block


def structured(blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks with labels and levels."""
    return list(blocks)
