"""The splitter with a token counter whose sums can be done in the head, and blocks that several tests cut."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Block, BlockKind, Document, Life, Nature, PartialDate, Passage, Policy
from corpus.splitting import split

LIFE = Life(Nature.RULE, PartialDate.parse("2024-01-01"), PartialDate.parse("2024-06-30"), by=None)
POLICY = Policy("eu-act", "Act", "EU", "European Union", "regulation", LIFE)
SPECIAL = 2  # tokens that the double adds to every text, as real encoders do


def count(texts: Sequence[str]) -> list[int]:
    """Count a token for every three letters of a word: a double whose sums can be done in the head."""
    return [SPECIAL + sum((len(word) + 2) // 3 for word in text.split()) for text in texts]


def cut(blocks: Sequence[Block], limit: int = 60) -> list[Passage]:
    """Split blocks with the double."""
    return split(Document(tuple(blocks)), POLICY, count, limit)


FOUR = "Four words stand here."
HEAD = Block("Article 36 Reserve", BlockKind.HEADING, 4, "Article 36")
