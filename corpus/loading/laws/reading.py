"""Reading a law's XML from block to block: its headings, numbers and definitions become locators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from lxml import etree

from corpus.loading.laws.inline import Inline
from corpus.loading.laws.places import Place, division_of, number_of, step_of
from corpus.loading.laws.vocabulary import FOOTNOTE, SOURCE, Vocabulary
from corpus.loading.parts.trees import Element, local
from corpus.loading.struck import settle_blocks
from corpus.loading.tables import table_texts
from corpus.records import Block, BlockKind

TERM_LENGTH = 60  # letters of a term that names a definition's place; a longer one is cut
ROWS = {"tr", "ROW"}
CELLS = {"td", "th", "CELL", "entry"}
RECITAL = "Recital"
CALLED = {"section", "regulation", "rule", "article", "order", "bylaw"}

_IN_ID = re.compile(r"(?:\A|-)([a-z]+)-[^-]+\Z")

Life = Callable[[Element], dict[str, str]]  # what an element says of its own life, as attributes of a block


class Reader:
    """Goes through a law once; `blocks` are what it found."""

    def __init__(self, vocabulary: Vocabulary, life: Life, found: Counter[str]) -> None:
        """Name the vocabulary, and how the life of a provision is read; `found` is told of what is taken out."""
        self._words = vocabulary
        self._life = life
        self._inline = Inline(vocabulary, found)
        self._prefix: list[str] = []  # numbers that wait for the words behind them
        self._parted = vocabulary.numbers | vocabulary.headings
        self._inlined = vocabulary.notes.keys() | vocabulary.skipped
        self._standing: set[Element] = set()  # in lines of their own, or with such an element inside
        self._holding: set[Element] = set()  # provisions by name that hold others, and so are divisions
        self.blocks: list[Block] = []

    def read(self, root: Element) -> list[Block]:
        """Return the blocks of a law in reading order, footnotes last."""
        elements = list(root.iter(etree.Element))  # kept, so that each is one object while the law is read
        self._mark(elements)
        self._inside(root, Place())
        self._settle_notes(0, Place())
        for number, text in enumerate(self._inline.footnotes, 1):
            self.blocks.append(Block(text, BlockKind.FOOTNOTE, label=f"footnote {number}"))
        return settle_blocks(self.blocks)

    def _mark(self, elements: Sequence[Element]) -> None:
        words = self._words
        standing = words.blocks | words.divisions | words.steps | words.provisions.keys() | words.tables
        standing |= words.cross_headings | self._parted | words.attachments.keys()
        for element in elements:
            if local(element) not in standing:
                continue
            above: Element | None = element
            while above is not None and above not in self._standing:
                self._standing.add(above)
                above = above.getparent()
            if self._called(element):
                above = element.getparent()
                while above is not None and local(above) not in words.quoted and above not in self._holding:
                    self._holding.add(above)
                    above = above.getparent()

    def _called(self, element: Element) -> str:
        """Return what a provision is called, or nothing for any other element."""
        name = local(element)
        if name not in self._words.provisions:
            return ""
        role = element.get(self._words.roles, "") if self._words.roles else ""
        named = _IN_ID.search(element.get("id", "")) if name in self._words.steps else None
        if named:  # a step of a schedule elsewhere: `section-4`, `regulation-2`, but `schedule-1-paragraph-2`
            return named.group(1).capitalize() if named.group(1) in CALLED else ""
        return role.capitalize() if role in CALLED else self._words.provisions[name]

    def _attached(self, element: Element) -> str:
        """Return what a schedule or an annex is called, or nothing for any other element."""
        names = self._words.attachments
        return names.get(local(element)) or names.get(element.get(self._words.roles or "name", ""), "")

    def _inside(self, element: Element, place: Place, passed: Sequence[Element] = ()) -> None:
        """Read what stands in an element: each run of words between blocks is a paragraph."""
        run = [element.text or ""]
        for child in element:
            if child in passed:
                pass
            elif child in self._standing and local(child) not in self._inlined:
                self._paragraph(run, place)
                run = []
                self._enter(child, place)
            else:
                run += self._inline.pieces(child, run)
            run.append(child.tail or "")
        self._paragraph(run, place)

    def _enter(self, element: Element, place: Place) -> None:
        words, name = self._words, local(element)
        own = {**dict(place.attributes), **self._life(element)}
        place = replace(place, attributes=tuple(own.items()))
        if name in words.tables:
            self._table(element, place)
        elif name in words.cross_headings:
            self._heading(self._inline.text(element), 2 * place.depth - 1, replace(place, base="", path=""))
        elif name in words.quoted:
            self._inside(element, place.quoting())
        elif (called := self._called(element)) and element not in self._holding:
            self._provision(element, called, place)
        elif name in words.divisions or name in words.provisions.keys() - words.steps or self._attached(element):
            self._division(element, place)
        elif name in words.definitions:
            self._definition(element, place)
        elif name in words.steps or name in words.recitals:
            self._step(element, place)
        elif name in words.places and not place.outer:
            self._inside(element, replace(place, base=words.places[name], path=""))
        else:
            self._inside(element, place)

    def _parts(self, element: Element) -> tuple[str, str, list[Element]]:
        """Return the number and the heading of an element, and the children in which they stand."""
        around = [child for child in element if local(child) in self._words.titles]
        direct = [child for child in element if local(child) in self._parted]
        inner = [part for child in around for part in child if local(part) in self._parted]
        parts = direct + inner
        number = " ".join(self._inline.text(one) for one in parts if local(one) in self._words.numbers)
        heading = " ".join(self._inline.text(one) for one in parts if local(one) in self._words.headings)
        return number.strip(), heading.strip(), [*direct, *(around if inner else ())]

    def _division(self, element: Element, place: Place) -> None:
        number, heading, passed = self._parts(element)
        attached = self._attached(element)
        name = division_of(number, attached or local(element)) or attached
        mark = len(self._inline.notes)
        if not number and not heading:
            self._inside(
                element, replace(place, base=name or place.base, within=name or place.within) if attached else place
            )
            return
        text = f"{number}{'' if number.endswith(('—', '-')) else ' '}{heading}".strip()
        inside = place.below(name, within=name if attached else "")
        self._heading(text, 2 * place.depth, replace(inside, path=""))
        self._inside(element, inside, passed)
        self._settle_notes(mark, inside)

    def _provision(self, element: Element, called: str, place: Place) -> None:
        number, heading, passed = self._parts(element)
        bare = number_of(number, element.get("value", ""))
        mark, count = len(self._inline.notes), len(self.blocks)
        if not bare and not heading:
            self._prefix += [number] if number else []
            self._inside(element, replace(place, base=place.within or place.base, path=""), passed)
            self._prefix = []
            return
        sign = "§" if number.startswith("§") else called
        base = f"{sign} {bare}" if bare else place.within
        inside = place.below(f"{place.within}, {base}" if place.within and bare else base)
        self._heading(f"{number} {heading}".strip() if heading else base, 2 * place.depth, inside)
        self._inside(element, inside, passed)
        notes = self._inline.notes[mark:]
        if len(self.blocks) == count + 1 and notes:  # as of a repealed section: the note is all that it says
            self._inline.notes[mark:] = []
            self._paragraph(["; ".join(text for _, text in notes)], inside)
        self._settle_notes(mark, inside)

    def _step(self, element: Element, place: Place) -> None:
        bare, heading, passed = self._parts(element)
        within = place.within and place.base == place.within and not place.path
        number = bare if within or not bare.isalnum() else self._words.form.format(bare)
        below, waiting, count = place.step(number), len(self._prefix), len(self.blocks)
        if local(element) in self._words.recitals:
            below = replace(place, base=f"{RECITAL} {step_of(number)}".strip(), path="")
        elif place.base == RECITAL:
            below = replace(place, base=f"{RECITAL} {step_of(number)}", path="")
        elif self._words.counted and within and step_of(number):
            below = replace(place, base=f"{place.within}, para {step_of(number)}")
        self._prefix += [text for text in (number, heading) if text]
        self._inside(element, below, passed)
        if len(self.blocks) == count and heading:
            self._paragraph([], below, alone=True)
        del self._prefix[waiting:]

    def _definition(self, element: Element, place: Place) -> None:
        term = next((self._inline.text(one) for one in element.iter("{*}term", "{*}Term")), "")[:TERM_LENGTH].strip()
        self._inside(element, replace(place, base=f"{place.base}{place.path}, “{term}”", path="") if term else place)

    def _paragraph(self, run: list[str], place: Place, *, alone: bool = False) -> None:
        text = self._inline.line(run)
        if not text and not alone:
            return
        if not any(letter.isalnum() for letter in text) and not alone and self._ends(text):
            return
        whole = "".join(f"{one}{'' if one.endswith('—') else ' '}" for one in self._prefix) + text
        self._prefix = []
        self.blocks.append(Block(whole.strip(), label=place.label, attributes=place.attributes))

    def _ends(self, text: str) -> bool:
        """Let a full stop behind a quoted text end the block before it; return whether there is one."""
        if self.blocks and self.blocks[-1].kind is BlockKind.PARAGRAPH:
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, text=f"{last.text.removesuffix(text)}{text}")
            return True
        return False

    def _heading(self, text: str, level: int, place: Place) -> None:
        if any(letter.isalnum() for letter in text):
            self._prefix = []
            self.blocks.append(Block(text, BlockKind.HEADING, level, place.label))

    def _settle_notes(self, mark: int, place: Place) -> None:
        """Set the notes that a provision gathered behind it, one block a kind."""
        notes, self._inline.notes[mark:] = self._inline.notes[mark:], []
        for kind in dict.fromkeys(kind for kind, _ in notes if kind != FOOTNOTE):
            texts = dict.fromkeys(text for own, text in notes if own == kind)
            text = "; ".join(text.strip("() ") for text in texts) if kind == SOURCE else "\n".join(texts)
            label = f"{place.label}, {kind}" if place.label else kind
            said = f"Source: {text}" if kind == SOURCE else text
            self.blocks.append(Block(said, BlockKind.FOOTNOTE, label=label, attributes=place.attributes))

    def _table(self, element: Element, place: Place) -> None:
        rows: list[list[str]] = []
        heads = 0
        for row in (one for one in element.iter(etree.Element) if local(one) in ROWS):
            headed = row.get("TYPE") == "HEADER" or local(row.getparent()) == "thead"
            heads += headed and heads == len(rows)
            rows.append([self._inline.text(cell) for cell in row if local(cell) in CELLS])
        width = max((len(row) for row in rows), default=0)
        filled = [any(column < len(row) and row[column] for row in rows) for column in range(width)]
        kept = [[cell for column, cell in enumerate(row) if filled[column]] for row in rows]
        for text in table_texts(kept, max(heads, 1)):
            self.blocks.append(Block(text, BlockKind.TABLE, label=place.label, attributes=place.attributes))
