"""The numbers that Word shows before paragraphs, which stand in no paragraph's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered: its format, its text such as `%1.%2`, and its first number."""

    format: str
    text: str
    start: int


class Numbers:
    """Counts through the numbered paragraphs of one document."""

    def __init__(self, numbering: etree._Element | None) -> None:
        """Read the lists of the document's numbering part; a document without numbered paragraphs has none."""
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read(numbering)

    def next(self, properties: etree._Element | None) -> str:
        """Give the number before the paragraph with these numbering properties, or nothing; bullets are a dash."""
        list_id = "" if properties is None else value_of(properties, "numId")
        if properties is None or list_id not in self._lists:
            return ""
        depth = int(value_of(properties, "ilvl") or 0)
        abstract, levels = self._lists[list_id]
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
            abstract.get(f"{WORD}abstractNumId"): {
                int(level.get(f"{WORD}ilvl") or 0): _Level(
                    value_of(level, "numFmt") or "decimal",
                    value_of(level, "lvlText"),
                    int(value_of(level, "start") or 1),
                )
                for level in abstract.iter(f"{WORD}lvl")
            }
            for abstract in root.iter(f"{WORD}abstractNum")
        }
        for number in root.iter(f"{WORD}num"):
            abstract = value_of(number, "abstractNumId")
            if abstract in abstracts:
                self._lists[number.get(f"{WORD}numId") or ""] = (abstract, abstracts[abstract])


def value_of(element: etree._Element, name: str) -> str:
    """Give the value of a child element, or nothing."""
    child = element.find(f"{WORD}{name}")
    return "" if child is None else child.get(f"{WORD}val") or ""


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
