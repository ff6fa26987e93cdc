"""Files in a zip archive, as office documents are made of them, each read within a limit."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from corpus.errors import InputError
from corpus.loading.parts.trees import parse_tree

MEGABYTE = 1024 * 1024
MAX_PART = 96 * MEGABYTE  # bytes of one part, unpacked; the text of a thousand pages has about 20 MB
MAX_WHOLE = 256 * MEGABYTE  # bytes of all parts that are read of one document
MAX_TAGS = 3_000_000  # of one part; a page has at most a thousand, and a tag takes about 400 bytes of memory
MAX_FILES = 20_000  # in one archive; a book of a thousand chapters with pictures has fewer
# What the standard library raises on broken, encrypted and unknown entries.
DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError,
    OverflowError, ValueError, KeyError, OSError, etree.XMLSyntaxError,
)  # fmt: skip


class Archive:
    """The files of a document; what was read of them is counted."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        """Name the document in errors."""
        self._archive = archive
        self._name = name
        self._read = 0
        self.paths = frozenset(archive.namelist())

    def data(self, path: str) -> bytes:
        """Return the bytes of a file; raise KeyError for one that is not there, InputError for one too large."""
        with self._archive.open(path) as entry:
            data = entry.read(MAX_PART + 1)
        self._read += len(data)
        if len(data) > MAX_PART or self._read > MAX_WHOLE or data.count(b"<") > MAX_TAGS:
            raise InputError(
                f"{self._name} unpacks to more than can be read ({MAX_PART // MEGABYTE} MB or {MAX_TAGS:,} tags in one "
                "part): save it again from the program that made it, or split it."
            )
        return data

    def tree(self, path: str) -> etree._Element | None:
        """Return a file as a tree; None where it is not there. Raise InputError as `parse_tree` does."""
        if path not in self.paths:
            return None
        return parse_tree(self.data(path), self._name, "save it again from the program that made it")


@contextmanager
def opened(data: bytes, name: str, kind: str, save: str) -> Iterator[Archive]:
    """Open a document; whatever breaks while it is read is told as one line, that it is no `kind`, and what to do."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_FILES:
                raise InputError(f"{name} is made of more than {MAX_FILES:,} files: split it.")
            yield Archive(archive, name)
    except DAMAGE as error:
        raise InputError(f"{name} is no {kind}, or is damaged: download it again or save it as {save}.") from error


def joined(folder: str, target: str) -> str:
    """Return the path that a link within an archive leads to, inside the archive alone."""
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
