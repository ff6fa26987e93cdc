"""Word documents: headings, tables, notes, boxes, forms, and broken files."""

from __future__ import annotations

import zipfile

import pytest

from corpus.errors import InputError
from corpus.loading import load
from corpus.records import BlockKind
from tests.corpus.loading.docx_bytes import files, loaded, make_docx, p, pack, r, style, table, texts

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOX = "<w:r><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></w:r>"


def test_headings_and_paragraphs() -> None:
    """Styles give the levels, their own or by what they are based on; the title is the document's title."""
    styles = style("T", "", name="Title") + style("H", "", name="heading 1") + style("Mine", '<w:basedOn w:val="H"/>')
    body = (
        p("Circular on custody", style="T")
        + p("Scope", style="Mine")
        + p("This circular of 3 March 2025 applies to brokers.")
    )
    document = loaded(body, styles=styles)
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert (document.title, document.kind) == ("Circular on custody", "circular")


def test_the_change_of_a_file_is_no_publication() -> None:
    """A file saved today says nothing of the day of its text."""
    contents = files(p("A rule without any date at all."))
    contents["docProps/core.xml"] = (
        '<c:p xmlns:c="urn:c" xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:modified>0001-01-01T00:00:00Z'
        "</dcterms:modified></c:p>"
    )
    assert load(pack(contents), "a.docx").published is None


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (("within 30", r("4", RAISED), " days of the change"), "within 30 days [note 4] of the change"),
        (("within 30", r("4", '<w:rStyle w:val="Up"/>'), " days"), "within 30 days [note 4]"),
        (("at least 5,000,000", r("3", RAISED), " at all times"), "at least 5,000,000 [note 3] at all times"),
        (("a share of 12", r("7", RAISED), " per cent"), "a share of 12 per cent [note 7]"),
        (("a share of 12", r("7", RAISED), "%"), "a share of 12% [note 7]"),
        (("Reserve of 10", r("8", RAISED), " units"), "Reserve of 10^8 units"),
        (("Unit of 10", r("-18", RAISED), " tokens"), "Unit of 10^-18 tokens"),
        (("an area of 40 m", r("2", RAISED), " or more"), "an area of 40 m^2 or more"),
        (("the 1", r("st", RAISED), " day of July"), "the 1st day of July"),
        (("tokens", r("a, b", RAISED), " are exempt"), "tokens [note a, b] are exempt"),
        (("tons of CO", r("2", '<w:vertAlign w:val="subscript"/>'), " a year"), "tons of CO2 a year"),
    ],
)
def test_marks_are_not_figures(runs: tuple[str, ...], shown: str) -> None:
    """Raised letters are notes, exponents or ordinals, and never digits of the figure before them."""
    styles = style("Up", f"<w:rPr>{RAISED}</w:rPr>", kind="character")
    assert texts(p(*runs), styles=styles) == [shown]


def test_notes_are_read_and_marked() -> None:
    """Footnotes and endnotes count in the order of their marks, not of the file."""
    note = '<w:{0} w:id="{1}">{2}</w:{0}>'
    body = p(
        "Gains are taxed at 12",
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
        " per cent",
        '<w:r><w:endnoteReference w:id="2"/></w:r>',
        ".",
    ) + p("Losses are not", '<w:r><w:footnoteReference w:id="3"/></w:r>', ".")
    notes = note.format("footnote", 3, p("Nor are gifts of tokens.")) + note.format("footnote", 7, p("From 2027."))
    document = loaded(body, footnotes=notes, endnotes=note.format("endnote", 2, p("Tokens held long are exempt.")))
    assert [(block.label, block.text) for block in document.blocks] == [
        ("", "Gains are taxed at 12 per cent [note 1] [endnote 1]."),
        ("", "Losses are not [note 2]."),
        ("footnote 1", "From 2027."),
        ("footnote 2", "Nor are gifts of tokens."),
        ("endnote 1", "Tokens held long are exempt."),
    ]


