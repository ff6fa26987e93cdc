"""Drafts: paragraphs as a format gives them, before their structure is known."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Block, BlockKind, Struck


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph with what the page shows of it.

    `level` is 1 or more for what the format itself marks as a heading. `x` is the left edge of the first line in
    points and None where the format has no places; `size` is 0 where it has none. `struck` are words that the page
    shows crossed out, each with its offset in `text` (see `corpus.loading.struck`).
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    page: int | None = None
    page_end: int | None = None
    x: float | None = None
    bold: bool = False
    size: float = 0.0
    struck: Struck = ()

    def block(self, label: str = "") -> Block:
        """Return the block of this kind with a label."""
        return Block(self.text, self.kind, 0, label, self.page, self.page_end, struck=self.struck)

    def heading(self, level: int, label: str = "", text: str = "") -> Block:
        """Return a heading, in other words where `text` is given."""
        return Block(text or self.text, BlockKind.HEADING, level, label, self.page, self.page_end, struck=self.struck)
