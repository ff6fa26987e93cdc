"""PDF: pages become lines, lines become paragraphs, paragraphs get their structure.

Signature > decryption > text by page > furniture > line numbers > contents > hyphens > footnotes > paragraphs over
page ends > structure.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from corpus.errors import InputError
from corpus.language.locators import parse_label
from corpus.loading.cleaning import report
from corpus.loading.draft import Draft
from corpus.loading.first_page import FirstPage, describe
from corpus.loading.hyphens import Words, join_lines
from corpus.loading.pdf.furniture import sort_lines
from corpus.loading.pdf.lines import Line, replace_text
from corpus.loading.pdf.pages import FEWEST_LETTERS, Pages
from corpus.loading.pdf.paragraphs import paragraphs
from corpus.loading.pdf.scans import MARK, recognized
from corpus.loading.struck import part, settle
from corpus.loading.structure import structured
from corpus.records import Block, BlockKind, Document

MAX_PAGES = 2_000  # about two minutes of reading and a quarter of an hour of encoding
END_WINDOW = 4096  # bytes at the end in which a whole file has its end mark; pypdf reads cut files as far as they go

_FOOTNOTE_START = re.compile(r"\(?\s*(\d{1,3})\s*\)?\.?\s+(?=\S)")
# What pypdf raises on damaged files, beside its own errors.
_DAMAGE = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, OSError, RuntimeError, ArithmeticError,
    AssertionError, struct.error, zlib.error,
)  # fmt: skip


def load_pdf(data: bytes, name: str) -> Document:
    """Read a PDF; raise InputError for one that is damaged, locked, too long or without text."""
    found: Counter[str] = Counter()
    pages, heights, warnings, by_ocr = _read(data, name, found)
    parts = sort_lines(pages, heights)
    body = _without_marks(parts.body, parts.footnotes)
    words = Words(line.text for line in body)
    drafts = _in_order(settle(paragraphs(body, words)), by_ocr)
    if not drafts:
        raise InputError(f"{name} holds no text that a reader sees: add the document in which the text is.")
    first = describe(_front(drafts), " ".join(line.text for line in parts.furniture if line.page == 1))
    blocks = structured([_without_title(draft, first.title) for draft in drafts])
    blocks = [_marked(block, by_ocr) for block in _with_footnotes(blocks, _footnotes(parts.footnotes, words))]
    if parts.contents:
        found["lines of tables of contents"] += parts.contents
    return _document(blocks, first, len(pages), (*warnings, *report(found)))


def _in_order(drafts: Sequence[Draft], by_ocr: Mapping[int, Sequence[Draft]]) -> list[Draft]:
    """Put the paragraphs of recognized pages where their pages stand."""
    longest = max(drafts, key=lambda draft: len(draft.text), default=Draft(""))
    theirs = [replace(draft, size=longest.size) for page in by_ocr.values() for draft in page]
    return sorted([*drafts, *theirs], key=lambda draft: draft.page or 0)


def _marked(block: Block, by_ocr: Container[int]) -> Block:
    """Say in the place of a block that it was read by text recognition: its letters can be wrong."""
    if block.page not in by_ocr or block.label.startswith("("):
        return block
    return replace(block, label=f"{block.label or f'p. {block.page}'}, {MARK}")


def _document(blocks: Sequence[Block], first: FirstPage, pages: int, warnings: tuple[str, ...]) -> Document:
    return Document(
        tuple(blocks),
        title=first.title,
        published=first.published,
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        pages=pages,
        warnings=warnings,
    )


def _read(
    data: bytes, name: str, found: Counter[str]
) -> tuple[list[list[Line]], list[float], list[str], dict[int, list[Draft]]]:
    """Return the lines and the height of each page, what is to be said of pages, and those that were recognized."""
    if not any(mark in data[-END_WINDOW:] for mark in (b"startxref", b"%%EOF")):
        raise InputError(f"{name} is damaged or cut off (it has no end): download the document again.")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise InputError(f"{name} is locked with a password: save a copy without the password and add that.")
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise InputError(
                f"{name} has {count:,} pages, more than the {MAX_PAGES:,} that can be read: split it into parts."
            )
        if not count:
            raise InputError(f"{name} has no pages: download the document again.")
        read = Pages(reader, found)
        pages, heights = map(list, zip(*read.read(), strict=True))
    except _DAMAGE as error:
        what = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(f"{name} is damaged or cut off ({what}): download the document again.") from error
    by_ocr = recognized(data, [] if reader.is_encrypted else read.pictures)
    by_ocr = {number: drafts for number, drafts in by_ocr.items() if drafts}
    read.pictures = [number for number in read.pictures if number not in by_ocr]
    if not by_ocr:
        _check_letters(read, pages, name)
    return pages, heights, list(_told(read, sorted(by_ocr))), by_ocr


def _check_letters(read: Pages, pages: Sequence[Sequence[Line]], name: str) -> None:
    """Raise InputError for a document without letters."""
    letters = sum(len(line.text) for lines in pages for line in lines)
    if letters < FEWEST_LETTERS * len(pages) and read.unmapped:
        raise InputError(
            f"{name} holds letters in fonts that do not say which letters they are (no Unicode map): "
            "run text recognition over it, for example with ocrmypdf --force-ocr, and add the result."
        )
    if letters < FEWEST_LETTERS * (len(pages) - len(read.pictures)) or not letters:
        raise InputError(
            f"{name} holds no text on its {len(pages)} pages (it is probably scanned): "
            "run text recognition over it, for example with ocrmypdf, and add the result."
        )


def _told(read: Pages, by_ocr: Sequence[int]) -> Iterator[str]:
    """Yield what is to be said of pages without letters, and of those that were read by text recognition."""
    if by_ocr:
        are = f"{_numbered(by_ocr).capitalize()} {_is_are(by_ocr)} a picture, {MARK} (Tesseract)"
        yield f"{are}: letters and figures there can be wrong."
    if read.pictures:
        yield (
            f"Not read: {_numbered(read.pictures)}, which {_is_are(read.pictures)} a picture without text. "
            "Install Tesseract (tesseract-ocr), or run ocrmypdf over the file and add the result."
        )
    if read.unmapped:
        yield (
            f"Not read whole: {_numbered(read.unmapped)}, where a font does not say which letters it shows "
            "(no Unicode map). Run text recognition over the file, for example with ocrmypdf --force-ocr."
        )


def _is_are(pages: Sequence[int]) -> str:
    return "is" if len(pages) == 1 else "are each"


def _numbered(pages: Sequence[int]) -> str:
    """Name pages, those that follow one another by the first and the last."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][-1] + 1:
            spans[-1][1:] = [page]
        else:
            spans.append([page])
    names = ", ".join("-".join(map(str, span)) for span in spans)
    return f"{'page' if len(pages) == 1 else 'pages'} {names}"