def test_text_boxes_are_read_once() -> None:
    """Each paragraph of a box is one, and the form for older programs is not read again."""
    box = BOX.format(p("A token trades for 12 months.") + p("The fee is 25,000."))
    forms = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{forms}</mc:AlternateContent></w:r>"
    assert texts(p(both, "The panel meets monthly.")) == [
        "The panel meets monthly.",
        "A token trades for 12 months.",
        "The fee is 25,000.",
    ]


def test_content_controls_are_read() -> None:
    """Around paragraphs, tables, rows, cells and words."""

    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    fee = control(f"<w:tc>{p('410,000')}</w:tc>")
    row = control(f"<w:tr><w:tc>{p('Class A')}</w:tc>{fee}</w:tr>")
    body = (
        control(p("Keep 98 per cent cold.")) + control(f"<w:tbl>{row}</w:tbl>") + p("Hold ", control(r("75 million")))
    )
    assert texts(body) == ["Keep 98 per cent cold.", "Class A | 410,000", "Hold 75 million"]


def test_a_field_within_the_instruction_of_another_is_no_text() -> None:
    """Word shows the result of the outer field alone; a field of a form that lacks its end hides nothing."""

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (char("begin"), "<w:r><w:instrText> MERGEFIELD X </w:instrText></w:r>", char("separate"), "B", char("end"))
    outer = (char("begin"), "<w:r><w:instrText> IF </w:instrText></w:r>", *inner, char("separate"), "7", char("end"))
    assert texts(p("The rate is ", *outer, " per cent.")) == ["The rate is 7 per cent."]


def test_forms_are_read_as_filled() -> None:
    """Fields of text show their result, boxes their tick, lists what was chosen."""
    field = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{0}</w:ffData></w:fldChar></w:r>'
    box = field.format('<w:checkBox><w:checked w:val="1"/></w:checkBox>')
    choices = field.format('<w:ddList><w:result w:val="1"/><w:listEntry w:val="A"/><w:listEntry w:val="B"/></w:ddList>')
    code = "<w:r><w:instrText> FORMTEXT </w:instrText></w:r>"
    assert texts(p(box, "Licensed, class ", choices, code, ", until 30 June 2029")) == [
        "☒ Licensed, class B, until 30 June 2029"
    ]


def test_equations_are_read_in_one_line() -> None:
    """Powers, fractions and roots."""

    def part(name: str, inner: str) -> str:
        return f"<m:{name}>{inner}</m:{name}>"

    def letters(text: str) -> str:
        return part("r", part("t", text))

    power = part("sSup", part("e", letters("x")) + part("sup", letters("2")))
    share = part("f", part("num", letters("a+b")) + part("den", letters("4")))
    body = p("The levy is ", part("oMath", power + letters("+") + share), " of the fees.")
    assert texts(body) == ["The levy is x^2+(a+b)/4 of the fees."]


def test_tables_have_a_line_a_row() -> None:
    """Cells are parted by bars; a cell that spans columns counts once, and one that spans rows stands in each."""
    merged = '<w:tc><w:tcPr><w:vMerge w:val="{0}"/></w:tcPr>{1}</w:tc>'
    spans = f'<w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>{p("Both")}</w:tc>'
    rows = "".join(
        f"<w:tr>{merged.format(kind, p(words))}<w:tc>{p(fee)}</w:tc></w:tr>"
        for kind, words, fee in (("restart", "Class A", "10"), ("continue", "", "20"))
    )
    body = table(("Class", "Fee")).replace("</w:tbl>", f"{rows}<w:tr>{spans}</w:tr></w:tbl>")
    assert texts(body) == ["Class | Fee\nClass A | 10\nClass A | 20\nBoth"]


