"""Spreadsheets: a row with its column heads is one passage, its cells as they are shown."""

from __future__ import annotations

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from corpus.loading import load
from corpus.loading.sheets.shown import shown
from corpus.records import BlockKind, Document
from tests.corpus.loading.docx_bytes import pack
from tests.corpus.loading.sheets.books import MAIN, MATRIX, capital, parts, saved, sheet_of
from tests.corpus.loading.test_refusals import refusal


def at(document: Document, label: str) -> str:
    """Return the text at a locator."""
    return next(block.text for block in document.blocks if block.label == label)


def test_a_row_is_a_passage_with_its_heads() -> None:
    """Heads over two rows stand before each cell, which is as the spreadsheet shows it."""
    document = load(saved(capital()), "matrix.xlsx")
    assert at(document, "Matrix, row 7") == (
        "Place: Singapore; Capital – Minimum: 250,000.00; Capital – Currency: SGD; Share: 12.5%; Since: 1 May 2023"
    )
    headings = [block.text for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["Matrix", "Asia", "Europe"]


def test_what_stands_around_the_table_is_kept() -> None:
    """The title and the day above it, and the note below, are paragraphs; the first ones say what the book is."""
    document = load(saved(capital()), "matrix.xlsx")
    assert document.title == "Capital of token keepers"
    assert document.published is not None
    assert document.published.text == "2024-03-01"
    assert at(document, "Matrix, row 11") == MATRIX[10][0]


def test_struck_and_hidden_cells_are_told() -> None:
    """A struck amount is none, and what is hidden is counted and left out."""
    document = load(saved(capital()), "matrix.xlsx")
    row = next(block for block in document.blocks if block.label == "Matrix, row 8")
    assert [words for _, words in row.struck] == ["Capital – Minimum: 5,000,000.00"]
    assert row.text == "Place: Hong Kong; Capital – Currency: HKD; Share: 60.0%; Since: 15 Jan 2024"
    assert not any("instructions" in block.text or "nobody" in block.text for block in document.blocks)
    assert any("2 pieces of hidden text" in told for told in document.warnings)


def test_a_merged_cell_stands_in_each_of_its_rows() -> None:
    """A place that is written once for two rows is the place of both."""
    book, sheet = sheet_of([("Place", "Token", "Rule"), ("Japan", "A", "none"), (None, "B", "licence")])
    sheet.merge_cells("A2:A3")
    document = load(saved(book), "a.xlsx")
    assert at(document, "Matrix, row 3") == "Place: Japan; Token: B; Rule: licence"


def test_a_second_table_has_its_own_heads() -> None:
    """Behind an empty row a row of other columns holds the heads of what follows."""
    rows = [("Place", "Fee"), ("Japan", "10"), (), ("Token", "Class", "Limit"), ("A", "large", "none")]
    document = load(saved(sheet_of(rows)[0]), "a.xlsx")
    assert at(document, "Matrix, row 5") == "Token: A; Class: large; Limit: none"


def test_words_between_figures_are_heads_behind_a_gap() -> None:
    """They may stand in the columns of the table above; a row of the same table behind a gap has a figure."""
    rows = [("Place", "A", "B"), ("Japan", 12, 19), ("Malta", 23, 31), (), ("Delay", "Days"), ("Loss", 2), ("Move", 45)]
    document = load(saved(sheet_of(rows)[0]), "a.xlsx")
    assert at(document, "Matrix, row 7") == "Delay: Move; Days: 45"
    rows = [("Place", "A", "B"), ("Japan", 12, 19), (), ("Malta", "n/a", 31), ("Chile", 5, 6)]
    assert at(load(saved(sheet_of(rows)[0]), "a.xlsx"), "Matrix, row 5") == "Place: Chile; A: 5; B: 6"


def test_a_raised_figure_in_a_cell_is_a_note() -> None:
    """It is no digit of the amount before it."""
    book, sheet = sheet_of([("Firm", "Capital"), ("Pool", "x")])
    sheet["B2"] = CellRichText("NVD 3,000", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    assert at(load(saved(book), "a.xlsx"), "Matrix, row 2") == "Firm: Pool; Capital: NVD 3,000 [note 1]"


def test_a_long_row_names_itself_in_each_part() -> None:
    """What does not fit into one passage is cut between cells, and each part begins with the first cell."""
    rows = [("Place", *(f"Duty {n}" for n in range(12))), ("Japan", *("a keeper must keep " * 6 for _ in range(12)))]
    texts = [block.text for block in load(saved(sheet_of(rows)[0]), "a.xlsx").blocks if block.label == "Matrix, row 2"]
    assert len(texts) > 1
    assert all(text.startswith("Place: Japan; Duty") for text in texts)


def test_a_formula_without_a_value_is_told() -> None:
    """A program that writes formulas alone leaves nothing to read."""
    document = load(saved(sheet_of([("Place", "Fee"), ("Japan", "=1+1")])[0]), "a.xlsx")
    assert any("1 formulas whose values the file does not hold" in told for told in document.warnings)


@pytest.mark.parametrize(
    ("text", "label", "says"),
    [
        ('Place,Capital\nSingapore,"SGD 250,000"\n', "row 2", "Place: Singapore; Capital: SGD 250,000"),
        ("Place;Capital\nSchweiz;250 000,50\n", "row 2", "Place: Schweiz; Capital: 250 000,50"),
        ("Place\tFee\nJapan\t\nMalta\t7\n", "row 2", "Place: Japan"),
        ('Place,Rule\n\nJapan,"first line\nsecond line"\n', "row 3", "Place: Japan; Rule: first line second line"),
        ("Fees of keepers\n\nPlace,Fee,Day\nJapan,7,1 May\n", "row 4", "Place: Japan; Fee: 7; Day: 1 May"),
    ],
    ids=("commas", "semicolons", "tabs", "quoted lines", "title"),
)
def test_separated_values(text: str, label: str, says: str) -> None:
    """The sign between the cells is found by itself, and a quoted cell may hold it, and lines."""
    assert at(load(text.encode(), "a.csv"), label) == says


@pytest.mark.parametrize(
    ("number", "form", "says"),
    [
        ("1234.5", "General", "1234.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("250000", '"SGD "#,##0', "SGD 250,000"),
        ("12", "[$€-407]#,##0.00", "€12.00"),
        ("-5", "#,##0;(#,##0)", "(5)"),
        ("0", '#,##0;-#,##0;"none"', "none"),
        ("0.125", "0.0%", "12.5%"),
        ("1500000", '0.0,,"m"', "1.5m"),
        ("7", "000", "007"),
        ("2.5", "0.##", "2.5"),
        ("45000", "dd/mm/yyyy", "15/03/2023"),
        ("45000", "[$-409]mmmm d, yyyy", "March 15, 2023"),
        ("45000.5", "yyyy-mm-dd hh:mm", "2023-03-15 12:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("99999999999", "yyyy", "99999999999"),
        ("nan", "0", "nan"),
        ("1e400", "0", "1e400"),
    ],
)
def test_a_number_is_shown_by_its_format(number: str, form: str, says: str) -> None:
    """Currencies, shares, days and signs are written as the spreadsheet shows them."""
    assert shown(number, form) == says


ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60))


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (saved(sheet_of([])[0]), "a.xlsx", "holds no text"),
        (saved(capital())[:2000], "a.xlsx", "is no Excel workbook, or is damaged"),
        (pack({"xl/other.xml": "<a/>"}), "a.xlsx", "is no Excel workbook"),
        (pack(parts(f'<!DOCTYPE x [<!ENTITY e "{"ha" * 99}">]><worksheet xmlns="{MAIN}"/>')), "a.xlsx", "entities"),
        (pack(parts(f'<worksheet xmlns="{MAIN}">' + "<a>" * 999)), "a.xlsx", "nests its elements too deeply"),
        (saved(capital()), "a.docx", "is not a Word document but an Excel workbook: rename it to end in .xlsx"),
        (saved(capital()), "a.csv", "looks like an Excel workbook: rename it to end in .xlsx"),
        (b"plain,text\n1,2\n", "a.xlsx", "is not an Excel workbook: no PK signature"),
        (b",,,\n,,\n", "a.csv", "holds no text"),
        (b"\x00\x01ab" * 100, "a.csv", "binary file"),
        (b'a,b\n"' + b"x" * 2_000_000, "a.csv", "is no table of values"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "a.xlsx", "of an Office before 2007"),
    ],
    ids=(
        "empty",
        "cut off",
        "no book",
        "entity",
        "deep",
        "as word",
        "as csv",
        "text",
        "commas",
        "binary",
        "cell",
        "old",
    ),
)
def test_refused_in_one_line(data: bytes, name: str, says: str) -> None:
    """Every kind of unreadable table has its own message."""
    assert says in refusal(data, name)


def test_a_sheet_made_to_fill_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filled cells are counted, and what unpacks to too much is not unpacked."""
    monkeypatch.setattr("corpus.loading.sheets.xlsx.MOST_CELLS", 50)
    data = pack(parts(f'<worksheet xmlns="{MAIN}"><sheetData>{ROWS}</sheetData></worksheet>'))
    assert "more than 50 filled cells" in refusal(data, "a.xlsx")
    monkeypatch.setattr("corpus.loading.parts.archive.MAX_PART", 500)
    assert "unpacks to more than" in refusal(data, "a.xlsx")


def test_cells_merged_over_a_whole_sheet_cost_nothing() -> None:
    """A range of 17 billion cells is drawn by the spreadsheet and read as one cell."""
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = pack(parts(f'<worksheet xmlns="{MAIN}"><sheetData>{ROWS}</sheetData>{merged}</worksheet>'))
    assert at(load(data, "a.xlsx"), "S, row 59") == "59"
