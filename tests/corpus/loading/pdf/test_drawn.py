"""PDF pages by what is drawn on them: columns, tables, forms, marks, odd fonts, pages that cannot be read."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.loading import load
from corpus.records import BlockKind
from tests.corpus.loading.pdf.drawn_pages import RULE, loaded, texts
from tests.corpus.loading.pdf_bytes import drawn_pdf, say, stream

LEFT = (
    "A keeper of tokens must hold capital",
    "of at least 3,100,000 at all times in",
    "cash or in deposits on call, and must",
    "report it to the office every month",
    "within five days of its end.",
)
RIGHT = (
    "A broker of tokens must hold capital",
    "of at least 720,000 and must keep no",
    "tokens of its clients for longer than",
    "one business day, and must disclose",
    "each fee before it takes an order.",
)
ROWS = (
    ("Class of token", "Haircut", "Limit"),
    ("Bitcoin", "15 per cent", "No limit"),
    ("Ether", "0.4%", "2x"),
    ("Other", "21", "18 months"),
)
BOX = "1 0 0 1 60 690 cm 400 0 0 30 0 0 cm /Im Do"


def column(words: tuple[str, ...], x: float) -> list[str]:
    """Return the operations of each line of a column."""
    return [say(text, x, 700 - 13 * row) for row, text in enumerate(words)]


def test_columns_drawn_across_are_read_down() -> None:
    """Lines of two columns that were drawn row by row make two paragraphs."""
    pairs = zip(column(LEFT, 60), column(RIGHT, 320), strict=True)
    assert texts(loaded("".join(one + other for one, other in pairs))) == [" ".join(LEFT), " ".join(RIGHT)]


def test_columns_drawn_down_stay() -> None:
    """Those that were drawn one after the other were right already."""
    assert texts(loaded("".join((*column(LEFT, 60), *column(RIGHT, 320))))) == [" ".join(LEFT), " ".join(RIGHT)]


def test_three_columns_and_the_head_above_them() -> None:
    """A line across all of them stays first."""
    words = [tuple(f"{letter}{row} words of a narrow column" for row in range(6)) for letter in "abc"]
    columns = [
        [say(text, x, 660 - 13 * row, 8) for row, text in enumerate(part)]
        for x, part in zip((40, 220, 400), words, strict=True)
    ]
    rows = "".join("".join(row) for row in zip(*columns, strict=True))
    head = say("The gazette of the office for keepers, brokers and issuers of tokens of every kind", 40, 700)
    joined = " ".join(texts(loaded(head + rows)))
    assert (
        joined.index("The gazette") < joined.index("a5") < joined.index("b0") < joined.index("b5") < joined.index("c0")
    )


def _cells(size: float = 10) -> str:
    return "".join(
        say(text, x, 700 - 20 * row, size)
        for row, cells in enumerate(ROWS)
        for x, text in zip((64, 214, 324), cells, strict=True)
    )


GRID = "".join(f"60 {y} 400 .5 re f " for y in (716, 694, 674, 654, 634)) + "".join(
    f"{x} 634 m {x} 716 l S " for x in (60, 210, 320, 460)
)


@pytest.mark.parametrize("rules", [GRID, ""], ids=["ruled", "aligned"])
def test_tables_have_a_line_a_row(rules: str) -> None:
    """With lines around the cells or without: rows below their heads, and short cells are kept."""
    (block,) = loaded(rules + _cells()).blocks
    assert (block.kind, block.text.split("\n")) == (BlockKind.TABLE, [" | ".join(row) for row in ROWS])


def test_cells_of_several_lines_and_rows() -> None:
    """Lines of a cell are joined, and a cell that spans rows stands in each."""
    rules = "".join(
        f"{x} {y} {width} .5 re f " for x, y, width in ((60, 716, 300), (60, 690, 300), (200, 660, 160), (60, 630, 300))
    )
    rules += "".join(f"{x} 630 m {x} 716 l S " for x in (60, 200, 360))
    words = say("Class", 64, 700) + say("Fee of a", 204, 706) + say("year", 204, 695)
    words += say("Keepers", 64, 655) + say("10,000", 204, 670) + say("20,000", 204, 640)
    assert texts(loaded(rules + words)) == ["Class | Fee of a year\nKeepers | 10,000\nKeepers | 20,000"]


def test_a_stamp_beside_a_heading_is_no_table() -> None:
    """Its lines were drawn behind those of the heading, and belong to none of them."""
    heading = ("The District Court", "Office for Tokens", "against Keepers")
    stamp = ("FILED", "DOC 874", "13 July 2023")
    content = "".join(
        say(text, x, 700 - 14 * row) for x, part in ((70, heading), (400, stamp)) for row, text in enumerate(part)
    )
    assert BlockKind.TABLE not in {block.kind for block in loaded(content).blocks}


def test_a_list_is_no_table() -> None:
    """Its labels stand beside its lines."""
    rows = [("(a)", "the name of the keeper"), ("(b)", "its capital"), ("(c)", "its clients and their tokens")]
    content = "".join(
        say(label, 70, 700 - 14 * row) + say(text, 110, 700 - 14 * row) for row, (label, text) in enumerate(rows)
    )
    assert {block.kind for block in loaded(content).blocks} == {BlockKind.PARAGRAPH}


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (say("within 7") + say("12", 108, 704, 7) + say(" days of it.", 117), "within 7 days [note 12] of it."),
        (say("of 5,000,000") + say("3", 134, 704, 6) + say(" in all.", 138), "of 5,000,000 [note 3] in all."),
        (say("unit of 10") + say("-8", 115, 704, 7) + say(" of a token.", 123), "unit of 10^-8 of a token."),
        (say("from the 1") + say("st", 117, 704, 7) + say(" day of July.", 123), "from the 1st day of July."),
        (
            "BT /F1 10 Tf 70 700 Td (within 7) Tj 4 Ts /F1 6 Tf (12) Tj 0 Ts /F1 10 Tf ( days.) Tj ET",
            "within 7 days [note 12].",
        ),
    ],
)  # fmt: skip
def test_marks_are_not_figures(content: str, shown: str) -> None:
    """Small raised figures are notes, exponents or ordinals."""
    assert shown in texts(loaded(content))[0]


def test_forms_are_read_as_filled() -> None:
    """Words of fields stand behind their labels, ticks before them; choices as they are shown."""
    fields = [
        "<< /Subtype /Widget /FT /Tx /V (Harbour Keepers) /Rect [170 695 400 712] >>",
        "<< /Subtype /Widget /Parent 7 0 R /Rect [170 665 400 682] >>",
        "<< /FT /Ch /V (b) /Opt [[(a) (Class A)] [(b) (Class B)]] >>",
        "<< /Subtype /Widget /FT /Btn /AS /Yes /Rect [50 638 62 650] >>",
        "<< /Subtype /Widget /FT /Tx /V (nobody sees it) /F 2 /Rect [170 600 400 612] >>",
    ]
    content = say("Name of the keeper") + say("Class", y=670) + say("Tokens are lent", x=70, y=640)
    document = loaded(content, objects=fields, page="/Annots [5 0 R 6 0 R 8 0 R 9 0 R]")
    assert texts(document) == ["Name of the keeper: Harbour Keepers", "Class: Class B", "☒ Tokens are lent"]
    assert document.warnings == ("Taken out: 1 pieces of hidden text.",)


def test_picture_pages_are_told_by_page() -> None:
    """Text on other pages is cited by its own page, and is no part of the text before the pictures."""
    picture = "q 600 0 0 800 0 0 cm /Im Do Q"
    image = stream("\x00", "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray")
    start, end = say("A report goes to the office and", y=700), say("each quarter of the year it is sent.", y=700)
    document = loaded(start, picture, picture, end, resources="/XObject << /Im 5 0 R >>", objects=[image])
    assert [(block.page, block.page_end) for block in document.blocks] == [(1, 1), (4, 4)]
    assert document.warnings[0].startswith("Not read: pages 2-3, which are each a picture without text.")


def _identity_font() -> list[str]:
    return [
        "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 500 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
    ]


def test_fonts_without_a_map_are_told_by_page() -> None:
    """Their letters are no gibberish in the index."""
    odd = "BT /F3 10 Tf 70 600 Td <0024002500260027002800290030> Tj ET"
    other = RULE.replace("keeper", "broker")
    data = drawn_pdf(say(RULE), say(other) + odd, objects=_identity_font()).replace(b"/F2 4 0 R", b"/F3 5 0 R")
    document = load(data, "a.pdf")
    assert " ".join(texts(document)) == f"{RULE} {other}"
    assert document.warnings[0].startswith("Not read whole: page 2, where a font does not say which letters it shows")


def test_a_document_in_such_fonts_is_refused() -> None:
    """Nothing of it can be read."""
    data = drawn_pdf("BT /F3 10 Tf 70 600 Td <0024002500260027002800290030> Tj ET", objects=_identity_font())
    with pytest.raises(InputError, match="fonts that do not say which letters they are"):
        load(data.replace(b"/F2 4 0 R", b"/F3 5 0 R"), "a.pdf")


def test_forms_within_forms_end() -> None:
    """Ten times ten times ten drawings of a form are not drawn for ever."""
    kids = [
        stream("/X Do " * 10, f"/Subtype /Form /Resources << /XObject << /X {6 + number} 0 R >> >>")
        for number in range(12)
    ]
    kids.append(stream("q Q", "/Subtype /Form"))
    with pytest.raises(InputError, match="forms on one page"):
        loaded("/X Do", resources="/XObject << /X 5 0 R >>", objects=kids)


def test_odd_operations_are_passed_over() -> None:
    """Operands that are missing, names of nothing, and a string without an end."""
    assert texts(loaded(f"Q Q 1 Tf /Nothing Do 5 cm (x Tj\n) Tj Tm [ ( ] TJ) ] {say(RULE)} (never ends")) == [RULE]


@pytest.mark.parametrize("start", [b"9" * 30, b"-5", b"abc"])
def test_odd_places_of_the_table_of_objects(start: bytes) -> None:
    """A huge, negative or wordy `startxref` is told in one line, or the file is read nevertheless."""
    data = drawn_pdf(say(RULE))
    head, _, _ = data.rpartition(b"startxref")
    try:
        found = texts(load(head + b"startxref\n" + start + b"\n%%EOF\n", "a.pdf"))
    except InputError as error:
        assert "damaged or cut off" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert found == [RULE]


def test_chinese_is_joined_without_blanks() -> None:
    """Letters set wide, line ends, and radicals in the place of letters."""
    cmap = (
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 5 beginbfchar <41> <6240> <42> <6709> <43> <8A17>"
        "<44> <7BA1> <45> <2F08> endbfchar endcmap"
    )
    font = (
        "<< /Type /Font /Subtype /TrueType /BaseFont /Ming /FirstChar 65 /LastChar 69 "
        "/Widths [1000 1000 1000 1000 1000] /ToUnicode 6 0 R >>"
    )
    wide = "".join(say(letter, 70 + 18 * place, 700).replace("/F1", "/F3") for place, letter in enumerate("ABCDE"))
    content = wide + "".join(say("ABCDE" * 4, 70, y).replace("/F1", "/F3") for y in (640, 626))
    data = drawn_pdf(content, objects=[font, stream(cmap)]).replace(b"/F2 4 0 R", b"/F3 5 0 R")
    assert texts(load(data, "a.pdf")) == ["所有託管人", "所有託管人" * 8]


@pytest.mark.parametrize(
    "drawn", ["0 0 0 rg 70 702 105 2.4 re f\n", say("-" * 32, 70, 700), "[3 2] 0 d 70 703 m 175 703 l S\n"]
)
def test_what_a_thick_bar_or_dashes_go_through_is_struck(drawn: str) -> None:
    """As programs and typewriters strike; a line of dashes by itself strikes nothing."""
    (block,) = loaded(say("A keeper pays NVD 10.", 70, 700) + drawn + say("A keeper pays NVD 35.", 70, 680)).blocks
    assert block.text == "A keeper pays NVD 35."
    assert [words for _, words in block.struck] == ["A keeper pays NVD 10."]
    rule = loaded(say("A keeper pays NVD 35.", 70, 700) + say("-" * 32, 70, 680) + say("It reports.", 70, 660))
    assert not any(one.struck for one in rule.blocks)
