"""OpenDocument texts: headings, lists with their numbers, tables, notes and boxes, without hidden text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.errors import InputError
from corpus.loading.cleaning import report, squeeze
from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.odf.lines import Lines
from corpus.loading.odf.numbers import Counts, Numbers
from corpus.loading.odf.styles import TEXT, Styles, name_of
from corpus.loading.parts.archive import opened
from corpus.loading.parts.runs import is_bold, line
from corpus.loading.parts.trees import Element, local
from corpus.loading.struck import settle, settle_blocks
from corpus.loading.structure import structured
from corpus.loading.tables import table_texts
from corpus.records import Block, BlockKind, Document

FRONT_DRAFTS = 30  # paragraphs that count as the first page
MOST_COLUMNS = 200  # that one cell fills
ENCRYPTED = "encryption-data"
# Parts of a text that repeat it or are no part of it.
SKIPPED = {
    "tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index",
    "user-index", "forms", "sequence-decls", "variable-decls", "user-field-decls", "dde-connection-decls",
}  # fmt: skip


def load_odt(data: bytes, name: str) -> Document:
    """Read an OpenDocument text; raise InputError for one that is damaged, locked, too large or without text."""
    found: Counter[str] = Counter()
    with opened(data, name, "OpenDocument text", ".odt") as archive:
        manifest = archive.tree("META-INF/manifest.xml")
        if manifest is not None and any(local(one) == ENCRYPTED for one in manifest.iter("{*}*")):
            raise InputError(f"{name} is locked with a password: save it without one.")
        content, styles, meta = archive.tree("content.xml"), archive.tree("styles.xml"), archive.tree("meta.xml")
    body = None if content is None else next((one for one in content.iter("{*}body")), None)
    text = None if body is None else next((one for one in body if local(one) == "text"), None)
    if content is None or text is None:
        raise InputError(f"{name} is no OpenDocument text, or is damaged: download it again or save it as .odt.")
    reader = _Body(content, Styles(styles, content), found)
    drafts = settle([draft for draft in reader.drafts(text) if draft.text])
    if not drafts:
        raise InputError(f"{name} holds no text: add the document in which the text is.")
    first = describe(drafts[:FRONT_DRAFTS])
    title = "" if meta is None else next((one.text or "" for one in meta.iter("{*}title")), "")
    return Document(
        (*structured(drafts), *settle_blocks(reader.notes())),
        title=first.title or squeeze(title),
        published=first.published,
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=(*first.warnings, *report(found)),
    )


class _Body:
    """Goes through a text once, counting its lists as it goes."""

    def __init__(self, content: Element, styles: Styles, found: Counter[str]) -> None:
        self._styles = styles
        self._found = found
        self._numbers = Numbers(styles)
        self._lines = Lines(content, styles, found)

    def drafts(self, element: Element) -> Iterator[Draft]:
        """Yield the paragraphs, headings and tables below an element in their order."""
        for child in element:
            name = local(child)
            if name in {"p", "h"}:
                number = self._heading_number(child) if name == "h" else ""
                yield from self._paragraph(child, number)
            elif name == "list":
                style = name_of(child)
                yield from self._list(child, style, 1, self._numbers.open(child, style))
            elif name == "table":
                rows, heads = self._rows(child)
                yield from (Draft(text, BlockKind.TABLE) for text in table_texts(rows, heads))
            elif name == "section" and child.get(f"{TEXT}display") == "none":
                self._lines.hide(child)
            elif name not in SKIPPED:
                yield from self.drafts(child)

    def notes(self) -> Iterator[Block]:
        """Yield the footnotes and endnotes in the order of their marks."""
        for label, body in self._lines.notes:
            text = squeeze(" ".join(draft.text for draft in self.drafts(body)))
            if text:
                yield Block(text, BlockKind.FOOTNOTE, label=label)

    def _heading_number(self, element: Element) -> str:
        if element.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self._numbers.heading(_level(element), element.get(f"{TEXT}start-value"))

    def _list(self, element: Element, style: str, level: int, counts: Counts) -> Iterator[Draft]:
        """Yield the items of a list, the first paragraph of each behind its number."""
        for item in element:
            number: str | None = None if local(item) == "list-item" else ""
            for child in item:
                if local(child) == "list":
                    yield from self._list(child, name_of(child) or style, level + 1, counts)
                    continue
                if number is None:
                    named = style or self._styles.list_of(name_of(child))
                    number = self._numbers.item(counts, level, named, item.get(f"{TEXT}start-value"))
                if local(child) in {"p", "h"}:
                    yield from self._paragraph(child, number)
                else:
                    yield from self.drafts(item)
                    break
                number = ""

    def _paragraph(self, element: Element, number: str) -> Iterator[Draft]:
        runs, boxes = self._lines.runs(element)
        text = line(runs, self._found)
        level = _level(element) if local(element) == "h" else 0
        if text:
            yield Draft(f"{number} {text}".strip(), level=level, bold=is_bold(runs))
        for box in boxes:
            yield from self.drafts(box)

    def _rows(self, table: Element) -> tuple[list[list[str]], int]:
        """Return the cells of a table by row, and how many rows are heads; a cell that spans columns counts once."""
        rows: list[list[str]] = []
        heads = 0
        below: dict[int, tuple[int, str]] = {}  # by column: for how many rows a cell above goes on, and its text
        for row in (one for one in table.iter("{*}table-row") if _table_of(one) is table):
            heads += local(row.getparent()) == "table-header-rows"
            cells: list[str] = []
            column = 0
            for cell in row:
                left, text = below.get(column, (0, ""))
                if local(cell) == "covered-table-cell":
                    if left:
                        cells.append(text)
                        below[column] = (left - 1, text)
                elif local(cell) == "table-cell":
                    text = squeeze(" ".join(draft.text for draft in self.drafts(cell)))
                    cells.append(text)
                    below[column] = (_spans(cell, "number-rows-spanned") - 1, text)
                column += min(_spans(cell, "number-columns-repeated"), MOST_COLUMNS)
            rows.append(cells)
        return rows, max(heads, 1)


def _table_of(row: Element) -> Element | None:
    return next((one for one in row.iterancestors() if local(one) == "table"), None)


def _level(element: Element) -> int:
    level = element.get(f"{TEXT}outline-level", "1")
    return int(level) if level.isdecimal() and 0 < len(level) < 3 else 1


def _spans(cell: Element, name: str) -> int:
    value = next((value for key, value in cell.items() if key.endswith("}" + name)), "1")
    return int(value) if value.isdecimal() and len(value) < 8 else 1
