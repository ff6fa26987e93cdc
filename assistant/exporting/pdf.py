"""The PDF export, by reportlab: Latin text in Helvetica, Chinese, Japanese and Korean in the fonts of the reader.

Text that Helvetica has no letters for is set in the CID fonts that PDF defines for each script. They need no font file:
every reader brings them or puts its own in their place, and the text is found and copied exactly either way.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assistant.answers.archive import Record
from assistant.exporting.outline import Line, Style, outline, readable
from assistant.exporting.words import ENGLISH, Words

LATIN = "Helvetica"
FONTS = {"cp1252": LATIN, "big5": "MSung-Light", "gbk": "STSong-Light", "cp949": "HYSMyeongJo-Medium"}
OTHERWISE = "MSung-Light"
WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
MOST_TITLE = 200  # characters; a title bar shows less
BELOW_HEAD = 10  # points
WIDTH, NAMES = A4[0] - 44 * mm - 12, 0.16  # of a table, and the share of it that the names of its rows take
BEYOND = 0x10000  # the encodings of the CID fonts end here

_BODY = ParagraphStyle("body", fontName=LATIN, fontSize=10, leading=14.5, spaceAfter=6, textColor=HexColor("#1d2329"))
_QUIET = HexColor("#5b646c")
_QUESTION = ParagraphStyle(
    "question", _BODY, fontName="Helvetica-Bold", fontSize=13, leading=17, spaceBefore=14, keepWithNext=1
)
_GROUND = HexColor("#f1f1ec")
STYLES = {
    Style.BRAND: ParagraphStyle("brand", _BODY, fontSize=9, leading=12, spaceAfter=4, textColor=_QUIET),
    Style.TITLE: ParagraphStyle("title", _BODY, fontName="Helvetica-Bold", fontSize=18, leading=23, spaceAfter=10),
    Style.QUESTION: _QUESTION,
    Style.APPENDIX: _QUESTION,
    # One block: the grounds of its lines touch.
    Style.HEAD: ParagraphStyle(
        "head",
        _BODY,
        fontSize=9.5,
        leading=15,
        spaceAfter=0,
        leftIndent=6,
        rightIndent=6,
        backColor=_GROUND,
        borderPadding=(0, 6, 0, 6),
    ),
    Style.HEADING: ParagraphStyle("heading", _BODY, fontName="Helvetica-Bold", spaceBefore=10, keepWithNext=1),
    Style.PART: ParagraphStyle("part", _BODY, fontName="Helvetica-Bold", textColor=_QUIET, keepWithNext=1),
    Style.LEAD: ParagraphStyle("lead", _BODY, fontName="Helvetica-Bold", fontSize=13, leading=17),
    Style.TEXT: _BODY,
    Style.NOTE: ParagraphStyle("note", _BODY, fontSize=9, leading=12.5, textColor=_QUIET),
    Style.SOURCE: ParagraphStyle("source", _BODY, fontSize=9, leading=12.5, spaceAfter=2, keepWithNext=1),
    Style.QUOTE: ParagraphStyle("quote", _BODY, fontSize=9, leading=12.5, leftIndent=14, textColor=_QUIET),
    Style.TABLE: ParagraphStyle("table", _BODY, fontSize=8.5, leading=11.5, spaceAfter=0),
    Style.FACT: ParagraphStyle("fact", _BODY, fontSize=8, leading=11, spaceAfter=2, textColor=_QUIET),
}

_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#c9cbc4")),
        ("BACKGROUND", (0, 0), (-1, 0), _GROUND),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


def pdf(records: Sequence[Record], title: str, words: Words = ENGLISH) -> bytes:
    """Write a conversation as a PDF on A4; the same records give the same bytes."""
    lines = list(outline(records, title, words))
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=readable(title)[:MOST_TITLE],
        author="",
        invariant=1,
    )
    document.build(list(_flowing(lines)), onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


def _flowing(lines: Sequence[Line]) -> Iterator[Flowable]:
    """Yield the lines as they are set: room after a head, and the appendix on a page of its own."""
    for line, before in zip(lines, (None, *lines), strict=False):
        if before is not None and before.style is Style.HEAD and line.style is not Style.HEAD:
            yield Spacer(0, BELOW_HEAD)
        if line.style is Style.APPENDIX:
            yield PageBreak()
        yield _table(line) if line.rows else _paragraph(line)


def _table(line: Line) -> Table:
    """Return a table as wide as the page, its head again on every page; a row may go on overleaf."""
    style = STYLES[Style.TABLE]
    head, *rows = ([_text(cell, style) for cell in cells] for cells in line.rows)
    named = not line.rows[0][0]  # the first column holds the names of the rows
    others = WIDTH * (1 - NAMES * named) / (len(head) - named)
    widths = [WIDTH * NAMES] * named + [others] * (len(head) - named)
    return Table([head, *rows], widths, repeatRows=1, splitInRow=1, style=_GRID, spaceAfter=8)


def _number(canvas: Any, document: SimpleDocTemplate) -> None:
    canvas.setFont(LATIN, 8)
    canvas.setFillColor(_QUIET)
    canvas.drawRightString(A4[0] - 22 * mm, 11 * mm, str(document.page))


def _paragraph(line: Line) -> Paragraph:
    style = STYLES[line.style]
    link = f'<br/><a href={quoteattr(line.url)} color="#0b57a4">{_marked(line.url)}</a>' if line.url else ""
    return _text(line.text, style, link)


def _text(text: str, style: ParagraphStyle, link: str = "") -> Paragraph:
    return Paragraph(_marked(text) + link, _chinese(style) if WIDE.search(text) else style)


@cache
def _chinese(style: ParagraphStyle) -> ParagraphStyle:
    """Return a style whose lines may break between any two characters of a script without blanks."""
    return ParagraphStyle(f"{style.name}-wide", style, wordWrap="CJK")


def _marked(text: str) -> str:
    """Return text as reportlab's markup, each run in a font that has its letters."""
    return "".join(_run(font, "".join(run)) for font, run in groupby(text, _font))


def _run(font: str, text: str) -> str:
    words = escape("".join(f"[U+{ord(char):X}]" if ord(char) >= BEYOND else char for char in text))
    words = words.replace("\t", "    ").replace("\n", "<br/>")
    return words if font == LATIN else f'<font name="{font}">{words}</font>'


@lru_cache(maxsize=4096)
def _font(char: str) -> str:
    if ord(char) >= BEYOND:
        return LATIN
    return next((_registered(font) for encoding, font in FONTS.items() if _has(encoding, char)), _registered(OTHERWISE))


def _has(encoding: str, char: str) -> bool:
    return char.encode(encoding, "ignore") != b""


@cache
def _registered(font: str) -> str:
    if font != LATIN:
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    return font
