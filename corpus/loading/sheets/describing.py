"""What a sheet says about itself above its table: a title, and perhaps a date."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from corpus.errors import InputError
from corpus.loading.dating import publication
from corpus.loading.struck import settle_blocks
from corpus.records import Block, BlockKind, Document

FRONT = 10  # blocks above the first table that count as the first page
TITLE_LENGTH = 200


def document_of(blocks: Sequence[Block], name: str, warnings: Sequence[str] = ()) -> Document:
    """Return the document of all sheets; raise InputError where none holds text."""
    settled = settle_blocks(blocks)
    if not any(block.kind is not BlockKind.HEADING for block in settled):
        raise InputError(f"{name} holds no text: give a table with something to read.")
    front = list(takewhile(lambda block: block.kind is not BlockKind.TABLE, settled))[:FRONT]
    lines = [block.text for block in front if block.kind is BlockKind.PARAGRAPH]
    told = publication(lines)
    title = next((line for line in lines[:1] if len(line) <= TITLE_LENGTH and not line.endswith(".")), "")
    warned = (*warnings, *filter(None, [told.warning]))
    return Document(tuple(settled), title=title, published=told.when, warnings=warned)
