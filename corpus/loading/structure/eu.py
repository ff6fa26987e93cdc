"""The structure of the European Union's acts: recitals, titles, chapters, articles, paragraphs, points, annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from corpus.language.locators import QUOTED
from corpus.loading.draft import Draft
from corpus.loading.structure.numbering import Numbering, tokens_of
from corpus.records import Block, BlockKind

ORDER = ("dot", "number", "lower letter", "lower roman")
PASSING = 6  # level of the title and of `Whereas:`, so low that they stand above no article
HANG = 10.0  # points that the text of a point stands at least right of its label
TITLE_LENGTH = 400  # letters; a longer line below a heading is no title of it
PART_LENGTH = 160
FEWEST_RECITALS = 3

ARTICLE = re.compile(r"Article \d+[a-z]?\Z")
_WHEREAS = re.compile(r"Whereas:?\Z", re.IGNORECASE)
_ENACTING = re.compile(r"HA(?:S|VE) ADOPTED THIS \w+", re.IGNORECASE)
_RELEVANCE = re.compile(r"\(Text with EEA relevance\)\Z")
_RECITAL = re.compile(r"\((\d{1,3})\)\s")
_DIVISIONS = (
    (re.compile(r"TITLE [IVXL]+\Z"), 1),
    (re.compile(r"CHAPTER \w+\Z", re.IGNORECASE), 2),
    (re.compile(r"SECTION \w+\Z", re.IGNORECASE), 3),
)
_ANNEX = re.compile(r"(ANNEX(?: [IVXL]+)?)\Z")
_PART = re.compile(r"(Part [A-Z]|PART [IVX]+)\s*:\s*\S")
_CHAPTER_IN_ANNEX = re.compile(r"([IVXL]{1,6})\. [A-Z]")
_ROW = re.compile(r"\d{4}\b")
_CLOSING = re.compile(r"(?:This (?:Regulation|Decision) shall be binding in its entirety|Done at \w+, \d)")
_OPENS_QUOTE = re.compile(r"[‘“]")
_CLOSES_QUOTE = re.compile(r"[’”][.;,]?\Z")
_INSERTS = re.compile(r"(?:following|added|inserted|replaced)\b[^.;]{0,40}:\Z")
_SENTENCE_END = re.compile(r"[.;,:]\Z")


def structured(drafts: Sequence[Draft]) -> Iterator[Block]:
    """Yield the blocks of an act: headings with their labels, recitals, and paths such as `(1)(b)` below articles."""
    reader = _Reader(recitals=_begins_with_recitals(drafts))
    position = 0
    while position < len(drafts):
        draft = drafts[position]
        following = drafts[position + 1] if position + 1 < len(drafts) else None
        title = following.text if following and reader.is_title(draft, following) else ""
        yield reader.read(draft, title)
        position += 2 if title else 1


def _begins_with_recitals(drafts: Sequence[Draft]) -> bool:
    """Return whether an act that was taken out without `Whereas:` begins with recitals, numbered from (1) on."""
    before = takewhile(lambda draft: not (ARTICLE.match(draft.text) or _division(draft.text)), drafts)
    numbers = [int(match.group(1)) for draft in before if (match := _RECITAL.match(draft.text))]
    return len(numbers) >= FEWEST_RECITALS and numbers[0] == 1 and all(a <= b for a, b in pairwise(numbers))


class _Reader:
    """Where the reading stands: among the recitals, in an article, in an annex."""

    def __init__(self, *, recitals: bool) -> None:
        self._numbering = Numbering(ORDER)
        self._quoted = Numbering(ORDER)
        self._quotes = False
        self._closing = False
        self._opened = False  # below the preamble
        self._recitals = recitals
        self._annex = self._part = self._chapter = ""
        self._tables = 0
        self._before = ""

    def is_title(self, draft: Draft, following: Draft) -> bool:
        """Return whether the following paragraph is the title of the heading that this one is."""
        if not (ARTICLE.match(draft.text) or _ANNEX.match(draft.text) or _division(draft.text)):
            return False
        text = following.text
        if ARTICLE.match(text) or _division(text) or _PART.match(text) or tokens_of(text) or len(text) > TITLE_LENGTH:
            return False
        return following.bold or following.level > 0 or not _SENTENCE_END.search(text)

    def read(self, draft: Draft, title: str) -> Block:
        """Return the block of the next paragraph."""
        text = f"{draft.text} {title}" if title else draft.text
        block = self._heading(draft, text) or self._body(draft)
        self._before = draft.text
        return block

    def _heading(self, draft: Draft, text: str) -> Block | None:
        name = draft.text
        if draft.kind is not BlockKind.PARAGRAPH:
            return None
        divides = ARTICLE.match(name) or _ANNEX.match(name) or _division(name)
        if not self._opened and not divides and (draft.level or _RELEVANCE.match(name)):
            return draft.heading(PASSING)
        if _WHEREAS.match(name) or _ENACTING.match(name):
            self._recitals = bool(_WHEREAS.match(name))
            self._opened = True
            return draft.heading(PASSING, text=text)
        if match := _ANNEX.match(name):
            self._part = self._chapter = ""
            return self._open(draft.heading(1, _spoken(match.group(1)), text), _spoken(match.group(1)))
        if ARTICLE.match(name) or _division(name):
            level, label = (4, name) if ARTICLE.match(name) else (_division(name), "")
            return self._open(draft.heading(level, label, text), "")
        return self._annex_heading(draft, text) if self._annex else None

    def _annex_heading(self, draft: Draft, text: str) -> Block | None:
        """Return a heading within an annex: a part, a chapter of a part, a template row, or one without a number."""
        name = draft.text
        if len(name) > TITLE_LENGTH:
            return None
        if (match := _PART.match(name)) and len(name) < PART_LENGTH + draft.bold * PART_LENGTH:
            self._chapter, self._part = "", f"{self._annex}, {_spoken(match.group(1))}"
            return self._open(draft.heading(2, self._part, text), self._annex)
        chapter = _CHAPTER_IN_ANNEX.match(name)
        if chapter and len(name) < PART_LENGTH and not _SENTENCE_END.search(name):
            self._chapter = f"{self._part or self._annex}, {chapter.group(1)}"
            return self._open(draft.heading(3, self._chapter, text), self._annex)
        if (draft.level or draft.bold) and not tokens_of(name):
            row = _ROW.match(name)
            above = self._chapter or self._part or self._annex
            return self._open(draft.heading(4, f"{above}, row {row.group(0)}" if row else "", text), self._annex)
        return None

    def _open(self, heading: Block, annex: str) -> Block:
        self._numbering.clear()
        self._opened, self._recitals, self._closing, self._quotes = True, False, False, False
        self._tables = 0 if annex != self._annex else self._tables
        self._annex = annex
        return heading

    def _body(self, draft: Draft) -> Block:
        if draft.kind is BlockKind.TABLE and self._annex:
            self._tables += 1
            return draft.block(f"{self._annex}, Table {self._tables}")
        if draft.kind is not BlockKind.PARAGRAPH:
            return draft.block()
        if self._recitals:
            match = _RECITAL.match(draft.text)
            return draft.block(f"Recital {match.group(1)}" if match else "")
        if not self._opened:
            return draft.block("Preamble")
        if self._closing or _CLOSING.match(draft.text):
            self._closing = True
            return draft.block("Closing formula")
        return draft.block(self._path(draft))

    def _path(self, draft: Draft) -> str:
        """Move to the place of a paragraph, within the act or within the text that it inserts into another one."""
        leads_in = self._before.rstrip("’\"' ").endswith((":", "—"))
        if not self._quotes and _OPENS_QUOTE.match(draft.text) and _INSERTS.search(self._before):
            self._quotes = True
            self._quoted.clear()
        numbering = self._quoted if self._quotes else self._numbering
        if tokens := tokens_of(draft.text):
            numbering.enter(tokens[0], leads_in=leads_in, x=draft.x, page=draft.page)
        else:
            keep = 1 if numbering.steps and numbering.steps[0].kind == "dot" else 0
            numbering.leave(keep, draft.x, HANG)
        own, quoted = self._numbering.path, self._quoted.path if self._quotes else ""
        if _CLOSES_QUOTE.search(draft.text):
            self._quotes = False
        return f"{own}{QUOTED} {quoted}" if quoted else own


def _division(text: str) -> int:
    """Return the level of a title, chapter or section heading, and 0 for any other text."""
    return next((level for pattern, level in _DIVISIONS if pattern.match(text)), 0)


def _spoken(name: str) -> str:
    """Return a heading's name as people write it: `ANNEX II` is `Annex II`."""
    kind, _, number = name.partition(" ")
    return f"{kind.capitalize()} {number}".strip()
