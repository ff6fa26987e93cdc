"""One text in every container that is read: a title, paragraphs, headings ("## ...") and table rows (with tabs)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage

import openpyxl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.loading.docx_bytes import make_docx, p, style, table
from tests.corpus.loading.laws.samples import AKN
from tests.corpus.loading.odf.odf_bytes import make_ods, make_odt
from tests.corpus.loading.office.made import make_epub, make_pptx, shape

HEADING, CELL = "## ", "\t"


def contained(form: str, blocks: Sequence[str]) -> bytes:
    """Return the file of a form that holds these blocks, the first of them its title."""
    return FORMS[form](blocks)


def _text(blocks: Sequence[str]) -> bytes:
    return "\n\n".join(blocks).encode()


def _markdown(blocks: Sequence[str]) -> bytes:
    return "\n\n".join([f"# {blocks[0]}", *(block.replace("<", "\\<") for block in blocks[1:])]).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _html(blocks: Sequence[str]) -> str:
    made = []
    for block in map(_escaped, blocks[1:]):
        cells = "".join(f"<td>{cell}</td>" for cell in block.split(CELL))
        row = f"<table><tr>{cells}</tr></table>" if CELL in block else f"<p>{block}</p>"
        made.append(f"<h2>{block.removeprefix(HEADING)}</h2>" if block.startswith(HEADING) else row)
    return f"<html><body><h1>{blocks[0]}</h1>{''.join(made)}</body></html>"


def _word(blocks: Sequence[str]) -> bytes:
    made = [p(_escaped(blocks[0]), style="Title")]
    for block in map(_escaped, blocks[1:]):
        row = table(tuple(block.split(CELL))) if CELL in block else p(block)
        made.append(p(block.removeprefix(HEADING), style="H2") if block.startswith(HEADING) else row)
    return make_docx("".join(made), styles=style("Title", "") + style("H2", "", name="heading 2"))


def _paper(blocks: Sequence[str]) -> bytes:
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("MSung-Light"))
    canvas = Canvas(out)
    for number, block in enumerate(blocks):
        canvas.setFont("Helvetica" if block.isascii() or "ã" in block or "ü" in block else "MSung-Light", 9)
        canvas.drawString(40, 780 - 40 * number, block)
    canvas.save()
    return out.getvalue()


def _rows(blocks: Sequence[str]) -> list[list[str]]:
    """Return a matrix with heads: the title, then a row for each block."""
    return [[blocks[0], "Text"], *(block.split(CELL) if CELL in block else ["Rule", block] for block in blocks[1:])]


def _workbook(blocks: Sequence[str]) -> bytes:
    out, book = io.BytesIO(), openpyxl.Workbook()
    for row in _rows(blocks):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _separated(blocks: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(_rows(blocks))
    return out.getvalue().encode()


def _sheet(blocks: Sequence[str]) -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = ("".join(cell.format(_escaped(one)) for one in row) for row in _rows(blocks))
    made = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return make_ods(f'<table:table table:name="S">{made}</table:table>')


def _letter(blocks: Sequence[str]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Date"] = "a@b.example", blocks[0], "Mon, 4 Mar 2024 10:00:00 +0800"
    letter.set_content("\n\n".join(blocks[1:]))
    return letter.as_bytes()


def _rich(blocks: Sequence[str]) -> bytes:
    made = "".join(
        f"{''.join(letter if letter.isascii() else _coded(letter) for letter in block)}\\par " for block in blocks
    )
    return f"{{\\rtf1\\ansi\\uc1 {made}}}".encode("ascii")


def _coded(letter: str) -> str:
    units = letter.encode("utf-16-le")
    numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(f"\\u{number}?" for number in numbers)


def _law(blocks: Sequence[str]) -> bytes:
    sections = "".join(
        f"<section><num>{number}</num><content><p>{_escaped(block)}</p></content></section>"
        for number, block in enumerate(blocks[1:], 1)
    )
    title = f"<preface><p><docTitle>{_escaped(blocks[0])}</docTitle></p></preface>"
    return f'<akomaNtoso xmlns="{AKN}"><act name="a">{title}<body>{sections}</body></act></akomaNtoso>'.encode()


def _zip(blocks: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("circular.txt", _text(blocks))
    return out.getvalue()


FORMS: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    "txt": _text,
    "md": _markdown,
    "html": lambda blocks: _html(blocks).encode(),
    "docx": _word,
    "pdf": _paper,
    "xlsx": _workbook,
    "csv": _separated,
    "ods": _sheet,
    "odt": lambda blocks: make_odt("".join(f"<text:p>{_escaped(block)}</text:p>" for block in blocks)),
    "rtf": _rich,
    "pptx": lambda blocks: make_pptx(shape(_escaped(blocks[0]), place="title") + shape(*map(_escaped, blocks[1:]))),
    "eml": _letter,
    "epub": lambda blocks: make_epub(f"<h1>{blocks[0]}</h1>" + "".join(f"<p>{_escaped(b)}</p>" for b in blocks[1:])),
    "xml": _law,
    "zip": _zip,
}
