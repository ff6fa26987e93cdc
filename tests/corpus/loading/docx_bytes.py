"""Small Word documents made by hand: a body in WordprocessingML, with the parts that a test needs beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from corpus.loading import load
from corpus.records import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
KINDS = ("styles", "numbering", "footnotes", "endnotes")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_docx(body: str, **parts: str) -> bytes:
    """Return a document with this body; `parts` are the contents of styles, numbering, footnotes and endnotes."""
    return pack(files(body, **parts))


def loaded(body: str, **parts: str) -> Document:
    """Load a document with this body."""
    return load(make_docx(body, **parts), "a.docx")


def texts(body: str, **parts: str) -> list[str]:
    """Return the texts of its blocks."""
    return [block.text for block in loaded(body, **parts).blocks]


def files(body: str, **parts: str) -> dict[str, str]:
    """Return the files of a document by their paths."""
    links = "".join(
        f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in KINDS if kind in parts
    )
    made = {
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(links),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    return made | {f"word/{kind}.xml": f"<w:{kind} {NAMES}>{text}</w:{kind}>" for kind, text in parts.items()}


def pack(contents: Mapping[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, text in contents.items():
            archive.writestr(path, text)
    return out.getvalue()


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'


def p(*runs: str, style: str = "", numbers: str = "") -> str:
    """Write a paragraph of runs; a run that is no markup is plain text. `numbers` is `list` or `list/level`."""
    list_id, _, level = numbers.partition("/")
    numbered = f"<w:numPr>{_value('ilvl', level)}{_value('numId', list_id)}</w:numPr>" if numbers else ""
    inner = "".join(text if text.startswith("<") else r(text) for text in runs)
    return f"<w:p><w:pPr>{_value('pStyle', style)}{numbered}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Write a run with the inner markup of its properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """Write a table of cells, each a paragraph's text or its markup."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def style(id_: str, inner: str, kind: str = "paragraph", name: str = "") -> str:
    """Write a style."""
    return f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{name or id_}"/>{inner}</w:style>'


def levels(*forms: tuple[str, str], inner: str = "", id_: str = "1") -> str:
    """Write an abstract list of levels, each a form and a text, from 1; `inner` goes into each level."""
    made = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{inner}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{id_}">{made}</w:abstractNum>'


def num(id_: str, abstract: str = "1", inner: str = "") -> str:
    """Write a list of an abstract list."""
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{abstract}"/>{inner}</w:num>'


def _value(name: str, value: str) -> str:
    return f'<w:{name} w:val="{value}"/>' if value else ""
