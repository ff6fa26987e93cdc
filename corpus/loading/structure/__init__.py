"""The structure of legal texts: which scheme a text follows decides how its headings and labels are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.loading.draft import Draft
from corpus.loading.structure import eu, sections, us
from corpus.records import Block, BlockKind

HEADING_LENGTH = 160  # letters; a longer line is a paragraph
LARGER = 1.5  # points above the body size that make a heading
FEWEST_NUMBERS = 4  # numbered paragraphs, never going backwards, before their numbers count as what people cite

_SECTION_HEAD = re.compile(r"(?P<roman>[IVX]{1,5})\.\s+[A-Z]|(?P<letter>[A-Z])\.\s+[A-Z]|(?P<number>\d{1,2})\.\s+[A-Z]")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+(?=[^\W\d_]|[“‘\"(])")
_END = re.compile(r"[.;:,]\W*\Z")


def structured(drafts: Sequence[Draft]) -> list[Block]:
    """Return the blocks of a text with levels and labels, by the scheme that its headings follow.

    The schemes are the European Union's (`Article 36`), that of the laws of the United States (`SEC. 4.`), sections
    of statutes anywhere (`§ 123a`, `Article VI`), and numbered paragraphs; a text without any keeps its paragraphs.
    """
    articles = sum(eu.ARTICLE.match(draft.text) is not None for draft in drafts)
    american = sum(us.is_section(draft) for draft in drafts)
    if articles >= 1 and articles >= american:
        return list(eu.structured(drafts))
    if american > 1:
        return list(us.structured(drafts))
    if sections.is_made_of(drafts):
        return list(sections.structured(drafts))
    return list(_plain(drafts))


def _plain(drafts: Sequence[Draft]) -> Iterator[Block]:
    """Yield the blocks of a text without a known scheme; running paragraph numbers become labels."""
    size = _body_size(drafts)
    numbers = _running_numbers(drafts)
    for draft in drafts:
        if draft.kind is not BlockKind.PARAGRAPH:
            yield draft.block()
        elif draft.level or _is_heading(draft, size):
            yield draft.heading(draft.level or _level(draft.text))
        else:
            match = _NUMBER.match(draft.text) if numbers else None
            yield draft.block(f"para {match.group(1)}" if match else "")


def _body_size(drafts: Sequence[Draft]) -> float:
    letters: dict[float, int] = {}
    for draft in drafts:
        letters[draft.size] = letters.get(draft.size, 0) + len(draft.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _is_heading(draft: Draft, body_size: float) -> bool:
    """Tell a heading by its short line, and by its type, its capitals or its number."""
    text = draft.text
    if len(text) > HEADING_LENGTH or _END.search(text) or not any(letter.isalpha() for letter in text) or "\n" in text:
        return False
    loud = draft.bold or draft.size > body_size + LARGER
    return loud or (draft.x is not None and len(text) > 3 and _SECTION_HEAD.match(text) is not None)


def _level(text: str) -> int:
    """Return 2 for `I. Facts`, 3 for `A. Sales`, 4 for `1. Offers`, and 1 for a heading without a number."""
    match = _SECTION_HEAD.match(text)
    if match is None:
        return 1
    return {"roman": 2, "letter": 3, "number": 4}[match.lastgroup or "number"]


def _running_numbers(drafts: Sequence[Draft]) -> bool:
    """Return whether paragraph numbers run on through the whole text, so that they can be cited."""
    found = [
        tuple(int(part) for part in match.group(1).split("."))
        for draft in drafts
        if not draft.level and (match := _NUMBER.match(draft.text))
    ]
    return len(found) >= FEWEST_NUMBERS and all(a < b for a, b in pairwise(found))
