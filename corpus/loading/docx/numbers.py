"""The numbers that Word shows before paragraphs, which are in no paragraph's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.loading.docx.package import WORD, number, value_of
from corpus.loading.docx.styles import Numbered, Styles
from corpus.loading.docx.written import written

BULLET = "—"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered.

    `text` is such as `%1.%2`; `legal` writes every number of it in digits; `restart` is the outermost level, counted
    from 1, behind which the level begins anew (0 never, None any); `style` is the paragraph style bound to it.
    """

    format: str
    text: str
    start: int
    legal: bool
    restart: int | None
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the id of what it counts with, its levels, and where it begins anew at its first paragraph."""

    counter: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbers:
    """Counts through the numbered paragraphs of one document."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        """Read the lists of the document's numbering part; a document without numbered paragraphs has none."""
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._lists = dict(_lists(numbering, styles)) if numbering is not None else {}

    def next(self, numbered: Numbered | None, style_id: str = "") -> str:
        """Return the number before the next paragraph of a list, or nothing; bullets are a dash."""
        found = None if numbered is None else self._lists.get(numbered.list_id)
        if numbered is None or found is None:
            return ""
        depth = numbered.level if numbered.level is not None else self._bound(found, style_id)
        level = found.levels.get(depth)
        if level is None:
            return ""
        counts = self._count(numbered.list_id, found, depth)
        if level.format == "bullet":
            return BULLET

        def write(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            shown = found.levels.get(place, level)
            form = "decimal" if level.legal and shown.format != "decimalZero" else shown.format
            return written(counts.get(place, shown.start), form)

        return re.sub(r"%([1-9])", write, level.text).strip()

    def _bound(self, found: _List, style_id: str) -> int:
        """Return the level that is bound to a style, or to one that it is based on; else the first."""
        bound = {level.style: depth for depth, level in found.levels.items() if level.style}
        return next((bound[style] for style, _ in self._styles.chain(style_id) if style in bound), 0)

    def _count(self, list_id: str, found: _List, depth: int) -> dict[int, int]:
        """Count one paragraph at a level, and set back the levels below it."""
        counts = self._counts.setdefault(found.counter, {})
        for level in found.levels:
            if level <= depth and level in found.starts and (list_id, level) not in self._begun:
                self._begun.add((list_id, level))
                counts[level] = found.starts[level] - (level == depth)
            elif level < depth:
                counts.setdefault(level, found.levels[level].start)
        counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        for deeper, lower in found.levels.items():
            if deeper > depth and (lower.restart is None or depth < lower.restart):
                counts.pop(deeper, None)
                if deeper in found.starts and (list_id, deeper) in self._begun:
                    counts[deeper] = found.starts[deeper] - 1
        return counts


def _lists(root: etree._Element, styles: Styles) -> Iterator[tuple[str, _List]]:
    abstracts = {item.get(f"{WORD}abstractNumId") or "": item for item in root.iter(f"{WORD}abstractNum")}
    chosen = {item.get(f"{WORD}numId") or "": value_of(item, "abstractNumId") for item in root.iter(f"{WORD}num")}
    for item in root.iter(f"{WORD}num"):
        list_id = item.get(f"{WORD}numId") or ""
        counter = chosen[list_id]
        abstract = abstracts.get(counter)
        link = value_of(abstract, "numStyleLink")
        if link:  # the levels are those of a style of lists
            counter = chosen.get(styles.list_of(link), counter)
            abstract = abstracts.get(counter)
        if abstract is None:
            continue
        levels = dict(_levels(abstract))
        starts: dict[int, int] = {}
        for change in item.iter(f"{WORD}lvlOverride"):
            depth = number(change.get(f"{WORD}ilvl"))
            own = dict(_levels(change))
            levels.update(own)
            start = value_of(change, "startOverride")
            if start:
                starts[depth] = number(start, 1)
            elif own:
                starts.update({level: found.start for level, found in own.items()})
        yield list_id, _List(counter, levels, starts)


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in element.findall(f"{WORD}lvl"):
        form = level.find(f".//{WORD}numFmt")  # newer forms stand in a choice
        legal = level.find(f"{WORD}isLgl")
        restart = value_of(level, "lvlRestart")
        yield (
            number(level.get(f"{WORD}ilvl")),
            _Level(
                format=("decimal" if form is None else form.get(f"{WORD}val")) or "decimal",
                text=value_of(level, "lvlText"),
                start=number(value_of(level, "start"), 1),
                legal=legal is not None and legal.get(f"{WORD}val") not in {"0", "false", "off"},
                restart=number(restart) if restart else None,
                style=value_of(level, "pStyle"),
            ),
        )
