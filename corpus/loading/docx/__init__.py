"""Word documents: headings, the numbers that Word shows, tables, notes, boxes and forms, without hidden text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from corpus.errors import InputError
from corpus.loading.cleaning import report, squeeze
from corpus.loading.docx.numbers import Numbers
from corpus.loading.docx.package import WORD, Package, open_package
from corpus.loading.docx.paragraphs import WHITE, Paragraph, Reader, Surroundings, children
from corpus.loading.docx.styles import Styles, fill_of
from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.html import page_drafts
from corpus.loading.struck import part, settle
from corpus.loading.structure import structured
from corpus.loading.tables import table_texts
from corpus.records import Block, BlockKind, Document

FRONT_DRAFTS = 30  # paragraphs that count as the first page
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DEEPEST = 30  # tables and text boxes within one another


def load_docx(data: bytes, name: str) -> Document:
    """Read a Word document; raise InputError for one that is damaged, too large when unpacked, or without text."""
    found: Counter[str] = Counter()
    package = open_package(data, name)
    body = _Body(package, found)
    drafts = settle([draft for draft in body.drafts(package.body, Surroundings()) if draft.text])
    if not drafts:
        raise InputError(f"{name} holds no text: add the document in which the text is.")
    first = describe(drafts[:FRONT_DRAFTS])
    told = f"Not read: {body.unread} texts that the document only embeds; save it again from a word processor."
    blocks = [*structured(drafts), *body.notes("footnote"), *body.notes("endnote")]
    return Document(
        tuple(blocks),
        title=first.title or squeeze(package.title),
        published=first.published,
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(*([told] if body.unread else []), *report(found)),
    )


class _Body:
    """Goes through a document once, counting its lists and notes as it goes."""

    def __init__(self, package: Package, found: Counter[str]) -> None:
        self._styles = Styles(package.styles)
        self._numbers = Numbers(package.numbering, self._styles)
        self._reader = Reader(self._styles, found)
        self._found, self._chunks, self.unread = found, package.chunks, 0
        self._parts = {"footnote": package.footnotes, "endnote": package.endnotes}

    def drafts(self, element: etree._Element, around: Surroundings, depth: int = 0) -> Iterator[Draft]:
        """Yield the paragraphs and tables below an element in their order, those of text boxes behind their anchor."""
        if depth > DEEPEST:
            return
        for child in children(element, f"{WORD}p", f"{WORD}tbl", f"{WORD}altChunk"):
            if child.tag == f"{WORD}altChunk":
                yield from self._chunk(child.get(LINK) or "")
                continue
            if child.tag == f"{WORD}tbl":
                rows, heads = self._rows(child, depth)
                yield from (Draft(text, BlockKind.TABLE) for text in table_texts(rows, heads))
                continue
            text, read = self._paragraph(child, around)
            level = self._level(child)
            if read.text:
                yield Draft(text, level=level, bold=read.bold)
            for box in read.boxes:
                yield from self.drafts(box, Surroundings(fill=None), depth + 1)

    def _chunk(self, link: str) -> list[Draft]:
        """Return the paragraphs of a page that the document embeds whole; a text of another kind is told."""
        path, data = self._chunks.get(link, ("", b""))
        if path.lower().endswith((".html", ".htm", ".xhtml")):
            return page_drafts(data, path, self._found)
        self.unread += 1
        return []

    def _paragraph(self, element: etree._Element, around: Surroundings) -> tuple[str, Paragraph]:
        """Return the text of a paragraph behind its number, and the paragraph; hidden ones are not counted."""
        properties = element.find(f"{WORD}pPr")
        style = self._styles.paragraph_style(properties)
        read = self._reader.read(element, around)
        number = "" if read.hidden else self._numbers.next(self._styles.numbered(style, properties), style)
        return f"{number} {read.text}".strip(), read

    def _level(self, element: etree._Element) -> int:
        properties = element.find(f"{WORD}pPr")
        return self._styles.level(self._styles.paragraph_style(properties), properties)

    def _rows(self, table: etree._Element, depth: int) -> tuple[list[list[str]], int]:
        """Return the cells of a table by row, and how many rows are heads; a cell that spans columns counts once.

        A cell that spans rows stands in each of them.
        """
        rows: list[list[str]] = []
        heads = 0
        above: dict[int, str] = {}
        styled = self._is_shaded(table)
        for row in children(table, f"{WORD}tr"):
            properties = row.find(f"{WORD}trPr")
            deleted = properties is not None and properties.find(f"{WORD}del") is not None
            marked = None if properties is None else properties.find(f"{WORD}tblHeader")
            heads += heads == len(rows) and marked is not None and marked.get(f"{WORD}val") not in {"0", "false", "off"}
            cells: list[str] = []
            for column, cell in enumerate(children(row, f"{WORD}tc")):
                own = cell.find(f"{WORD}tcPr")
                merged = None if own is None else own.find(f"{WORD}vMerge")
                goes_on = merged is not None and merged.get(f"{WORD}val", "continue") == "continue"
                fill = fill_of(None if own is None else own.find(f"{WORD}shd"))
                around = Surroundings(fill or (None if styled else WHITE), deleted)
                text = self._cell(cell, around, depth)
                text = above.get(column, text) if goes_on and not text else text
                above[column] = text
                cells.append(text)
            rows.append(cells)
        return rows, max(heads, 1)

    def _cell(self, cell: etree._Element, around: Surroundings, depth: int) -> str:
        """Return the text of a cell, with that of tables in it."""
        texts: list[str] = []
        for child in children(cell, f"{WORD}p", f"{WORD}tbl") if depth < DEEPEST else ():
            if child.tag == f"{WORD}tbl":
                texts += ["; ".join(" ".join(row) for row in self._rows(child, depth + 1)[0])]
                continue
            text, read = self._paragraph(child, around)
            texts += [text if read.text else ""]
            texts += [draft.text for box in read.boxes for draft in self.drafts(box, Surroundings(None), depth + 1)]
        return squeeze(" ".join(text for text in texts if text))

    def _is_shaded(self, table: etree._Element) -> bool:
        """Return whether the style of a table colours cells, so that white letters may stand on a colour."""
        properties = table.find(f"{WORD}tblPr")
        named = None if properties is None else properties.find(f"{WORD}tblStyle")
        chain = self._styles.chain(named.get(f"{WORD}val") or "") if named is not None else ()
        shadings = (shading for _, style in chain for shading in style.iter(f"{WORD}shd"))
        return any(fill_of(shading) not in {"", WHITE} for shading in shadings)

    def notes(self, kind: str) -> Iterator[Block]:
        """Yield the footnotes or endnotes in the order of their marks, which is how Word numbers them."""
        root = self._parts[kind]
        found = {
            note.get(f"{WORD}id") or "": note
            for note in (() if root is None else root.iter(f"{WORD}{kind}"))
            if note.get(f"{WORD}type", "normal") == "normal"
        }
        marked = self._reader.notes["note" if kind == "footnote" else kind]
        order = [*(id_ for id_ in marked if id_ in found), *(id_ for id_ in found if id_ not in marked)]
        for number, id_ in enumerate(order, 1):
            text, struck = part(squeeze(self._cell(found[id_], Surroundings(), 0)))
            if text:
                yield Block(text, BlockKind.FOOTNOTE, label=f"{kind} {number}", struck=struck)
