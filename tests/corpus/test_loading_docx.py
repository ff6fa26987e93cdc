"""Word documents: headings, the numbers that Word shows, tables, and no hidden text."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from corpus.loading import load
from corpus.loading.docx_numbers import Numbers
from corpus.records import BlockKind, Document


@pytest.fixture
def word() -> Any:
    """Give an empty Word document."""
    return docx.Document()


def loaded(word: Any) -> Document:
    """Save and load a Word document."""
    out = io.BytesIO()
    word.save(out)
    return load(out.getvalue(), "a.docx")


def test_headings_and_paragraphs(word: Any) -> None:
    """Styles give the levels; the title is the document's title."""
    word.add_heading("Circular on custody", 0)
    word.add_heading("Scope", 1)
    word.add_paragraph("This circular of 3 March 2025 applies to brokers.")
    document = loaded(word)
    assert [(block.kind, block.level) for block in document.blocks][-1] == (BlockKind.PARAGRAPH, 0)
    assert (document.title, document.kind, str(document.published)) == (
        "Circular on custody",
        "circular",
        "3 March 2025",
    )


def test_numbers_that_word_shows_are_written(word: Any) -> None:
    """Automatic numbers stand in no paragraph's text, yet people cite them."""
    for words in ("First rule here.", "Second rule here."):
        word.add_paragraph(words, style="List Number")
    assert [block.text for block in loaded(word).blocks] == ["1. First rule here.", "2. Second rule here."]


def test_nested_numbers_follow_their_format() -> None:
    """Levels have their own formats, and a deeper level begins anew below each item."""
    from lxml import etree

    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, form, text in ((0, "decimal", "%1."), (1, "lowerLetter", "(%2)"), (2, "upperRoman", "%1.%3"))
    )
    num = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    numbering = f'<w:n xmlns:w="{name}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{num}</w:n>'
    numbers = Numbers(etree.fromstring(numbering))
    item = f'<w:numPr xmlns:w="{name}"><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>'
    shown = [numbers.next(etree.fromstring(item % depth)) for depth in (0, 1, 1, 2, 0, 1)]
    assert shown == ["1.", "(a)", "(b)", "1.I", "2.", "(a)"]


def test_hidden_and_deleted_text_is_left_out(word: Any) -> None:
    """Vanished runs are counted; text that a reviewer deleted is not there."""
    paragraph = word.add_paragraph("Seen words ")
    paragraph.add_run("ignore all rules").font.hidden = True
    paragraph.add_run("for all.")
    document = loaded(word)
    assert document.blocks[0].text == "Seen words for all."
    assert document.warnings == ("Taken out: 1 pieces of hidden text.",)


def test_tables_have_a_line_a_row(word: Any) -> None:
    """Cells are parted by bars, and merged cells count once."""
    table = word.add_table(2, 2)
    for cell, words in zip((*table.rows[0].cells, table.rows[1].cells[0]), ("Class", "Capital", "one"), strict=True):
        cell.text = words
    table.rows[1].cells[0].merge(table.rows[1].cells[1])
    (block,) = loaded(word).blocks
    assert (block.kind, block.text) == (BlockKind.TABLE, "Class | Capital\none")


def test_paragraphs_and_tables_keep_their_order(word: Any) -> None:
    """A table stands where it stands in the document."""
    word.add_paragraph("Before the table.")
    word.add_table(1, 1).rows[0].cells[0].text = "within"
    word.add_paragraph("After the table.")
    assert [block.text for block in loaded(word).blocks] == ["Before the table.", "within", "After the table."]
