"""What a file is by its bytes, whatever its name says."""

from __future__ import annotations

import io
import zipfile

from corpus.loading.parts.archive import DAMAGE

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # Word, Excel and PowerPoint before 2007, and messages of Outlook
PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}
MIMES = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
MIME_LENGTH = 100  # bytes; a longer file named `mimetype` is none
NAMES = {
    ".pdf": "a PDF", ".docx": "a Word document", ".xlsx": "an Excel workbook", ".pptx": "a PowerPoint presentation",
    ".odt": "an OpenDocument text", ".ods": "an OpenDocument spreadsheet", ".epub": "a book (EPUB)",
    ".rtf": "a rich text file", ".zip": "a zip archive",
}  # fmt: skip


def kind_of(data: bytes) -> str:
    """Return the extension of what a file is, or nothing where its first bytes do not tell."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return _packed(data) if data.startswith((ZIP, EMPTY_ZIP)) else ""


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            paths = set(archive.namelist())
            if "mimetype" in paths:
                with archive.open("mimetype") as entry:
                    mime = entry.read(MIME_LENGTH).strip()
                return MIMES.get(mime, ".zip")
            return next((kind for path, kind in PARTS.items() if path in paths), ".zip")
    except DAMAGE:  # the loader of the kind that its name says tells what is wrong
        return ""
