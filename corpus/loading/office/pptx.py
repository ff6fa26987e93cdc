"""PowerPoint presentations: a slide is one passage with its number, its speaker's notes another."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from itertools import count

from corpus.errors import InputError
from corpus.loading.cleaning import hide, report
from corpus.loading.docx.written import written
from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.parts.archive import Archive, joined, opened
from corpus.loading.parts.runs import Look, Run, line
from corpus.loading.parts.trees import Element, local
from corpus.loading.struck import settle_blocks
from corpus.loading.tables import table_texts
from corpus.records import Block, BlockKind, Document

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
TITLES = {"title", "ctrTitle"}
FURNITURE = {"ftr", "sldNum", "dt", "hdr", "sldImg"}  # on every slide alike
OFF = {"0", "false", "off"}
FRONT_DRAFTS = 12  # paragraphs of the first slides that count as the first page
FORMS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}  # fmt: skip
SIGNS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}
FIELDS = {"slidenum", "datetime"}


def load_pptx(data: bytes, name: str) -> Document:
    """Read a presentation; raise InputError for one that is damaged, locked, too large when unpacked, or wordless."""
    found: Counter[str] = Counter()
    blocks: list[Block] = []
    with opened(data, name, "PowerPoint presentation", ".pptx") as archive:
        deck = archive.tree("ppt/presentation.xml")
        if deck is None:
            raise KeyError("ppt/presentation.xml")
        links = _links(archive, "ppt/presentation.xml")
        slides = [one.get(RELATION) or one.get(STRICT_RELATION) or "" for one in deck.iter("{*}sldId")]
        for number, id_ in enumerate(slides, 1):
            path = links.get(id_, ("", ""))[1]
            tree = archive.tree(path)
            if tree is not None:
                blocks += _Slide(archive, path, number, found).blocks(tree)
    settled = settle_blocks(blocks)
    if not any(block.kind is not BlockKind.HEADING for block in settled):
        raise InputError(f"{name} holds no text on its slides: add the document in which the text is.")
    front = [
        Draft(text, level=block.level)
        for block in settled[:FRONT_DRAFTS]
        if block.kind is not BlockKind.FOOTNOTE
        for text in block.text.split("\n")
    ]
    first = describe(front)
    return Document(
        tuple(settled),
        title=first.title,
        published=first.published,
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(*first.warnings, *report(found)),
    )


def _links(archive: Archive, path: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the path of each part that a part leads to, by the id of the link."""
    folder, file = posixpath.split(path)
    tree = archive.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
    return {
        one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], joined(folder, one.get("Target", "")))
        for one in (() if tree is None else tree.iter("{*}Relationship"))
        if one.get("TargetMode") != "External"
    }


