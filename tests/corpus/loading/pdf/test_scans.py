"""Pages that are pictures are read by Tesseract where it is installed, marked as such, and told where it is not."""

from __future__ import annotations

import io
import shutil

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from corpus.errors import InputError
from corpus.loading import load
from corpus.loading.pdf import scans
from tests.corpus.loading.pdf_bytes import lines, make_pdf

ENOUGH = 300.0  # seconds: other programs may take the processors meanwhile
needs_tesseract = pytest.mark.skipif(
    shutil.which(scans.PROGRAM) is None, reason="Tesseract is not installed: apt-get install tesseract-ocr"
)


def scanned(*pages: str) -> bytes:
    """Return a PDF whose pages are pictures of these words."""
    images = []
    for words in pages:
        image = Image.new("L", (1240, 1754), "white")
        ImageDraw.Draw(image).multiline_text(
            (120, 150), words, fill="black", font=ImageFont.load_default(40), spacing=18
        )
        images.append(image)
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=150, save_all=True, append_images=images[1:])
    return out.getvalue()


SCAN = scanned(
    "Circular on tokens\n\nA keeper must hold capital of 4 million.",
    "A keeper reports a loss within six hours.",
)


@needs_tesseract
def test_scanned_pages_are_read_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their words are cited as read by OCR, by page, and the user is told."""
    monkeypatch.setattr(scans, "SECONDS", ENOUGH)
    document = load(SCAN, "scan.pdf")
    held = {block.page: block for block in document.blocks if block.level == 0}
    assert "capital of 4 million" in held[1].text
    assert "within six hours" in held[2].text
    assert held[2].label == "p. 2, read by OCR"
    assert document.warnings == (
        "Pages 1-2 are each a picture, read by OCR (Tesseract): letters and figures there can be wrong.",
    )


def test_without_tesseract_scanned_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As before, in one line that says what to do."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(InputError, match=r"^scan\.pdf holds no text on its 2 pages"):
        load(SCAN, "scan.pdf")


@needs_tesseract
def test_pages_for_which_no_time_is_left_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends in time, whatever a file has."""
    monkeypatch.setattr(scans, "SECONDS", 0.0)
    monkeypatch.setattr(scans, "installed", lambda: ("eng",))
    assert scans.recognized(SCAN, [1, 2]) == {}


def test_a_stamp_on_a_picture_is_not_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A court's stamp, or a foot, stands on each page that was scanned: the page is told all the same."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    stamp = PdfReader(io.BytesIO(make_pdf([[(70, 785, 8, "Case 1:20-cv-10832 Document 874 Page 2 of 2")]]))).pages[0]
    writer = PdfWriter(io.BytesIO(make_pdf([lines("A keeper must hold capital of four million at all times.")])))
    writer.add_page(PdfReader(io.BytesIO(SCAN)).pages[0]).merge_page(stamp)
    out = io.BytesIO()
    writer.write(out)
    assert load(out.getvalue(), "a.pdf").warnings[0].startswith("Not read: page 2, which is a picture without text.")
