"""Hostile PDFs: trees in rings, streams in streams, and pages with more ink than paper."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from tests.corpus.loading.pdf_bytes import drawn_pdf, lines, make_pdf, say, stream

MB = 1_000_000
RULE = "A keeper of tokens must report a theft within five days of learning of it."
GOOD = say(RULE)


def _changed(old: str, new: str, data: bytes | None = None) -> bytes:
    made = data or drawn_pdf(GOOD)
    assert old.encode() in made, old
    return made.replace(old.encode(), new.encode("latin-1"))


def _packed(data: bytes, filters: int = 1, entries: bytes = b"") -> str:
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = " ".join(["/FlateDecode"] * filters)
    head = f"<< /Length {len(data)} /Filter [{names}] {entries.decode()} >>\nstream\n"
    return f"{head}{data.decode('latin-1')}\nendstream"


def _shown(content: str, *objects: str, resources: str = "") -> bytes:
    return drawn_pdf(GOOD + content, resources=resources, objects=objects)


def _bomb(size: int, filters: int = 1) -> bytes:
    return _changed("/Contents 6 0 R", "/Contents 5 0 R", drawn_pdf(GOOD, objects=[_packed(b" " * size, filters)]))


def _nested_forms(depth: int) -> bytes:
    forms = [
        stream(
            f"/X{n + 1} Do",
            f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X{n + 1} {6 + n} 0 R >> >>",
        )
        for n in range(depth)
    ]
    return _shown("/X0 Do\n", *forms, resources="/XObject << /X0 5 0 R >>")


FORM = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
WITH_FORM = "/XObject << /X 5 0 R >>"
PDF: Mapping[str, Callable[[], str | bytes]] = {
    "a-tree-in-a-ring.pdf": lambda: _changed("/Kids [", "/Kids [2 0 R "),
    "pages-2e9.pdf": lambda: _changed("/Count 1", "/Count 2000000000"),
    "pages-below-none.pdf": lambda: _changed("/Count 1", "/Count -7"),
    "a-tree-of-2-to-26.pdf": lambda: _tree(26),
    "a-form-of-itself.pdf": lambda: _shown(
        "/X Do\n" * 50, stream("/X Do /X Do", f"{FORM} /Resources << {WITH_FORM} >>"), resources=WITH_FORM
    ),
    "forms-in-forms.pdf": lambda: _nested_forms(3_000),
    "forms-doubled.pdf": lambda: _doubled(24),
    "graphics-states.pdf": lambda: _shown("q " * MB),
    "states-closed-too-often.pdf": lambda: _shown("Q " * MB + GOOD),
    "a-bomb-of-1-GB.pdf": lambda: _bomb(1_000 * MB),
    "a-bomb-in-a-bomb.pdf": lambda: _bomb(300 * MB, 3),
    "filters.pdf": lambda: _bomb(100, 500),
    "tables-of-tables.pdf": lambda: _changed("/Root 1 0 R", "/Root 1 0 R /Prev 15"),
    "start-2e30.pdf": lambda: _changed("startxref\n", f"startxref\n{'9' * 30}"),
    "start-of-5000-digits.pdf": lambda: _changed("startxref\n", f"startxref\n{'9' * 5_000}"),
    "size-2e9.pdf": lambda: _changed("/Size 7", "/Size 2147483647"),
    "letters-2e32.pdf": lambda: _shown(
        "BT /F9 10 Tf 70 600 Td <00000001> Tj ET",
        stream("begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts "
        "[6 0 R] >>",
        resources="/Font << /F1 3 0 R /F9 6 0 R >>",
    ),
    "letters-of-letters.pdf": lambda: _shown(
        "BT /F9 10 Tf 70 600 Td <01> Tj ET",
        stream("begincmap " + "1 beginbfchar <01> <" + "0041" * 200_000 + "> endbfchar " + "endcmap"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /A /ToUnicode 5 0 R >>",
        resources="/Font << /F1 3 0 R /F9 6 0 R >>",
    ),
    "widths-2e9.pdf": lambda: _shown(
        "BT /F9 10 Tf 70 600 Td (abc) Tj ET",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [ << /Type /Font /Subtype "
        "/CIDFontType2 /W [0 2000000000 500] /DW (a) >> ] >>",
        resources="/Font << /F1 3 0 R /F9 5 0 R >>",
    ),
    "a-font-of-itself.pdf": lambda: _shown(
        "BT /F9 10 Tf 70 600 Td (abc) Tj ET",
        "<< /Type /Font /Subtype /Type0 /BaseFont 5 0 R /Encoding 5 0 R /ToUnicode 5 0 R /DescendantFonts [5 0 R] >>",
        resources="/Font << /F1 3 0 R /F9 5 0 R >>",
    ),
    "a-drawn-font-of-itself.pdf": lambda: _shown(
        "BT /F9 10 Tf 70 600 Td (aaaa) Tj ET\n" * 100,
        stream("100 0 d0 BT /F9 10 Tf (aaaa) Tj ET"),
        "<< /Type /Font /Subtype /Type3 /FontMatrix [0 0 0 0 0 0] /FontBBox [0 0 0 0] /CharProcs << /a 5 0 R >> "
        "/Encoding "
        "<< /Differences [97 /a] >> /FirstChar 97 /LastChar 2000000000 /Widths [0] "
        "/Resources << /Font << /F9 6 0 R >> >> >>",
        resources="/Font << /F1 3 0 R /F9 6 0 R >>",
    ),
    "differences.pdf": lambda: _shown(
        "BT /F9 10 Tf 70 600 Td (abc) Tj ET",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /A /Encoding << /Differences [ -5 {'/a ' * 300_000} "
        "2000000000 /b ] >> >>",
        resources="/Font << /F1 3 0 R /F9 5 0 R >>",
    ),
    "paper-without-end.pdf": lambda: _changed("[0 0 600 800]", "[-1e38 0 1e38 1e308]"),
    "paper-of-nothing.pdf": lambda: _changed("[0 0 600 800]", "[0 0 0 0]"),
    "paper-of-words.pdf": lambda: _changed("[0 0 600 800]", "[/a (b) null]"),
    "turned-by-37.pdf": lambda: drawn_pdf(GOOD, page="/Rotate 37 /UserUnit 1e300"),
    "scales-without-end.pdf": lambda: _shown("1e38 0 0 1e38 1e38 1e38 cm " * 50 + GOOD),
    "scales-of-nothing.pdf": lambda: _shown("0 0 0 0 0 0 cm " + GOOD + "BT /F1 0 Tf 0 0 0 0 0 0 Tm (a) Tj ET"),
    "a-text-of-5-MB.pdf": lambda: _shown(f"BT /F1 10 Tf 70 600 Td ({'keeper ' * 700_000}) Tj ET"),
    "letters.pdf": lambda: _shown(
        "".join(f"BT /F1 8 Tf {10 + n % 500} {10 + n // 500 % 700} Td (k) Tj ET\n" for n in range(200_000))
    ),
    "lines.pdf": lambda: _shown("".join(f"{n % 600} 0 m {n % 600} 800 l S\n" for n in range(200_000))),
    "boxes.pdf": lambda: _shown("".join(f"{n % 500} {n // 500} 10 10 re f\n" for n in range(200_000))),
    "boxes-over-letters.pdf": lambda: _shown(
        "".join(
            f"BT /F1 6 Tf {10 + 4 * n % 500} {10 + n // 100 * 3 % 700} Td (k) Tj ET\n"
            f"{n % 500} {n // 100 % 700} 3 3 re f\n"
            for n in range(40_000)
        )
    ),
    "a-grid.pdf": lambda: _shown(
        "".join(f"{n} 10 m {n} 700 l S 10 {n} m 590 {n} l S\n" for n in range(10, 580))
        + "".join(f"BT /F1 1 Tf {10 + n % 570} {10 + n // 570} Td (1) Tj ET\n" for n in range(60_000))
    ),
    "clips.pdf": lambda: _shown("0 0 600 800 re W n " * 100_000 + GOOD),
    "curves.pdf": lambda: _shown(f"0 0 m {'1 1 2 2 3 3 c ' * 300_000} f\n"),
    "layers-in-a-ring.pdf": lambda: drawn_pdf(
        f"/OC /L BDC {GOOD} EMC {GOOD}",
        resources="/Properties << /L 5 0 R >>",
        objects=["<< /Type /OCMD /OCGs [5 0 R] /VE [/And 5 0 R [/Not 5 0 R]] >>"],
        root="/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R 5 0 R] /BaseState /OFF >> >>",
    ),
    "marks-in-marks.pdf": lambda: _shown("/Span << /ActualText (x) >> BDC " * 200_000 + GOOD),
    "brackets.pdf": lambda: _shown(f"BT /F1 10 Tf [{'(' * MB}] TJ ET"),
    "arrays-in-arrays.pdf": lambda: _shown("a", "[" * 100_000 + "]" * 100_000, resources="/X 5 0 R"),
    "arrays-in-the-content.pdf": lambda: _shown("[" * 100_000),
    "records-in-records.pdf": lambda: drawn_pdf(GOOD, root="/A " + "<< /A " * 50_000 + "1" + " >>" * 50_000),
    "a-length-of-itself.pdf": lambda: _changed(
        "/Contents 6 0 R", "/Contents 5 0 R", drawn_pdf(GOOD, objects=["<< /Length 5 0 R >>\nstream\na\nendstream"])
    ),
    "a-length-below-none.pdf": lambda: _changed("<< /Length ", "<< /Length -"),
    "no-such-filter.pdf": lambda: _changed("<< /Length", "<< /Filter [/LZWDecode /ASCII85Decode /Crypt /Foo] /Length"),
    "predictors.pdf": lambda: _changed(
        "/Contents 6 0 R",
        "/Contents 5 0 R",
        drawn_pdf(
            GOOD,
            objects=[
                _packed(
                    b" " * 1_000,
                    1,
                    b"/DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 99 /BitsPerComponent 64 >>",
                )
            ],
        ),
    ),
    "a-picture-in-the-line.pdf": lambda: _shown("BI /W 2000000000 /H 2000000000 /BPC 8 /CS /G ID abc"),
    "a-picture-2e9.pdf": lambda: _shown(
        "/X Do",
        stream("abc", "/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /BitsPerComponent 16"),
        resources=WITH_FORM,
    ),
    "fields-in-a-ring.pdf": lambda: drawn_pdf(
        GOOD,
        objects=["<< /T (a) /FT /Tx /V 5 0 R /Parent 5 0 R /Kids [5 0 R 5 0 R] /Rect [0 0 1 1] /Subtype /Widget >>"],
        root="/AcroForm << /Fields [5 0 R 5 0 R] >>",
        page="/Annots [5 0 R 5 0 R]",
    ),
    "contents.pdf": lambda: _changed("/Contents 5 0 R", f"/Contents [{'5 0 R ' * 100_000}]"),
    "contents-in-a-ring.pdf": lambda: _changed(
        "/Contents 6 0 R", "/Contents 5 0 R", drawn_pdf(GOOD, objects=["[5 0 R [5 0 R]]"])
    ),
    "a-thousand-pages.pdf": lambda: make_pdf([lines(*[RULE] * 50)] * 1_500),
    "two-thousand-and-one-pages.pdf": lambda: make_pdf([lines("a")] * 6_000),
    "locked-by-nothing.pdf": lambda: _changed(
        "/Root 1 0 R",
        "/Root 1 0 R /Encrypt << /Filter /Standard /V 99 /R 99 /O (a) /U (b) /P 9999999999999 >> /ID [(a)]",
    ),
    "objects-of-themselves.pdf": lambda: _changed(
        "/Contents 6 0 R",
        "/Contents 9 0 R",
        drawn_pdf(
            GOOD, objects=[stream("9 0 9 0 9 0", "/Type /ObjStm /N 2000000000 /First 9999999999 /Extends 5 0 R")]
        ),
    ),
    "names-in-a-ring.pdf": lambda: drawn_pdf(
        GOOD,
        objects=["<< /Title (a) /First 5 0 R /Last 5 0 R /Next 5 0 R /Parent 5 0 R /Kids [5 0 R] >>"],
        root="/Outlines 5 0 R /Names << /Dests 5 0 R >> /PageLabels << /Nums [0 5 0 R] /Kids [5 0 R] >>",
    ),
    "only-comments.pdf": lambda: b"%PDF-1.7\n" + b"%\n" * 5 * MB,
    "objects.pdf": lambda: drawn_pdf(GOOD, objects=["<< /A 1 >>"] * 150_000),
    "a-date-of-no-calendar.pdf": lambda: _changed(
        "/Root 1 0 R", f"/Root 1 0 R /Info << /CreationDate (D:{'9' * 5_000}) /Title 1 0 R /Author [1 2] >>"
    ),
}


def _tree(depth: int) -> bytes:
    """Return a document whose tree of pages doubles at each of so many levels."""
    nodes = [
        f"<< /Type /Pages /Parent 2 0 R /Kids [{6 + n} 0 R {6 + n} 0 R] /Count {2 ** (depth - n)} >>"
        for n in range(depth)
    ]
    made = drawn_pdf(GOOD, objects=nodes)
    return made.replace(b"/Kids [%d 0 R]" % (6 + depth), b"/Kids [5 0 R]")


def _doubled(depth: int) -> bytes:
    """Return a page whose form shows another one twice, at each of so many levels."""
    forms = [
        stream(
            "/X Do /X Do" if n < depth - 1 else GOOD,
            f"{FORM} /Resources << /Font << /F1 3 0 R >> /XObject << /X {6 + n} 0 R >> >>",
        )
        for n in range(depth)
    ]
    return _shown("/X Do\n", *forms, resources=WITH_FORM)
