"""What cannot be read is refused in one line that names the file, what is wrong and what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import InputError
from corpus.loading import LONGEST_BLOCK, MAX_BYTES, MAX_TEXT_BYTES, MOST_BLOCKS, load, pdf
from tests.corpus.loading.pdf_bytes import lines, make_pdf

GOOD = make_pdf([lines("A circular of the regulator with enough words on its only page to be read.")])


def refusal(data: bytes, name: str) -> str:
    """Return the message with which a file is refused, which must be one line that names the file."""
    with pytest.raises(InputError) as caught:
        load(data, name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(name)
    return message


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "a.pdf",
            b"<!DOCTYPE html><html><body>Maintenance</body></html>",
            "not a PDF: no %PDF- signature; it looks like an HTML page",
        ),
        ("a.pdf", b"\xef\xbb\xbf  <html>", "it looks like an HTML page; download the document again"),
        ("a.pdf", b"plain words", "not a PDF: no %PDF- signature; download"),
        ("a.pdf", b"", "is empty"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.pdf", GOOD[: len(GOOD) // 3], "damaged or cut off"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 4000, "damaged or cut off"),
        (
            "a.pdf",
            make_pdf([lines("Secret words that nobody may read here.")], password="secret"),
            "locked with a password",
        ),
        ("a.pdf", make_pdf([[], [], lines("3")]), "holds no text on its 3 pages"),
        ("a.docx", b"PK\x03\x04 and then nothing", "no Word document"),
        ("a.docx", GOOD, "not a Word document"),
        ("a.txt", GOOD, "looks like a PDF: rename it to end in .pdf"),
        ("a.txt", bytes(range(256)) * 40, "not text in a known encoding"),
        ("a.txt", b"\x00\x01ab" * 100, "binary file"),
        ("a.md", b"# Only a heading\n", "holds no paragraphs"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "holds no text"),
        ("a.pages", b"PK", "has the extension '.pages'"),
        ("noextension", b"words", "has the extension 'none'"),
        ("a.txt", b"A rule.\n\n" * (MOST_BLOCKS + 1), "40,001 paragraphs or rows"),
        ("a.csv", b"Place,Fee\n" + b"Japan,7\n" * (MOST_BLOCKS + 1), "split it"),
        ("a.md", b"Mr. Dr. " * (LONGEST_BLOCK // 8 + 1), "a paragraph of 500,00"),
        ("a.html", b"<p>" + b"a rule " * (LONGEST_BLOCK // 7 + 2), "a paragraph of 500,00"),
        ("a.txt", b"x" * (MAX_TEXT_BYTES + 1), "more than the 16 MB"),
        ("a.pdf", b"%PDF-1.7" + b"x" * MAX_BYTES, "more than the 64 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_in_one_line(name: str, data: bytes, says: str) -> None:
    """Every kind of unreadable file has its own message."""
    assert says in refusal(data, name)


def test_fifty_megabytes_of_text_are_refused_at_once() -> None:
    """Size is checked before anything is read."""
    assert "50 MB" in refusal(b"word " * (10 * 1024 * 1024), "long.txt")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the number of pages and the limit."""
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert "has 3 pages, more than the 2" in refusal(make_pdf([lines("Words of a page.")] * 3), "a.pdf")


def test_a_word_document_that_unpacks_to_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes that the archive states are added up before it is unpacked."""
    monkeypatch.setattr("corpus.loading.parts.archive.MAX_PART", 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 4096)
    assert "unpacks to more than" in refusal(out.getvalue(), "bomb.docx")


def test_an_encrypted_pdf_without_a_real_password_is_read() -> None:
    """The empty password is tried before giving up."""
    document = load(
        make_pdf([lines("Words that anybody may read, though the file is encrypted.")], password=""), "open.pdf"
    )
    assert document.blocks[0].text.startswith("Words that anybody may read")