class _Slide:
    """Reads one slide."""

    def __init__(self, archive: Archive, path: str, number: int, found: Counter[str]) -> None:
        self._archive, self._found = archive, found
        self._links = _links(archive, path)
        self._label = f"slide {number}"

    def blocks(self, tree: Element) -> Iterator[Block]:
        """Yield the title as a heading, then the text as one block, then tables and notes."""
        if tree.get("show", "1") in OFF:
            hide(" ".join(one.text or "" for one in tree.iter("{*}t")), self._found)
            return
        shapes = [one for one in self._seen(tree) if _place(one) not in FURNITURE]
        titled = next((one for one in shapes if _place(one) in TITLES), None)
        title = " ".join(self._lines(titled)) if titled is not None else ""
        yield Block(title or self._label.capitalize(), BlockKind.HEADING, 1, self._label)
        lines = [text for shape in shapes if shape is not titled for text in self._shape(shape)]
        if not lines and title:
            lines = [title]
        if lines:
            yield Block("\n".join(lines), label=self._label)
        for table in tree.iter("{*}tbl"):
            rows = [[" ".join(self._lines(cell)) for cell in row.iter("{*}tc")] for row in table.iter("{*}tr")]
            yield from (Block(text, BlockKind.TABLE, label=self._label) for text in table_texts(rows))
        if notes := [text for kind, path in self._links.values() if kind == "notesSlide" for text in self._notes(path)]:
            yield Block("\n".join(notes), BlockKind.FOOTNOTE, label=f"{self._label}, notes")

    def _seen(self, tree: Element) -> Iterator[Element]:
        """Yield the shapes of a slide that are shown, each in the newest of the forms that the file holds of it."""
        for shape in tree.iter("{*}sp", "{*}graphicFrame"):
            own = next(iter(shape.iter("{*}cNvPr")), None)
            if own is not None and own.get("hidden", "0") not in OFF:
                hide(" ".join(one.text or "" for one in shape.iter("{*}t")), self._found)
            elif not any(local(one) == "Fallback" for one in shape.iterancestors()):
                yield shape

    def _shape(self, shape: Element) -> Iterator[str]:
        """Yield the lines of a shape, or of the diagram that it shows."""
        if local(shape) == "sp":
            yield from self._lines(shape)
            return
        for one in shape.iter("{*}relIds"):
            id_ = next((value for key, value in one.items() if key.endswith("}dm")), "")
            tree = self._archive.tree(self._links.get(id_, ("", ""))[1])
            for point in () if tree is None else tree.iter("{*}pt"):
                yield from self._lines(point)

    def _notes(self, path: str) -> Iterator[str]:
        tree = self._archive.tree(path)
        for shape in () if tree is None else tree.iter("{*}sp"):
            if _place(shape) not in FURNITURE:
                yield from self._lines(shape)

    def _lines(self, shape: Element) -> list[str]:
        """Return the paragraphs of a shape behind their numbers."""
        found: list[str] = []
        counts: dict[int, count[int]] = {}
        for paragraph in shape.iter("{*}p"):
            text = line([run for one in paragraph for run in _runs(one)], self._found)
            properties = next((one for one in paragraph if local(one) == "pPr"), None)
            if text:
                found.append(f"{_number(properties, counts)} {text}".strip())
        return found


def _place(shape: Element) -> str:
    """Return the kind of the placeholder that a shape is, or nothing."""
    return next((str(one.get("type", "body")) for one in shape.iter("{*}ph")), "")


def _runs(element: Element) -> Iterator[Run]:
    """Yield the run of an element of a paragraph; a field that says the number or the day is none."""
    name = local(element)
    if name == "br":
        yield Run(" ")
    elif name == "r" or (name == "fld" and not element.get("type", "").startswith(tuple(FIELDS))):
        properties = next((one for one in element if local(one) == "rPr"), None)
        words = "".join(one.text or "" for one in element if local(one) == "t")
        if properties is None:
            yield Run(words)
            return
        base = properties.get("baseline", "0")
        struck = properties.get("strike", "noStrike") != "noStrike"
        yield Run(words, Look(struck, raised=base.strip("0%") != "" and base[0] != "-", lowered=base[0:1] == "-"))


def _number(properties: Element | None, counts: dict[int, count[int]]) -> str:
    """Count a paragraph, and return the number that its slide shows before it; a paragraph without one ends a count."""
    level = properties.get("lvl", "0") if properties is not None else "0"
    depth = int(level) if level.isdecimal() and len(level) == 1 else 0
    auto = None if properties is None else next(iter(properties.iter("{*}buAutoNum")), None)
    for deeper in [one for one in counts if one > depth or (one == depth and auto is None)]:
        del counts[deeper]
    if auto is None:
        return ""
    start = auto.get("startAt", "1")
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    form = auto.get("type", "arabicPeriod")
    style = next((word for prefix, word in FORMS.items() if form.startswith(prefix)), "decimal")
    sign = next((sign for suffix, sign in SIGNS.items() if form.endswith(suffix)), "{}.")
    return sign.format(written(next(counts.setdefault(depth, count(first))), style))
