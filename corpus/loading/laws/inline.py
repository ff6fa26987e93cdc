"""The words of a line in a law's XML: note marks, figures raised and lowered, quotation marks, what is struck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from corpus.loading.cleaning import clean, squeeze
from corpus.loading.laws.vocabulary import FOOTNOTE, Vocabulary
from corpus.loading.marks import lowered, raised, settled
from corpus.loading.parts.trees import Element, local
from corpus.loading.struck import strike

RAISED = {"sup", "Superior", "SUP", "noteRef", "NOTE.REF"}  # elements, or in Formex a TYPE of `HT`
LOWERED = {"sub", "Inferior", "SUB"}
STRUCK = {"del", "s", "strike", "deletedText", "STROKE"}
CAPITALS = {"UC"}
CELLS = frozenset({"td", "th", "tr", "CELL", "p", "P", "li"})
QUOTES = {"QUOT.START", "QUOT.END"}  # with the number of the mark in Unicode as CODE
NEAR = 20  # pieces before a raised figure that tell what it is; with all of them a line of marks takes a minute
BREAKS = {"br", "BR", "eol", "marker"}


class Inline:
    """Makes lines of elements; notes that stand in them are kept in `footnotes` and `notes`, in their order."""

    def __init__(self, vocabulary: Vocabulary, found: Counter[str]) -> None:
        """Name the vocabulary; `found` is told of what is taken out."""
        self._words = vocabulary
        self._found = found
        self._blocks = vocabulary.blocks | vocabulary.steps | CELLS
        self.footnotes: list[str] = []
        self.notes: list[tuple[str, str]] = []  # the kind of each note, and its text

    def line(self, parts: list[str]) -> str:
        """Return a line of raw pieces as a reader sees it; struck words stay marked."""
        return settled(squeeze(clean("".join(parts), self._found)))

    def text(self, element: Element | None) -> str:
        """Return the line of an element, blanks between blocks."""
        return "" if element is None else self.line(self.pieces(element, []))

    def pieces(self, element: Element, before: list[str]) -> list[str]:
        """Return the raw pieces of an element without its tail; `before` is what stands before it in its line."""
        name = local(element)
        if not name or name in self._words.skipped:
            return []
        if name in self._words.notes:
            return [self.note(element)]
        if name in QUOTES:
            return [_character(element.get("CODE", ""))]
        if name in BREAKS:
            return [" "]
        inner = [piece for piece in self._inside(element) if piece]
        look = _look(element)
        return inner if look is None else [look("".join(before[-NEAR:]), "".join(inner))]

    def _inside(self, element: Element) -> Iterator[str]:
        own = [element.text or ""]
        yield own[0]
        for child in element:
            blank = [" "] if local(child) in self._blocks else []
            pieces = [*blank, *self.pieces(child, own), *blank]
            yield from pieces
            own += pieces
            yield child.tail or ""
            own.append(child.tail or "")

    def note(self, element: Element) -> str:
        """Keep a note, and return what stands for it in the line: the number of a footnote, nothing of another."""
        kind = self._words.notes[local(element)]
        outer = "".join(self._inside(element))
        text = squeeze(clean(outer, self._found))
        if kind == FOOTNOTE and text:
            self.footnotes.append(text)
            return f" [note {len(self.footnotes)}]"
        if text:
            self.notes.append((kind, text))
        return ""


def _look(element: Element) -> Callable[[str, str], str] | None:
    """Return how the words of an element are written behind what stands before them; None where as they are."""
    named = {local(element), element.get("TYPE", "")}
    if named & RAISED:
        return raised
    if named & LOWERED:
        return lowered
    if named & STRUCK:
        return lambda _, words: strike(words)
    return (lambda _, words: words.upper()) if named & CAPITALS else None


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):  # an attribute that is no number
        return '"'
