"""Plain text: paragraphs between empty lines, or as they can be told where a program took them out of a PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze
from corpus.loading.dating import publication
from corpus.loading.draft import Draft
from corpus.loading.encodings import decode
from corpus.loading.first_page import describe
from corpus.loading.hyphens import Words, join_lines
from corpus.loading.marks import settled
from corpus.loading.structure import structured
from corpus.loading.text.columns import down_columns
from corpus.loading.text.contents import with_headings
from corpus.loading.text.front import Head, head_of
from corpus.loading.text.furniture import without_furniture
from corpus.loading.text.labels import ENDED, Numbers, begins_label, is_heading
from corpus.loading.text.wrapping import MARKED, Row, rows_of, runs_of
from corpus.records import BlockKind, Document

TITLE_LENGTH = 200  # a longer first line is a paragraph
FRONT_BLOCKS = 20  # paragraphs that count as the first page
QUOTED_SHARE = 1 / 3  # of the lines: where more begin with `>`, the sign does not set notes apart

_PAGE = re.compile(r"\[*Page \d+\]*", re.IGNORECASE)
_PAGE_MARK = re.compile(rf"{_PAGE.pattern}|\W*", re.IGNORECASE)  # and rules of dashes
_QUOTED = re.compile(r"\s*>\s?(?=\S)")
_LABEL = re.compile(r"\A(?:\W*\d{1,3}(?:\.\d{1,3})*[.)]\s|\(\w{1,4}\)\s)")


def load_text(data: bytes, name: str) -> Document:
    """Read plain text: a short first line without a full stop is the title; raise InputError for a binary file.

    Rows at its head that say what it is, as `Issuer: ...`, are taken for that.
    """
    text, warnings = decode(data, name)
    found: Counter[str] = Counter()
    lines = down_columns(clean(text, found).split("\n"))
    head = head_of(lines)
    lines = with_headings(without_furniture(lines[head.lines :], found), found)
    drafts = list(_with_notes(lines))
    blocks = structured(drafts)
    if not blocks:
        raise InputError(f"{name} holds no text: give a file with something to read.")
    front = [head.rows.get("published", ""), *(block.text for block in blocks[:FRONT_BLOCKS])]
    told = publication([line for line in front if line])
    first = describe(drafts[:FRONT_BLOCKS])
    warned = (*warnings, *filter(None, [told.warning]), *report(found))
    return Document(
        tuple(blocks),
        title=_title(head, lines),
        published=told.when,
        kind=first.kind,
        issuer=head.rows.get("issuer", first.issuer),
        jurisdiction=head.place or first.jurisdiction,
        warnings=warned,
    )


def _title(head: Head, lines: Sequence[str]) -> str:
    first = next((squeeze(line) for line in lines if line.strip()), "")
    first = head.rows.get("title", first)
    return first if len(first) <= TITLE_LENGTH and not first.endswith(".") and not _LABEL.match(first) else ""


def preformatted(text: str) -> Iterator[Draft]:
    """Yield the paragraphs of text as a typewriter sets it.

    They stand between empty lines; without any, each line is one. A line that is set in further than the one before
    it, or that begins with a label, begins a paragraph. A short line that stands alone in capital letters or with
    capital words is a heading, where text follows. Where a sentence goes on behind an empty line, so does the
    paragraph; where that is so all through, empty lines tell nothing.
    """
    yield from (draft for _, draft in _drafts(down_columns(text.split("\n"))))


Placed = tuple[int, Draft]  # the line on which a paragraph begins


def _drafts(lines: Sequence[str]) -> Iterator[Placed]:
    words, numbers = Words(lines), Numbers()
    rows = _over_pages(rows_of(["" if _PAGE_MARK.fullmatch(line.strip()) else line for line in lines]), lines)
    for run, following in pairwise([*runs_of(rows), []]):
        first = run[0]
        marked = MARKED.match(first.text)
        text = settled(join_lines([squeeze(MARKED.sub("", row.text)) for row in run], words))
        if text and (marked or _stands_over(text, run, following)):
            yield first.place, Draft(text, level=len(marked.group(1)) + 1 if marked else 2)
        elif text:
            yield from ((first.place, Draft(part)) for part in numbers.parts(text))


def _over_pages(rows: Sequence[Row], lines: Sequence[str]) -> list[Row]:
    """Return the rows with those not apart where a sentence goes on behind the number of a page."""
    pages = [place for place, line in enumerate(lines) if _PAGE.fullmatch(line.strip())]
    joined = {
        row.place
        for before, row in pairwise(rows if pages else ())
        if any(before.place < place < row.place for place in pages) and not ENDED.search(before.words)
    }
    return [replace(row, apart=False) if row.place in joined and not begins_label(row.text) else row for row in rows]


def _stands_over(text: str, run: Sequence[Row], following: Sequence[Row]) -> bool:
    """Return whether a paragraph is the heading of the text that follows it."""
    if not following or not is_heading(text) or (len(run) > 1 and not text.isupper()):
        return False
    return not (len(following) == 1 and is_heading(following[0].words))


def _with_notes(lines: Sequence[str]) -> Iterator[Draft]:
    """Yield the paragraphs, and behind each the notes that stand within it, as converters set them: with a `>`."""
    quoted = {place for place, line in enumerate(lines) if _QUOTED.match(line)}
    if len(quoted) > QUOTED_SHARE * sum(bool(line.strip()) for line in lines):
        quoted = set()
    body = _drafts(["" if place in quoted else line for place, line in enumerate(lines)])
    notes = _drafts([_QUOTED.sub("", line) if place in quoted else "" for place, line in enumerate(lines)])
    placed = [
        *((place, False, draft) for place, draft in body),
        *((place, True, Draft(draft.text, BlockKind.FOOTNOTE)) for place, draft in notes),
    ]
    yield from (draft for _, _, draft in sorted(placed, key=lambda one: one[:2]))
