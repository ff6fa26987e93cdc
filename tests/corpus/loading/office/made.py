"""Small presentations, books and letters made by hand."""

from __future__ import annotations

from tests.corpus.loading.docx_bytes import pack

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMES = f'xmlns:a="{DRAWING}" xmlns:p="{SLIDES}" xmlns:r="{OFFICE}"'


def shape(*paragraphs: str, place: str = "", more: str = "") -> str:
    """Write a shape of paragraphs, each its inner markup or plain text; `place` is the kind of placeholder."""
    inner = "".join(f"<a:p>{text if text.startswith('<') else run(text)}</a:p>" for text in paragraphs)
    holder = f'<p:nvPr><p:ph type="{place}"/></p:nvPr>' if place else "<p:nvPr/>"
    return f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" {more}/>{holder}</p:nvSpPr><p:txBody>{inner}</p:txBody></p:sp>'


def run(text: str, looks: str = "") -> str:
    """Write a run."""
    return f"<a:r><a:rPr {looks}/><a:t>{text}</a:t></a:r>"


def make_pptx(*slides: str, notes: str = "", show: str = "1") -> bytes:
    """Return a presentation of slides, each of shapes; `notes` are the first one's, `show` is the last one's."""
    files = {}
    links = ids = ""
    for number, shapes in enumerate(slides, 1):
        shown = show if number == len(slides) else "1"
        files[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld {NAMES} show="{shown}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>'
        )
        links += f'<Relationship Id="r{number}" Type="{OFFICE}/slide" Target="slides/slide{number}.xml"/>'
        ids += f'<p:sldId id="{255 + number}" r:id="r{number}"/>'
    if notes:
        link = f'<Relationship Id="n" Type="{OFFICE}/notesSlide" Target="../notesSlides/notesSlide1.xml"/>'
        files["ppt/slides/_rels/slide1.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{link}</Relationships>'
        files["ppt/notesSlides/notesSlide1.xml"] = f"<p:notes {NAMES}><p:cSld>{notes}</p:cSld></p:notes>"
    return pack(
        files
        | {
            "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        }
    )


def make_epub(*pages: str, more: dict[str, str] | None = None, said: str = "") -> bytes:
    """Return a book of pages, each the markup of its body; the last one in the file is read first."""
    order = range(len(pages))
    items = "".join(f'<item id="p{n}" href="p%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in order)
    spine = "".join(f'<itemref idref="p{n}"/>' for n in reversed(order))
    html = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
    return pack(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="OPS/book.opf"/></container>',
            "OPS/book.opf": (
                '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
                f"{said}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
            ),
        }
        | {f"OPS/p {n}.xhtml": html.format(page) for n, page in enumerate(pages)}
        | (more or {})
    )


LETTER = """From: Office of Tokens <office@tokens.example>
To: all keepers <keepers@tokens.example>
Date: Mon, 4 Mar 2024 10:00:00 +0800
Subject: =?utf-8?b?5oql5ZGK?= of thefts
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=utf-8

Plain words.
--c
Content-Type: text/html; charset=big5
Content-Transfer-Encoding: 8bit

<html><body><p>A keeper must report a theft within <del>six</del> five days. \u91d1\u878d</p>
<table><tr><th>Place</th><th>Fee</th></tr><tr><td>Japan</td><td>7</td></tr></table></body></html>
--c--
--b
Content-Type: application/pdf; name="rules.pdf"
Content-Disposition: attachment; filename="rules.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b
Content-Type: message/rfc822

From: a@b.example
Subject: An earlier letter

Earlier words.
--b--
"""
