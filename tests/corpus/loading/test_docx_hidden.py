"""What Word shows of a document, and what is hidden or struck: only the first is text."""

from __future__ import annotations

import pytest

from tests.corpus.loading.docx_bytes import loaded, p, r, style, table, texts

STRUCK = {
    "run": r("2 million ", "<w:strike/>"),
    "double": r("2 million ", "<w:dstrike/>"),
    "character style": r("2 million ", '<w:rStyle w:val="Gone"/>'),
    "tracked": '<w:del><w:r><w:delText xml:space="preserve">2 million </w:delText></w:r></w:del>',
}


@pytest.mark.parametrize("run", STRUCK.values(), ids=STRUCK)
def test_struck_words_are_kept_apart(run: str) -> None:
    """Words that are struck through, or deleted under tracking, stand in no text; those inserted do."""
    inserted = "<w:ins><w:r><w:t>9 million</w:t></w:r></w:ins>"
    styles = style("Gone", "<w:rPr><w:strike/></w:rPr>", kind="character")
    (block,) = loaded(p("Capital of ", run, inserted, " is held."), styles=styles).blocks
    assert (block.text, [words for _, words in block.struck]) == ("Capital of 9 million is held.", ["2 million"])


def test_paragraphs_and_rows_are_struck_too() -> None:
    """By the style of the paragraph, and by a row that was deleted."""
    styles = style("Gone", "<w:rPr><w:strike/></w:rPr>")
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>{0}</w:tc></w:tr>"
    cells = table(("Duty",)).replace("</w:tbl>", row.format(p("Report daily")) + "</w:tbl>")
    body = p("Tokens may be lent.") + p("They may not be sold.", style="Gone") + cells
    found = loaded(body, styles=styles).blocks
    assert [(block.text, [words for _, words in block.struck]) for block in found] == [
        ("Tokens may be lent.", ["They may not be sold."]),
        ("Duty", ["Report daily"]),
    ]


HIDDEN = {
    "run": "<w:vanish/>",
    "web": "<w:webHidden/>",
    "character style": '<w:rStyle w:val="Ghost"/>',
    "tiny": '<w:sz w:val="2"/>',
    "tiny by style": '<w:rStyle w:val="Small"/>',
    "white": '<w:color w:val="FFFFFF"/>',
    "nearly white": '<w:color w:val="FEFEFE"/>',
    "its own background": '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
    "narrow": '<w:w w:val="1"/>',
}


@pytest.mark.parametrize("properties", HIDDEN.values(), ids=HIDDEN)
def test_hidden_text_is_no_text(properties: str) -> None:
    """What nobody sees is taken out, and told."""
    styles = (
        style("Ghost", "<w:rPr><w:vanish/></w:rPr>", kind="character")
        + style("Tiny", '<w:rPr><w:sz w:val="2"/></w:rPr>', kind="character")
        + style("Small", '<w:basedOn w:val="Tiny"/>', kind="character")
    )
    document = loaded(p("Seen words ", r("pay at once", properties), "for all."), styles=styles)
    assert document.blocks[0].text == "Seen words for all."
    assert document.warnings == ("Taken out: 1 pieces of hidden text.",)


def test_hidden_paragraphs_by_style() -> None:
    """A style hides whole paragraphs, and one that is based on it may show them again."""
    styles = style("Ghost", "<w:rPr><w:vanish/></w:rPr>") + style(
        "Shown", '<w:basedOn w:val="Ghost"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
    )
    body = p("Nobody sees it.", style="Ghost") + p("Everybody sees it.", style="Shown")
    assert texts(body, styles=styles) == ["Everybody sees it."]


def test_white_heads_on_a_colour_stay() -> None:
    """Tables have white heads on dark cells."""
    shaded = '<w:tc><w:tcPr><w:shd w:val="clear" w:fill="003366"/></w:tcPr>{0}</w:tc>'
    head = shaded.format(p(r("Capital", '<w:color w:val="FFFFFF"/>')))
    assert texts(f"<w:tbl><w:tr>{head}</w:tr><w:tr><w:tc>{p('5 million')}</w:tc></w:tr></w:tbl>") == [
        "Capital\n5 million"
    ]
