"""The words of an OpenDocument paragraph: spans with their looks, blanks, notes, boxes and what was deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from corpus.loading.cleaning import hide
from corpus.loading.odf.styles import TEXT, Styles, name_of
from corpus.loading.parts.runs import Look, Run
from corpus.loading.parts.trees import Element, local

MOST_BLANKS = 100  # that one element stands for
BLANKS = {"s", "tab", "line-break", "soft-page-break"}
BOXES = {"text-box", "custom-shape", "rect", "ellipse"}
UNSEEN = {"annotation", "annotation-end", "bookmark", "bookmark-start", "ruby-text", "desc", "image", "object"}
HIDDEN = {"hidden-text", "hidden-paragraph"}
NOTES = {"footnote": "footnote", "endnote": "endnote"}


class Lines:
    """Reads the paragraphs of one document, and keeps its notes in the order of their marks."""

    def __init__(self, content: Element, styles: Styles, found: Counter[str]) -> None:
        """Keep the styles, and what was deleted while changes were tracked; `found` is told of hidden text."""
        self._styles = styles
        self._found = found
        self.notes: list[tuple[str, Element]] = []  # the label and the body of each
        self._deleted = {
            region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or "": one
            for region in content.iter(f"{TEXT}changed-region")
            for one in region.iter(f"{TEXT}deletion")
        }

    def runs(self, paragraph: Element, around: Look | None = None) -> tuple[list[Run], list[Element]]:
        """Return the runs of a paragraph, and the boxes that hang on it; `around` is the look of the cell around it."""
        boxes: list[Element] = []
        look = self._styles.look("paragraph", name_of(paragraph), around or Look())
        return self._inside(paragraph, look, boxes), boxes

    def hide(self, element: Element) -> None:
        """Count what stands in an element that is not shown."""
        hide("".join(element.itertext()), self._found)

    def _inside(self, element: Element, look: Look, boxes: list[Element]) -> list[Run]:
        runs = [Run(element.text or "", look)]
        for child in element:
            runs += self._run(child, look, boxes)
            runs.append(Run(child.tail or "", look))
        return runs

    def _run(self, element: Element, look: Look, boxes: list[Element]) -> list[Run]:
        """Return the runs of an element within a line."""
        name = local(element)
        if name in HIDDEN:
            self.hide(element)
        elif name in BOXES:
            boxes.append(element)
        elif name in BLANKS:
            count = element.get(f"{TEXT}c", "1")
            return [Run(" " * min(int(count) if count.isdecimal() and len(count) < 5 else 1, MOST_BLANKS), look)]
        elif name == "note":
            return [Run(self._note(element), replace(look, raised=True))]
        elif name == "change":
            return [Run(self._gone(element), replace(look, struck=True))]
        elif name not in UNSEEN and not (name == "title" and not element.tag.startswith(TEXT)):
            inner = self._styles.look("text", name_of(element), look) if name == "span" else look
            return self._inside(element, inner, boxes)
        return []

    def _gone(self, change: Element) -> str:
        """Return the words that were deleted at a place while changes were tracked."""
        deleted = self._deleted.get(change.get(f"{TEXT}change-id", ""))
        paragraphs = () if deleted is None else deleted.iter("{*}p", "{*}h")
        return " ".join("".join(one.itertext()) for one in paragraphs)

    def _note(self, element: Element) -> str:
        """Keep a note, and return its mark."""
        kind = NOTES.get(element.get(f"{TEXT}note-class", "footnote"), "footnote")
        mark = next(("".join(one.itertext()).strip() for one in element.iter(f"{TEXT}note-citation")), "")
        body = next(iter(element.iter(f"{TEXT}note-body")), None)
        number = mark or str(len(self.notes) + 1)
        if body is not None:
            self.notes.append((f"{kind} {number}", body))
        return number
