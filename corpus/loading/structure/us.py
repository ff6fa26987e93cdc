"""The structure of the laws and bills of the United States: titles, sections, and their nested provisions.

Text that an act inserts into another one stands in quotation marks; its labels follow behind the place in the act
itself: `Sec. 103(4), quoted (16)(A)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.language.dates import ENGLISH_DATE
from corpus.language.locators import QUOTED
from corpus.loading.draft import Draft
from corpus.loading.structure.numbering import Numbering, tokens_of
from corpus.records import Block, BlockKind

ORDER = ("lower letter", "number", "upper letter", "lower roman", "upper roman", "lower double", "upper double")
HANG = -28.0  # points that the text of a provision stands at most left of its label

SECTION = re.compile(
    r"(?P<quote>[“‘\"]*)(?:SECTION|SEC\.|Section|Sec\.)\s+(?P<number>\d+[A-Za-z]*(?:[-–]\d+)?)\.\s+(?P<title>\S.*)",
    re.DOTALL,
)
_DIVISION = re.compile(r"(?P<quote>[“‘\"]*)(?P<kind>TITLE|DIVISION|Subtitle|CHAPTER|PART|SUBTITLE)\s+[IVXLA-Z\d]+\s?—")
_LEVELS = {"division": 1, "title": 1, "subtitle": 2, "chapter": 3, "part": 3}
_APPROVED = re.compile(rf"Approved {ENGLISH_DATE}\.")
_QUOTE = re.compile(r"[“\"]")


def structured(drafts: Sequence[Draft]) -> Iterator[Block]:
    """Yield the blocks of an act or bill with labels such as `Sec. 4` and paths such as `(a)(1)(A)`."""
    reader = _Reader()
    for draft in drafts:
        yield from reader.read(draft)


def is_section(draft: Draft) -> bool:
    """Return whether a paragraph is the heading of a section, which stands in bold or in capitals."""
    return SECTION.match(draft.text) is not None and (draft.bold or draft.text.lstrip('“‘"').startswith("SEC"))


class _Reader:
    """Where the reading stands in the act, and in the text that it quotes."""

    def __init__(self) -> None:
        self._own = Numbering(ORDER)
        self._quoted = Numbering(ORDER)
        self._section = ""
        self._own_heading = Block("")
        self._inside = False  # below a section that is itself quoted
        self._before = ""

    def read(self, draft: Draft) -> Iterator[Block]:
        """Yield the block of the next paragraph; where a quoted section ends, the act's own heading again before it."""
        if draft.kind is not BlockKind.PARAGRAPH:
            yield draft.block()
            return
        block = self._heading(draft)
        if block is None:
            if self._inside and tokens_of(draft.text) and not _QUOTE.match(draft.text):
                self._inside = False
                yield replace(self._own_heading, page=draft.page, page_end=draft.page)
            block = self._body(draft)
        self._before = draft.text
        yield block

    def _heading(self, draft: Draft) -> Block | None:
        section = SECTION.match(draft.text)
        if section and is_section(draft):
            number = f"Sec. {section['number']}"
            self._quoted.clear()
            self._inside = bool(section["quote"])
            if self._inside:
                place = f"{self._section}{self._own.path}{QUOTED} {number}"
                return draft.heading(5, place)
            self._own.clear()
            self._section = number
            self._own_heading = draft.heading(4, number)
            return self._own_heading
        division = _DIVISION.match(draft.text)
        if division and (draft.bold or draft.text.isupper()):
            level = 5 if division["quote"] else _LEVELS[division["kind"].lower()]
            return draft.heading(level)
        if draft.level or (draft.bold and not tokens_of(draft.text)):
            return draft.heading(draft.level or 6)
        return None

    def _body(self, draft: Draft) -> Block:
        """Return a paragraph its path: the act's own, or that plus the path within the quotation."""
        if _APPROVED.match(draft.text):
            self._own.clear()
            return draft.block("Approval")
        is_quote = _QUOTE.match(draft.text) is not None
        tokens = tokens_of(draft.text)
        numbering = self._quoted if is_quote or self._inside else self._own
        if not is_quote and not self._inside:
            self._quoted.clear()
        leads_in = self._before.rstrip().endswith(("—", ":", "–", "-"))
        for token in tokens:
            if not numbering.enter(token, leads_in=leads_in, x=draft.x, page=draft.page):
                break
            leads_in = True
        if not tokens:
            numbering.leave(0, draft.x, HANG)
        return draft.block(self._label())

    def _label(self) -> str:
        """Return the path below the nearest heading, which may be a quoted section's."""
        if self._inside or not self._quoted.steps:
            return self._quoted.path if self._inside else self._own.path
        return f"{self._own.path}{QUOTED} {self._quoted.path}"
