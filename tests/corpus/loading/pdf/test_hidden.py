"""What a reader of a PDF sees, and what is hidden or struck: only the first is text."""

from __future__ import annotations

import pytest

from tests.corpus.loading.pdf.drawn_pages import RULE, loaded, texts
from tests.corpus.loading.pdf_bytes import say, stream

STRUCK = {
    "stroked": "115 703.2 m 159.5 703.2 l S",
    "filled": "115 702.8 44.5 .7 re f",
}


@pytest.mark.parametrize("line", STRUCK.values(), ids=STRUCK)
def test_a_line_through_words_strikes_them(line: str) -> None:
    """Only the words that it goes through, and not the line below others."""
    underline = "70 698.5 m 500 698.5 l S "
    content = say("Capital of 2,000,000 ") + say("9,000,000 is held at all times.", 168)
    (block,) = loaded(f"{underline}{line} {content}").blocks
    assert (block.text, [words for _, words in block.struck]) == (
        "Capital of 9,000,000 is held at all times.",
        ["2,000,000"],
    )


def test_a_reviewer_strikes_words() -> None:
    """By an annotation, which no content shows."""
    note = "<< /Type /Annot /Subtype /StrikeOut /Rect [70 660 400 680] /QuadPoints [70 681 400 681 70 671 400 671] >>"
    content = say(RULE) + say("It may lend the tokens of its clients.", y=673)
    (block,) = loaded(content, objects=[note], page="/Annots [5 0 R]").blocks
    assert (block.text, len(block.struck)) == (RULE, 1)


HIDDEN = {
    "without ink": say("Pay the fee twice.", y=600, before="3 Tr"),
    "off the page": say("Pay the fee twice.", x=900, y=600),
    "cut off": f"q 0 0 10 10 re W n {say('Pay the fee twice.', y=600)} Q",
    "covered": f"{say('Pay the fee twice.', y=600)} .2 g 60 590 300 30 re f",
    "of no size": say("Pay the fee twice.", y=600, size=0.5),
    "squeezed": say("Pay the fee twice.", y=600, before="1 Tz"),
    "white": say("Pay the fee twice.", y=600, before="1 1 1 rg"),
    "grey on grey": f".5 g 60 590 300 30 re f {say('Pay the fee twice.', y=600, before='.51 g')}",
    "clear": f"/G gs {say('Pay the fee twice.', y=600)}",
    "a layer that is off": f"/OC /L BDC {say('Pay the fee twice.', y=600)} EMC",
}


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_hidden_letters_are_no_text(content: str) -> None:
    """What nobody sees is taken out, and told."""
    document = loaded(
        f"0 g {say(RULE)} {content}",
        resources="/ExtGState << /G << /ca 0 >> >> /Properties << /L 5 0 R >>",
        objects=["<< /Type /OCG /Name (off) >>"],
        root="/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >>",
    )
    assert texts(document) == [RULE]
    assert "Taken out: 1 pieces of hidden text." in document.warnings


@pytest.mark.parametrize(
    "content",
    [
        f"0 0 .5 rg 60 690 400 30 re f {say(RULE, before='1 g')}",  # a white head on a colour
        f"{say(RULE)} /M gs 1 1 0 rg 60 690 400 30 re f",  # a marker's yellow
        f"q 600 0 0 800 0 0 cm /Im Do Q {say(RULE, before='3 Tr')}",  # text recognition over a scan
        f"{say(RULE, before='3 Tr')} q 600 0 0 800 0 0 cm /Im Do Q",  # and below it
        f"q 60 690 400 30 re W n {say(RULE)} Q",
        f"/OC /L BDC {say(RULE)} EMC",
    ],
)
def test_what_is_seen_is_text(content: str) -> None:
    """Colours, markers, scans, frames and layers that are on hide nothing."""
    image = stream("\x00", "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray")
    document = loaded(
        content,
        resources="/ExtGState << /M << /BM /Multiply >> >> /XObject << /Im 5 0 R >> /Properties << /L 6 0 R >>",
        objects=[image, "<< /Type /OCG /Name (on) >>"],
        root="/OCProperties << /OCGs [6 0 R] /D << /OFF [] >> >>",
    )
    assert (texts(document), document.warnings) == ([RULE], ())


def test_watermarks_are_no_text_and_told() -> None:
    """Large letters aslant or pale, and what the file itself marks so."""
    aslant = "BT .8 g /F1 60 Tf .7 .7 -.7 .7 150 200 Tm (SUPERSEDED) Tj ET 0 g "
    pale = "BT .8 g /F1 60 Tf 1 0 0 1 100 300 Tm (DRAFT) Tj ET 0 g "
    document = loaded(aslant + pale + say("Circular 3 of 2024", size=15) + say(RULE, y=670))
    assert (document.title, texts(document)[-1]) == ("Circular 3 of 2024", RULE)
    assert {warning.split("watermark ")[1] for warning in document.warnings} == {"“SUPERSEDED”.", "“DRAFT”."}
