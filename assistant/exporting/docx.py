"""The DOCX export, by python-docx: real headings, so that Word shows an outline and a screen reader can jump."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Written
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.answers.archive import Record
from assistant.exporting.outline import Line, Style, outline, readable
from assistant.exporting.words import ENGLISH, Words

LOOKS = {
    Style.TITLE: "Title",
    Style.QUESTION: "Heading 1",
    Style.APPENDIX: "Heading 1",
    Style.HEAD: "No Spacing",
    Style.HEADING: "Heading 2",
    Style.PART: "Heading 3",
    Style.QUOTE: "Quote",
    Style.FACT: "List Bullet",
}
TITLE_LENGTH = 255  # of a document property, by the standard
CHINESE = "Microsoft JhengHei"  # where it is missing, Word takes a font that has the characters
TABLE_SIZE = Pt(9)
QUIET = RGBColor(0x55, 0x55, 0x55)
GROUND = "F1F1EC"
LINK = RGBColor(0x05, 0x63, 0xC1)


def docx(records: Sequence[Record], title: str, words: Words = ENGLISH) -> bytes:
    """Write a conversation as a Word document."""
    document = Document()
    lines = list(outline(records, title, words))
    document.core_properties.title = readable(title)[:TITLE_LENGTH]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    if records:
        document.core_properties.created = records[-1].at.replace(tzinfo=None)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    for line in lines:
        _write(document, line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Written, line: Line) -> None:
    if line.rows:
        _table(document, line)
        return
    paragraph = document.add_paragraph(style=LOOKS.get(line.style))
    run = paragraph.add_run(line.text)
    if line.style is Style.LEAD:
        run.font.bold, run.font.size = True, Pt(13)
    if line.style in (Style.NOTE, Style.BRAND):
        run.font.color.rgb = QUIET
    if line.style is Style.HEAD:
        _shade(paragraph)
    paragraph.paragraph_format.page_break_before = True if line.style is Style.APPENDIX else None
    if line.url:
        run.add_break()
        _link(paragraph, line.url)


def _table(document: Written, line: Line) -> None:
    """Write a table whose head is repeated on every page."""
    table = document.add_table(len(line.rows), len(line.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, line.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = TABLE_SIZE
            run.font.bold = cells is line.rows[0]
            if cells is line.rows[0]:
                _shade(cell.paragraphs[0])
    again = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(again)  # noqa: SLF001 - python-docx 1.2 has no word for it
    document.add_paragraph(style="No Spacing")


def _shade(paragraph: Paragraph) -> None:
    """Put a quiet ground behind a paragraph; python-docx 1.2 has no word for it."""
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), GROUND)
    paragraph._p.get_or_add_pPr().append(ground)  # noqa: SLF001


def _link(paragraph: Paragraph, url: str) -> None:
    """Add an address that can be clicked; python-docx 1.2 reads hyperlinks and does not write them."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(url)
    run.font.color.rgb = LINK
    run.font.underline = True
    link.append(run._r)  # noqa: SLF001 - the run moves into the link
    paragraph._p.append(link)  # noqa: SLF001
