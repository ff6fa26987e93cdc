"""Walking through a page's tree from block to block, without recursion: a page may nest as deeply as it likes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.loading.cleaning import clean, squeeze
from corpus.loading.draft import Draft
from corpus.loading.html.inline import BLOCKS, HEADINGS, Words, text_of
from corpus.loading.html.numbers import Count
from corpus.loading.html.tables import grid, rows_of, sets_text
from corpus.loading.html.unseen import NESTED, TITLE, UNFOLDED
from corpus.loading.marks import settled
from corpus.loading.structure.numbering import tokens_of
from corpus.loading.tables import table_texts
from corpus.loading.text import preformatted
from corpus.records import BlockKind

TITLE_LENGTH = 400  # letters; a longer heading is a paragraph that a page draws large
QUESTION_LEVEL = 6  # of the title of a folded panel: below every heading of the page
WHOLE = frozenset(("pre", "xmp", "listing", "plaintext"))

_BARE = re.compile(
    r"\(\w{1,6}\)|(?:\d{1,4}[A-Za-z]{0,2}|[A-Za-z]|[ivxlc]{1,5}|[IVXLC]{1,5})[.)]|\d+(?:\.\d+)+[A-Z]?\.?|[—–•·▪●○-]"
)
_CELL_LABEL = re.compile(r"\W{0,2}\w{1,5}\W{0,2}")
_EDITING = re.compile(r"[▼►]\s?[A-Z]{1,2}\d{0,4}(?![\w.])|◄")  # EUR-Lex marks in consolidated texts what changed
_BREAKS = re.compile(r"\n[^\S\n]*\n\s*")
_NUMBERED = re.compile(r"\n\s*(?=\(\w{1,5}\)\s|\d{1,3}\.\s|[•▪●–—-]\s)")


@dataclass(slots=True)
class Walker:
    """The place in a page while its blocks are read."""

    found: Counter[str]
    drafts: list[Draft] = field(default_factory=list)
    _words: Words = field(default_factory=Words)
    _level: int = 0
    _label: str = ""
    _cell: bool = False  # the label is that of a table's cell, which any text beside it follows
    _counted: bool = False  # the label is the number that a browser writes
    _counts: list[Count] = field(default_factory=list)
    _above: Draft | None = None  # the last heading of the page itself
    _after_panel: bool = False

    def read(self, main: etree._Element) -> list[Draft]:
        """Return the paragraphs, headings and tables of an element in reading order."""
        walk = etree.iterwalk(main, events=("start", "end"))
        passed: etree._Element | None = None
        self._words.parts.append(main.text or "")
        for event, element in walk:
            if element is main:
                continue
            if event == "start":
                if self._enter(element):
                    passed = element
                    walk.skip_subtree()
                continue
            if element is not passed:
                self._leave(element)
            passed = None
            self._words.parts.append(element.tail or "")
        self._flush()
        self._settle_label()
        return self.drafts

    def _enter(self, element: etree._Element) -> bool:
        """Enter an element; return whether nothing below it is to be read."""
        tag = element.tag
        if tag not in BLOCKS:
            if _heading_level(element) and not self._level:
                self._flush()
                self._level = _heading_level(element)
            return self._words.open(element)
        if tag == "button" and not _opens(element):
            return True
        if self._level and tag not in {"p", "li", "table", "ul", "ol", *HEADINGS}:
            self._words.parts += [" ", element.text or ""]
            return False
        self._flush()
        self._level = 0
        if tag in WHOLE:
            self._take_preformatted(element)
            return True
        if tag == "table" and self._take_table(element):
            return True
        self._open_block(element)
        self._words.parts.append(element.text or "")
        return False

    def _open_block(self, element: etree._Element) -> None:
        tag = element.tag
        self._level = _heading_level(element)
        if tag == "ol":
            self._counts.append(Count(element))
        elif tag == "li":
            self._settle_label()
            if self._counts and self._counts[-1].element is element.getparent():
                self._label, self._cell, self._counted = self._counts[-1].label(element), False, True
                if (parting := element.get(NESTED)) is not None and len(self._counts) > 1:
                    self._label = parting.join(str(count.last) for count in self._counts)
        elif tag in {"td", "th"} and element.getnext() is not None:
            self._cell = True
        elif tag == "tr":
            self._settle_label()

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag not in BLOCKS:
            self._words.close(element)
            if _heading_level(element):
                self._flush()
                self._level = 0
            return
        if self._level and not _heading_level(element):
            self._words.parts.append(" ")
            return
        self._flush()
        self._level = 0
        self._cell = False
        if tag == "ol" and self._counts:
            self._counts.pop()
        elif tag in {"li", "tr"}:
            self._settle_label()
        if tag == "details" or element.get(UNFOLDED) is not None:
            self._after_panel = True

    def _flush(self) -> None:
        """Make the words so far a heading, or paragraphs; a bare label waits for what follows it."""
        raw = _EDITING.sub("", clean(self._words.take(), self.found))
        if not raw.strip():
            return
        if self._level:
            text = settled(squeeze(raw))
            short = len(text) <= TITLE_LENGTH
            self._settle_label()
            heading = Draft(text, level=self._level if short else 0)
            self.drafts.append(heading)
            if heading.level and heading.level < QUESTION_LEVEL:
                self._above = heading
            self._after_panel = False
            return
        for part in _paragraphs(raw):
            text = settled(squeeze(part))
            if not text:
                continue
            bare = _BARE.fullmatch(text) or (self._cell and _CELL_LABEL.fullmatch(text))
            if bare and not self._label:
                self._label, self._counted = text, False
            else:
                self._add(text)

    def _add(self, text: str) -> None:
        label, self._label = self._label, ""
        own = tokens_of(text)
        if label and not (own and (self._counted or own[0] == label or not label.strip("—–•·▪●○-"))):
            text = f"{label} {text}"
        self._put(Draft(text))

    def _put(self, draft: Draft) -> None:
        """Add a paragraph or a table; behind a panel the page's own heading holds again."""
        if self._after_panel and self._above is not None:
            self.drafts.append(self._above)
        self._after_panel = False
        self.drafts.append(draft)

    def _settle_label(self) -> None:
        """Let a label that nothing followed stand by itself, if it is one that the page writes."""
        label, self._label = self._label, ""
        if label and not self._counted and label.strip("—–•·▪●○- "):
            self._put(Draft(label))

    def _take_preformatted(self, element: etree._Element) -> None:
        text = clean("".join(element.itertext()), self.found)
        self._settle_label()
        for draft in preformatted(text):
            self._put(draft)

    def _take_table(self, table: etree._Element) -> bool:
        """Read a table of figures whole; return False for one that only sets text."""
        rows = rows_of(table)
        if sets_text(table, rows):
            return False
        self._settle_label()
        read = grid(rows)
        lines = [[self._cleaned(cell) for cell in row] for row in read.rows]
        caption = next((squeeze(text_of(child)) for child in table if child.tag == "caption"), "")
        if caption:
            self._put(Draft(self._cleaned(caption)))
        for text in table_texts(lines, read.heads):
            self._put(Draft(text, BlockKind.TABLE))
        return True

    def _cleaned(self, text: str) -> str:
        return settled(squeeze(_EDITING.sub("", clean(text, self.found))))


def _heading_level(element: etree._Element) -> int:
    """Return the level of an element that is a heading, by its tag or its role, and 0 for any other."""
    if element.tag in {"summary", "button"} or element.get(TITLE) is not None:
        return QUESTION_LEVEL
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level") or "2"
    return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2


def _opens(button: etree._Element) -> bool:
    """Return whether a button is the title of a panel, and not one that sends or shares."""
    if any(button.get(name) is not None for name in ("aria-expanded", "aria-controls", "data-bs-target")):
        return True
    parent = button.getparent()
    following = [one.getnext() for one in (button, parent) if one is not None]
    return any(one is not None and one.get(UNFOLDED) is not None for one in following)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield what stands between empty lines; a line that begins with a label begins a paragraph, any other does not."""
    for part in _BREAKS.split(text) if "\n" in text else (text,):
        yield from _NUMBERED.split(part)
