"""Hostile archives and file names: zips in zips, entries over one another, names that lead elsewhere."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping

from tests.corpus.loading.docx_bytes import files, make_docx, p, pack

MB = 1_000_000
RULE = "A keeper of tokens must report a theft within five days.\n"
GOOD = make_docx(p(RULE))


def _zip(entries: Iterable[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def _in_one_another(depth: int) -> bytes:
    data = _zip([("a.txt", RULE)])
    for _ in range(depth):
        data = _zip([("a.zip", data)])
    return data


def _flagged(data: bytes, local: int, central: int, value: bytes) -> bytes:
    """Write a value into all heads of entries, at one place of the local ones and one of the central ones."""
    made = bytearray(data)
    for mark, place in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        at = made.find(mark)
        while at >= 0:
            made[at + place : at + place + len(value)] = value
            at = made.find(mark, at + 4)
    return bytes(made)


def _over_one_another(count: int) -> bytes:
    """Return an archive whose entries are all the same bytes, as the known bombs are."""
    data = _zip([("a.txt", RULE * 400_000)])
    head = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[head:end]
    body = data[:head] + b"".join(entry.replace(b"a.txt", b"%05d" % n)[:0] + entry for n in range(count))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, head, 0)
    return body + tail


def _linked() -> bytes:
    entry = zipfile.ZipInfo("a.txt")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _patched(kind: str) -> bytes:
    """Return a Word document whose archive is patched."""
    patches: Mapping[str, Callable[[], bytes]] = {
        "locked": lambda: _flagged(GOOD, 6, 8, b"\x01\x00"),
        "method": lambda: _flagged(GOOD, 8, 10, b"\x63\x00"),
        "checksum": lambda: _flagged(GOOD, 14, 16, b"abcd"),
        "sizes": lambda: _flagged(GOOD, 22, 24, b"\xff\xff\xff\x7f"),
        "places": lambda: _flagged(GOOD, 0, 42, b"\xff\xff\xff\x7f"),
        "names": lambda: _flagged(GOOD, 26, 28, b"\xff\xff"),
        "large": lambda: GOOD.replace(
            b"PK\x05\x06", b"PK\x06\x06" + bytes(52) + b"PK\x06\x07" + bytes(16) + b"PK\x05\x06"
        ),
        "dates": lambda: _flagged(GOOD, 10, 12, b"\x00\x00\x00\x00"),
    }
    return patches[kind]()


ZIP: Mapping[str, Callable[[], str | bytes]] = {
    "fifty-in-one-another.zip": lambda: _in_one_another(50),
    "a-hundred-thousand-files.zip": lambda: _zip(((f"{n}.txt", "") for n in range(60_000)), zipfile.ZIP_STORED),
    "over-one-another.zip": lambda: _over_one_another(400),
    "a-bomb-of-2-GB.zip": lambda: _zip((f"{n}.txt", " " * 100 * MB) for n in range(20)),
    "names-that-climb.zip": lambda: _zip(
        [
            ("../../../etc/passwd.txt", RULE),
            ("/etc/a.txt", RULE),
            ("C:\\a\\..\\b.txt", RULE),
            ("a/./b/../c.txt", RULE),
            ("..", RULE),
            ("con.txt", RULE),
            (".txt", RULE),
            ("a\nb\x1b[31m.txt", RULE),
            ("\u202etxt.fdp", RULE),
        ]
    ),
    "a-name-of-60-KB.zip": lambda: _zip([(f"{'a' * 60_000}.txt", RULE), (f"{'a/' * 30_000}b.txt", RULE)]),
    "names-of-no-letters.zip": lambda: _flagged(_zip([("a" * 8 + ".txt", RULE)]), 30, 46, b"\xff\xfe\xed\xa0"),
    "a-link.zip": _linked,
    "locked.zip": lambda: _flagged(_zip([("a.txt", RULE), ("b.txt", RULE)]), 6, 8, b"\x01\x00"),
    "nothing-in-files.zip": lambda: _zip((f"{n}.txt", "") for n in range(400)),
    "nothing.zip": lambda: _zip([]),
    "only-folders.zip": lambda: _zip((f"{n}/", "") for n in range(1_000)),
    "a-bomb-of-a-book.zip": lambda: _zip([("a.docx", make_docx("<w:p/>" * 2_900_000)), ("b.txt", RULE)]),
    "cut-off.zip": lambda: _zip((f"{n}.txt", RULE) for n in range(200))[:-30],
    "a-comment.zip": lambda: _zip([("a.txt", RULE)])[:-2] + b"\xff\xff" + b"PK\x05\x06" * 16_000,
    "one-name-often.zip": lambda: _zip([("a.txt", RULE)] + [("a.txt", f"{RULE}{n}") for n in range(60)]),
}
DOCX: Mapping[str, Callable[[], str | bytes]] = {
    **{
        f"patched-{kind}.docx": (lambda kind=kind: _patched(kind))  # type: ignore[misc]
        for kind in ("locked", "method", "checksum", "sizes", "places", "names", "large", "dates")
    },
    "thirty-thousand-parts.docx": lambda: pack(files(p(RULE)) | {f"word/x{n}.xml": "" for n in range(30_000)}),
    "zeros-of-1-GB.docx": lambda: pack(files(p(RULE)) | {"word/document.xml": "\0" * 1_000 * MB}),
    "two-documents.docx": lambda: _zip([*files(p(RULE)).items(), ("word/document.xml", "<a/>")]),
}
NAMES: Mapping[str, Callable[[], str | bytes]] = {
    "caf\udce9.txt": lambda: RULE * 2,
    "two\nlines.txt": lambda: RULE * 3,
    "\u202efdp.exe.txt": lambda: RULE * 4,
    f"{'a' * 250}.txt": lambda: RULE * 5,
    "red\x1b[31m\x07.txt": lambda: RULE * 6,
    "-rf.txt": lambda: RULE * 7,
    ".txt": lambda: RULE * 8,
    "a.TXT ": lambda: RULE * 9,
    "資料\u0301\u200b.MD": lambda: RULE * 10,
    "a.pdf.txt.docx": lambda: RULE * 11,
    "%00%2e%2e%2f.html": lambda: RULE * 12,
    "..txt.": lambda: RULE * 13,
    "CON.txt": lambda: RULE * 14,
    "nul": lambda: RULE * 15,
    "lpt1.md": lambda: RULE * 16,
    "c:stream.txt": lambda: RULE * 17,
    "a\\..\\b.txt": lambda: RULE * 18,
    "a\tb\r.txt": lambda: RULE * 19,
    "\x7f\x01.csv": lambda: "Place,Fee\nJapan,7\n",
    "\u2028\u2029.html": lambda: f"<p>{RULE}</p>",
    "\udcff\udcfe\udced\udca0.md": lambda: RULE * 20,
    "\udce9" * 251 + ".txt": lambda: RULE * 21,
    f"{'漢' * 83}.txt": lambda: RULE * 22,
    "{0}{name!r}%s%n.txt": lambda: RULE * 23,
    "<script>alert(1)<%2fscript>.txt": lambda: RULE * 24,
    "~.txt": lambda: RULE * 25,
    "$(touch x)`id`;.txt": lambda: RULE * 26,
    "\U0001f600.PDF": lambda: RULE * 27,
}
