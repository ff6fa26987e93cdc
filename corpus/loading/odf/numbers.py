"""The numbers that an OpenDocument program shows before paragraphs of lists and before headings."""

from __future__ import annotations

from corpus.loading.docx.written import written
from corpus.loading.odf.styles import STYLE, TEXT, Styles
from corpus.loading.parts.trees import Element, local

BULLET = "—"
FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "壹, 貳, 參, ...": "ideographLegalTraditional",
    "甲, 乙, 丙, ...": "ideographTraditional", "１, ２, ３, ...": "decimalFullWidth",
}  # fmt: skip

Counts = dict[int, int]  # by level, from 1


class Numbers:
    """Counts through the lists of one document."""

    def __init__(self, styles: Styles) -> None:
        """Keep the styles of the lists."""
        self._styles = styles
        self._headings: Counts = {}
        self._by_id: dict[str, Counts] = {}
        self._by_style: dict[str, Counts] = {}

    def open(self, element: Element, style: str) -> Counts:
        """Return the counts with which a list that stands in no other begins."""
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        counts = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if counts is None:
            counts = self._by_style.get(style) if goes_on else None
        counts = {} if counts is None else counts
        self._by_style[style] = counts
        if id_ := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self._by_id[id_] = counts
        return counts

    def item(self, counts: Counts, level: int, style: str, start: str | None) -> str:
        """Count an item of a list, and return what is shown before it: its number, or a dash for a bullet."""
        levels = self._levels(self._styles.lists.get(style))
        return _shown(levels, counts, level, start)

    def heading(self, level: int, start: str | None) -> str:
        """Count a heading that stands in no list, and return its number, if the outline has one."""
        return _shown(self._levels(self._styles.outline), self._headings, level, start)

    def _levels(self, style: Element | None) -> dict[int, Element]:
        found = {}
        for one in () if style is None else style:
            number = one.get(f"{TEXT}level", "")
            if number.isdecimal() and len(number) < 4:
                found[int(number)] = one
        return found


def _shown(levels: dict[int, Element], counts: Counts, level: int, start: str | None) -> str:
    own = levels.get(level)
    first = start or ("1" if own is None else own.get(f"{TEXT}start-value", "1"))
    value = int(first) if first.isascii() and first.isdecimal() and len(first) < 10 else 1
    counts[level] = value if start or level not in counts else counts[level] + 1
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    if own is None:
        return ""
    if local(own) == "list-level-style-bullet":
        return BULLET
    if not own.get(f"{STYLE}num-format"):
        return f"{own.get(f'{STYLE}num-prefix', '')}{own.get(f'{STYLE}num-suffix', '')}".strip()
    depth = own.get(f"{TEXT}display-levels", "1")
    above = max(level - (int(depth) if depth.isdecimal() and len(depth) < 4 else 1) + 1, 1)
    numbers = [
        written(counts.get(one, 1), FORMS.get(levels[one].get(f"{STYLE}num-format", ""), "decimal"))
        for one in range(above, level + 1)
        if one in levels and levels[one].get(f"{STYLE}num-format")
    ]
    return f"{own.get(f'{STYLE}num-prefix', '')}{'.'.join(numbers)}{own.get(f'{STYLE}num-suffix', '')}".strip()