def _front(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the paragraphs of the first page that has any."""
    return [draft for draft in drafts if draft.page == drafts[0].page]


def _without_title(draft: Draft, title: str) -> Draft:
    """Make the lines that the title was read from headings, so that they are no passages."""
    is_title = draft.page == 1 and len(draft.text) > FEWEST_LETTERS and draft.text.lower() in title.lower()
    return replace(draft, level=1) if is_title else draft


def _without_marks(lines: Sequence[Line], notes: Sequence[Line]) -> list[Line]:
    """Take the numbers of a page's footnotes off the words that they stand behind."""
    numbers: dict[int, list[str]] = {}
    for note in notes:
        if match := _FOOTNOTE_START.match(note.text):
            numbers.setdefault(note.page, []).append(match.group(1))
    marks = {page: _mark_pattern(of_page) for page, of_page in numbers.items()}
    return [replace_text(line, marks[line.page].sub("", line.text)) if line.page in marks else line for line in lines]


def _mark_pattern(numbers: Sequence[str]) -> re.Pattern[str]:
    """Find these numbers right behind a word or its full stop, and those in parentheses with blanks inside."""
    any_number = "|".join(numbers)
    return re.compile(
        rf"(?:(?<=[a-z”’)\]])|(?<=[a-z”’)\]][.,;:”’]))(?:{any_number})(?=\s|\Z)|\s?\(\s(?:{any_number})\s\)"
    )


def _footnotes(lines: Sequence[Line], words: Words) -> Iterator[Block]:
    """Join the lines of each footnote; a footnote that runs on over the page stays with the page it begins on."""
    run: list[Line] = []
    number, label = 0, ""
    for line in [*lines, None]:
        match = _FOOTNOTE_START.match(line.text) if line else None
        begins = match is not None and (int(match.group(1)) in {1, number + 1} or not run)
        if run and (line is None or begins or line.page != run[-1].page):
            text, struck = part(join_lines([line_of_run.text for line_of_run in run], words))
            if text:
                yield Block(text, BlockKind.FOOTNOTE, 0, label, run[0].page, run[-1].page, struck=struck)
            run = []
        if line is not None:
            if match is not None and begins:
                number, label = int(match.group(1)), f"p. {line.page}, footnote {match.group(1)}"
            run.append(line)


def _with_footnotes(blocks: Sequence[Block], notes: Iterator[Block]) -> Iterator[Block]:
    """Put the footnotes of each page behind the provision that runs over its end."""
    waiting = list(notes)
    before: Block | None = None
    for block in blocks:
        if before is not None and _is_new_provision(before, block):
            while waiting and (waiting[0].page or 0) < (block.page or 0):
                yield waiting.pop(0)
        yield block
        before = block
    yield from waiting


def _is_new_provision(before: Block, block: Block) -> bool:
    """Return whether another numbered paragraph, recital or section begins; without numbers each paragraph does."""
    if block.kind is not BlockKind.PARAGRAPH or not block.label:
        return True
    (place, path), (place_before, path_before) = parse_label(block.label), parse_label(before.label)
    return (place, path[:1]) != (place_before, path_before[:1])
