"""Rich text (RTF): paragraphs with the numbers that the file shows, tables, notes and boxes, without hidden text."""

from __future__ import annotations

from collections import Counter

from corpus.errors import InputError
from corpus.loading.cleaning import report, squeeze
from corpus.loading.first_page import describe
from corpus.loading.rtf.reading import Reader
from corpus.loading.struck import settle, settle_blocks
from corpus.loading.structure import structured
from corpus.records import Block, BlockKind, Document

FRONT_DRAFTS = 30  # paragraphs that count as the first page


def load_rtf(data: bytes, name: str) -> Document:
    """Read a rich text; raise InputError for one that is cut off before its text, nested without end, or wordless."""
    found: Counter[str] = Counter()
    reader = Reader(found)
    drafts = settle(draft for draft in reader.read(data, name) if draft.text)
    if not drafts:
        raise InputError(f"{name} holds no text: add the document in which the text is.")
    first = describe(drafts[:FRONT_DRAFTS])
    notes = [Block(text, BlockKind.FOOTNOTE, label=label) for label, text in reader.notes if text]
    cut = "The file ends before its text does: download it again if something is missing."
    return Document(
        (*structured(drafts), *settle_blocks(notes)),
        title=first.title or squeeze(reader.title),
        published=first.published,
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(*([cut] if reader.cut_off else []), *first.warnings, *report(found)),
    )
