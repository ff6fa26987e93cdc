"""Cases after public reports of others' troubles with Word and PDF: what each file says is read as it is written."""

from __future__ import annotations

import shutil

import pytest

from corpus.errors import InputError
from corpus.loading import load
from corpus.records import Document
from tests import SHARED

CASES = SHARED / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not at {CASES}")

RIGHT = {
    "docx-content-controls": ["98 per cent", "before 11:00", "Class A custodian | NOK 410,000", "key | six hours"],
    "docx-endnotes": ["held for more than 24 months, which are exempt"],
    "docx-level-by-style": ["1.1 An issuer must redeem at par within two days.", "2.1 Reserves"],
    "docx-numbers-in-table": ["1. File the audit report | within 90 days", "2. File the token inventory"],
    "docx-restart-numbering": ["1. A provider must disclose the fee", "2. The fee must not exceed 15 per cent"],
    "docx-superscript": ["AC$ 5,000,000 [note 3]", "30 days [note 4]", "10^8 base units"],
    "docx-text-boxes": ["\nKey point 1\nA token must have traded", "\nWarning\nStable tokens",
                        "\nThe Listing Panel meets"],
    "pdf-form-fields": ["Capital required: KSB 4,400,000", "Licence ends on: 30 June 2029"],
    "pdf-strikethrough": ["insurance of DNM 9 million", "must not lend tokens of its clients"],
    "pdf-superscript": ["GRV 5,000,000 [note 3]", "within 7 days [note 12]", "10^-8 of a token", "the 1st day"],
    "pdf-table": ["Ether | 20 per cent | 40 per cent | 25 per cent of capital",
                  "wrapped bitcoin | 15 per cent | 35 per cent"],
    "pdf-two-columns-by-row": ["A keeper of tokens in Ravenholm must hold capital of at least RVH 3,100,000.",
                               "A broker of tokens in Ravenholm must hold capital of at least RVH 720,000."],
}  # fmt: skip
WRONG = {"docx-superscript": ["304 days", "108 base"], "pdf-strikethrough": ["DNM 2 million", "affiliates"]}


def case(name: str, file: str = "") -> Document:
    """Load the input of a case."""
    path = CASES / name / file if file else next(path for path in (CASES / name).iterdir() if path.stem == "input")
    return load(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_read(name: str) -> None:
    """The right values stand in the text with what they belong to, and the wrong ones do not."""
    text = "\n".join(block.text for block in case(name).blocks)
    assert [right for right in RIGHT[name] if right not in text] == []
    assert [wrong for wrong in WRONG.get(name, ()) if wrong in text] == []


def test_watermarks_are_no_titles() -> None:
    """The title is what stands over the text, and the watermark is told."""
    document = case("pdf-watermark")
    assert document.title == "Fenwick Wallet Circular 3 of 2024"
    assert any("SUPERSEDED" in warning for warning in document.warnings)


def test_pages_of_pictures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of five, where no program reads them; the text behind them is cited by its own page."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    document = case("pdf-mixed-scan")
    assert "pages 2-4" in document.warnings[0]
    assert {block.page for block in document.blocks} == {1, 5}


@pytest.mark.parametrize("file", ["cut.pdf", "empty.txt", "locked.pdf", "page.pdf", "scan-only.pdf"])
def test_what_cannot_be_read_is_refused(file: str) -> None:
    """In one line that names the file."""
    with pytest.raises(InputError, match=file) as caught:
        case("refusals", file)
    assert "\n" not in str(caught.value)