def test_a_merge_without_a_row_above_is_a_cell() -> None:
    """Nothing is there to go on with."""
    cell = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('Alone in its row.')}</w:tc>"
    assert texts(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>") == ["Alone in its row."]


def test_a_long_table_repeats_its_heads() -> None:
    """Each part is read with the heads of its columns."""
    rows = [(f"Keeper class {number}", f"{number * 3} days after the end of the month") for number in range(1, 40)]
    blocks = loaded(table(("Class", "Reporting delay"), *rows)).blocks
    assert len(blocks) > 2
    assert all(block.text.startswith("Class | Reporting delay\n") for block in blocks)
    assert sum(block.text.count("\n") for block in blocks) == len(rows)


@pytest.mark.parametrize("link", ["A", "B"])
def test_styles_in_a_circle_end(link: str) -> None:
    """A style based on itself, or on one that is based on it."""
    styles = style("A", f'<w:basedOn w:val="{link}"/>') + style("B", '<w:basedOn w:val="A"/>')
    assert texts(p("A rule of one line.", style="A"), styles=styles) == ["A rule of one line."]


def test_the_strict_form_is_read() -> None:
    """It differs by the names of its elements alone."""
    data = {
        path: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for path, text in files(p("A rule of one line.")).items()
    }
    assert [block.text for block in load(pack(data), "a.docx").blocks] == ["A rule of one line."]


def _broken(data: bytes, change: str) -> bytes:
    """Break an archive at its entry of the body: its method, its encryption flag, or its bytes."""
    start = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    local = data.rindex(b"PK\x03\x04", 0, data.index(b"word/document.xml"))
    broken = bytearray(data)
    if change == "method":
        broken[start + 10] = broken[local + 8] = 97
    elif change == "encrypted":
        broken[start + 8] |= 1
        broken[local + 6] |= 1
    else:
        place = local + 30 + len("word/document.xml")
        broken[place : place + 20] = b"\xff" * 20
    return bytes(broken)


@pytest.mark.parametrize("change", ["method", "encrypted", "bytes"])
def test_broken_entries_are_told(change: str) -> None:
    """An unknown method, a locked entry and spoilt bytes end in one line."""
    with pytest.raises(InputError, match="no Word document, or is damaged"):
        load(_broken(make_docx(p("A rule of one line.") * 50), change), "a.docx")


@pytest.mark.parametrize("inner", ["<w:p/>", "<w:p><w:r><w:t>x</w:t></w:r></w:p>"])
def test_too_many_elements_are_refused(inner: str) -> None:
    """A small archive of millions of elements is not opened."""
    with pytest.raises(InputError, match="unpacks to more than can be read"):
        loaded(inner * 3_100_000)


def test_entities_are_refused() -> None:
    """No Word document declares any."""
    contents = files(p("A rule."))
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    contents["word/document.xml"] = bomb + contents["word/document.xml"].replace("A rule.", "&b;")
    with pytest.raises(InputError, match="declares entities"):
        load(pack(contents, zipfile.ZIP_STORED), "a.docx")


def test_nothing_to_read_is_told() -> None:
    """A document of pictures has no text."""
    with pytest.raises(InputError, match="holds no text"):
        loaded(p(""))


def test_a_page_that_is_embedded_is_read() -> None:
    """Programs that make a document of a page leave it to the word processor; another text is told."""
    made = files(p("Section 1. A loan runs for 90 days.") + f'<w:altChunk xmlns:r="{OFFICE}" r:id="rC"/>' + p("End."))
    link = f'<Relationship Id="rC" Type="{OFFICE}/aFChunk" Target="{{}}"/></Relationships>'
    relations = made["word/_rels/document.xml.rels"]
    for name, expected in (("chunk.html", ["Section 2. A pledge of 145 per cent."]), ("chunk.mht", [])):
        linked = relations.replace("</Relationships>", link.format(name))
        chunk = {f"word/{name}": "<p>Section 2. A pledge of 145 per cent.</p>", "word/_rels/document.xml.rels": linked}
        document = load(pack(made | chunk), "a.docx")
        assert [block.text for block in document.blocks] == ["Section 1. A loan runs for 90 days.", *expected, "End."]
        assert any("1 texts that the document only embeds" in told for told in document.warnings) is not expected
