"""The numbers that Word shows before paragraphs, which stand in no paragraph's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered: its format, its text such as `%1.%2`, and its first number."""

    format: str
    text: str
    start: int


class Numbers:
    """Counts through the numbered paragraphs of one document."""

    def __init__(self, word: WordDocument) -> None:
        """Read the document's lists."""
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        part = next((rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True)))

    def next(self, paragraph: Paragraph) -> str:
        """Give the number before this paragraph, or nothing; bullets are a dash."""
        found = _list_of(paragraph)
        if found is None or found[0] not in self._lists:
            return ""
        abstract, levels = self._lists[found[0]]
        depth = found[1]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].format == "bullet":
            return "—"

        def write(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            shown = levels.get(level, levels[depth])
            return _written(counts.get(level, shown.start), shown.format)

        return re.sub(r"%(\d)", write, levels[depth].text)

    def _read(self, root: etree._Element) -> None:
        abstracts = {
            abstract.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl")) or 0): _Level(
                    _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText"), int(_value(level, "w:start") or 1)
                )
                for level in abstract.iter(qn("w:lvl"))
            }
            for abstract in root.iter(qn("w:abstractNum"))
        }
        for number in root.iter(qn("w:num")):
            abstract = _value(number, "w:abstractNumId")
            if abstract in abstracts:
                self._lists[number.get(qn("w:numId")) or ""] = (abstract, abstracts[abstract])


def _list_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """Give list id and depth of a paragraph, its own or its style's."""
    properties = paragraph._p.pPr
    numbering = None if properties is None else properties.find(qn("w:numPr"))
    style = paragraph.style
    while numbering is None and style is not None:
        numbering = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = style.base_style  # type: ignore[assignment]
    if numbering is None:
        return None
    return _value(numbering, "w:numId"), int(_value(numbering, "w:ilvl") or 0)


def _value(element: etree._Element, name: str) -> str:
    child = element.find(qn(name))
    return "" if child is None else child.get(qn("w:val")) or ""


def _written(number: int, form: str) -> str:
    """Write a number in one of Word's formats; unknown ones in digits."""
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman"):
        text = ""
        for value, letters in _ROMAN:
            while number >= value:
                text += letters
                number -= value
        return text.upper() if form.startswith("upper") else text
    return str(number)
