"""Small PDF files made by hand: text at places, in Helvetica, on as many pages as a test needs."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

Place = tuple[float, float, float, str]  # x and y from the lower left corner in points, size, text


def make_pdf(pages: Sequence[Sequence[Place]], password: str | None = None) -> bytes:
    """Return the bytes of a PDF whose pages show these texts; with a password it is encrypted."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    kids: list[str] = []
    for places in pages:
        stream = b"\n".join(_show(place) for place in places)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    data = _file(objects)
    return data if password is None else _encrypted(data, password)


def drawn_pdf(*pages: str, resources: str = "", page: str = "", objects: Sequence[str] = (), root: str = "") -> bytes:
    """Return a PDF of pages with this content in the language of PDF; fonts F1 and F2 are Helvetica, plain and bold.

    `resources`, `page` and `root` are entries of those dictionaries; `objects` are further objects, from number 5.
    """
    made = [f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(), b""]
    made += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    made += [text.encode("latin-1") for text in objects]
    kids: list[str] = []
    for content in pages:
        data = content.encode("cp1252")
        made.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
        kids.append(f"{len(made) + 1} 0 R")
        made.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(made)} 0 R {page} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> {resources} >> >>".encode()
        )
    made[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(made)


def stream(data: str, entries: str = "") -> str:
    """Return an object with a stream."""
    return f"<< /Length {len(data)} {entries} >>\nstream\n{data}\nendstream"


def say(text: str, x: float = 70, y: float = 700, size: float = 10, before: str = "") -> str:
    """Write the operations that show a text at a place; `before` are further ones of text."""
    return f"BT /F1 {size} Tf {before} 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


def lines(*texts: str, x: float = 70, top: float = 700, size: float = 10, pitch: float = 12) -> list[Place]:
    """Place lines of text one below the other."""
    return [(x, top - pitch * row, size, text) for row, text in enumerate(texts)]


def _show(place: Place) -> bytes:
    x, y, size, text = place
    font = "F2" if text.startswith("**") else "F1"
    colour = "1 g" if text.startswith("~~") else "0 g"  # white, black
    escaped = text.removeprefix("~~").removeprefix("**").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {colour} /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET".encode("cp1252")


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _encrypted(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
