"""Word documents: headings, numbered paragraphs, tables and footnotes, without hidden and deleted text."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from corpus.errors import InputError
from corpus.loading.cleaning import clean, hide, report, squeeze
from corpus.loading.docx_numbers import Numbers
from corpus.loading.draft import Draft
from corpus.loading.firstpage import describe
from corpus.loading.structure import structured
from corpus.records import Block, BlockKind, Document, PartialDate

MAX_UNPACKED = 512 * 1024 * 1024  # bytes; a document that unpacks to more is made to exhaust the memory
TINY = 4  # half points: Word counts sizes in them
FRONT_DRAFTS = 30  # paragraphs that count as the first page

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_SKIPPED = {qn("w:moveFrom"), qn("w:del"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_DAMAGE = (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, AttributeError)


def load_docx(data: bytes, name: str) -> Document:
    """Read a Word document; raise InputError for one that is damaged, too large when unpacked, or without text."""
    word = _open(data, name)
    found: Counter[str] = Counter()
    drafts = [draft for draft in _drafts(word, found) if draft.text]
    if not drafts:
        raise InputError(f"{name} holds no text: add the document in which the text is.")
    first = describe(drafts[:FRONT_DRAFTS])
    blocks = [*structured(drafts), *_footnotes(word, found)]
    return Document(
        tuple(blocks),
        title=first.title or squeeze(word.core_properties.title or ""),
        published=first.published or _created(word),
        kind=first.kind,
        issuer=first.issuer,
        jurisdiction=first.jurisdiction,
        warnings=report(found),
    )


def _open(data: bytes, name: str) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            limit = MAX_UNPACKED // 1024**2
            raise InputError(f"{name} unpacks to more than {limit} MB: save it again from a word processor.")
        return docx.Document(io.BytesIO(data))
    except _DAMAGE as error:
        raise InputError(
            f"{name} is no Word document, or is damaged: download it again or save it as .docx."
        ) from error


def _drafts(word: WordDocument, found: Counter[str]) -> Iterator[Draft]:
    """Give the paragraphs and tables of the body in their order."""
    numbers = Numbers(_part(word, "numbering"))
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            yield Draft(_table(part, found), BlockKind.TABLE)
            continue
        text = _text(part, found)
        level = _level(part)
        if text:
            yield Draft(f"{numbers.next(_numbering(part))} {text}".strip(), level=level, bold=_is_bold(part))


def _table(table: Table, found: Counter[str]) -> str:
    """Give a table with one row a line; a cell that spans columns counts once."""
    rows: list[str] = []
    for row in table.rows:
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))  # noqa: SLF001 - python-docx gives no public way
        texts = [squeeze(" ".join(_shown(paragraph, found) for paragraph in cell.iter(qn("w:p")))) for cell in cells]
        rows.append(" | ".join(texts))
    return "\n".join(row for row in rows if row.strip(" |"))


def _text(paragraph: Paragraph, found: Counter[str]) -> str:
    return squeeze(_shown(paragraph._p, found))  # noqa: SLF001 - python-docx gives no public way


def _shown(paragraph: etree._Element, found: Counter[str]) -> str:
    """Give the text of a paragraph that a reader sees: not vanished, not deleted, not moved away."""
    shown: list[str] = []
    hidden: list[str] = []
    for run in paragraph.iter(qn("w:r")):
        if any(above.tag in _SKIPPED for above in run.iterancestors()):
            continue
        text = "".join(_piece(part) for part in run)
        if _vanishes(run):
            hidden.append(text)
        elif text:
            shown.append(text)
    hide("".join(hidden), found)
    return clean("".join(shown), found)


def _piece(part: etree._Element) -> str:
    if part.tag == qn("w:t"):
        return part.text or ""
    if part.tag == qn("w:noBreakHyphen"):
        return "-"
    return " " if part.tag in {qn("w:tab"), qn("w:br"), qn("w:cr")} else ""


def _vanishes(run: etree._Element) -> bool:
    """Tell whether Word hides a run, or sets it in letters too small to be seen."""
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    size = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    tiny = size is not None and (size.get(qn("w:val")) or "").isdigit() and int(size.get(qn("w:val"))) <= TINY
    return tiny or (mark is not None and mark.get(qn("w:val")) not in {"0", "false", "off"})


def _level(paragraph: Paragraph) -> int:
    """Give the heading level of a paragraph's style, or 0."""
    name = (paragraph.style.name if paragraph.style is not None else "") or ""
    match = _HEADING.match(name)
    return int(match.group(1)) if match else int(name.lower() == "title")


def _is_bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _footnotes(word: WordDocument, found: Counter[str]) -> Iterator[Block]:
    """Give the footnotes, which Word numbers from 1."""
    notes = _part(word, "footnotes")
    number = 0
    for note in notes.iter(qn("w:footnote")) if notes is not None else ():
        text = squeeze(" ".join(_shown(paragraph, found) for paragraph in note.iter(qn("w:p"))))
        if note.get(qn("w:type")) is None and text:
            number += 1
            yield Block(text, BlockKind.FOOTNOTE, label=f"footnote {number}")


def _part(word: WordDocument, name: str) -> etree._Element | None:
    """Give the root of a part of the package, such as its footnotes; None where it has none."""
    for relation in word.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{name}"):
            return etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    return None


def _numbering(paragraph: Paragraph) -> etree._Element | None:
    """Give the numbering properties of a paragraph, its own or its style's."""
    own = paragraph._p.pPr  # noqa: SLF001 - python-docx gives no public way
    found = None if own is None else own.find(qn("w:numPr"))
    style = paragraph.style
    while found is None and style is not None:
        found = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = style.base_style
    return found


def _created(word: WordDocument) -> PartialDate | None:
    """Give the month of the file's last change: better than no date, and not claimed to the day."""
    changed = word.core_properties.modified
    return None if changed is None else PartialDate.parse(f"{changed:%Y-%m}")
