"""A zip of documents is a folder: its files are added one by one, within limits of size, number and nesting."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.errors import InputError
from corpus.loading import KINDS
from corpus.loading.encodings import decode
from corpus.loading.parts.archive import DAMAGE
from corpus.loading.parts.kinds import NAMES, kind_of

FOLDER = ".zip"
UPLOADS = (*KINDS, FOLDER)  # what may be added at once
MEGABYTE = 1024 * 1024
MOST_FILES = 500  # of a zip, those of zips in it included
MOST_BYTES = 256 * MEGABYTE  # of all of them, unpacked
DEEPEST = 2  # zips within the zip
LISTED = 0x800  # the flag of an entry whose name is UTF-8
LOCKED = 0x1  # the flag of an entry with a password
# What systems put beside the files of a folder, and no person did.
FURNITURE = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a folder by its path there: its bytes, or the one line that says why it cannot be read.

    `link` is the address that it was fetched from, or empty.
    """

    name: str
    data: bytes = b""
    error: InputError | None = None
    link: str = ""

    def read(self) -> bytes:
        """Return the bytes; raise InputError where they cannot be read."""
        if self.error is not None:
            raise self.error
        return self.data


@dataclass(slots=True)
class _Room:
    """What is left of the limits."""

    files: int
    bytes: int


def files_of(data: bytes, name: str) -> Iterator[File]:
    """Yield the file itself, or the files of a zip in their order; a bad one is told, and the others go on.

    Raises InputError for a zip that is damaged or empty.
    """
    if PurePosixPath(name).suffix.lower() != FOLDER:
        yield File(name, data)
        return
    real = kind_of(data)
    if real not in ("", FOLDER):
        raise InputError(f"{name} is not a zip archive but {NAMES[real]}: rename it to end in {real}.")
    count = 0
    for file in _members(data, name, _Room(MOST_FILES, MOST_BYTES), 0):
        count += 1
        yield file
    if not count:
        raise InputError(f"{name} holds no files: zip the folder again.")


def _members(data: bytes, name: str, room: _Room, depth: int) -> Iterator[File]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise InputError(f"{name} is no zip archive, or is damaged: download it or zip the folder again.") from error
    with archive:
        for entry in archive.infolist():
            path = PurePosixPath(_name(entry).replace("\\", "/"))
            if entry.is_dir() or FURNITURE & set(path.parts) or path.name.startswith("._"):
                continue
            called = f"{name}/{'/'.join(part for part in path.parts if part not in ('/', '..'))}"
            room.files -= 1
            if room.files < 0:
                yield _bad(called, f"stands behind the {MOST_FILES} files that are read of one zip: split it")
                return
            file = _file(archive, entry, called, room)
            if file.error is None and path.suffix.lower() == FOLDER:
                yield from _inner(file, room, depth + 1)
            else:
                yield file


def _inner(file: File, room: _Room, depth: int) -> Iterator[File]:
    """Yield the files of a zip within a zip."""
    if depth > DEEPEST:
        yield _bad(file.name, f"lies more than {DEEPEST} zips deep: unpack it")
        return
    try:
        yield from _members(file.data, file.name, room, depth)
    except InputError as error:
        yield File(file.name, error=error)


def _file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, called: str, room: _Room) -> File:
    """Unpack one file up to what is left of the limit."""
    if entry.flag_bits & LOCKED:
        return _bad(called, "is locked with a password: unpack it, and add it without one")
    try:
        with archive.open(entry) as opened:
            data = opened.read(room.bytes + 1)
    except DAMAGE:
        return _bad(called, "is damaged: download the zip again")
    if len(data) > room.bytes:
        return _bad(called, f"does not fit into the {MOST_BYTES // MEGABYTE} MB that are unpacked of one zip: split it")
    room.bytes -= len(data)
    return File(called, data)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; older programs write it in the encoding of their machine and say nothing of it."""
    if entry.flag_bits & LISTED or entry.filename.isascii():
        return entry.filename
    try:
        return decode(entry.filename.encode("cp437"), entry.filename)[0]
    except (UnicodeEncodeError, InputError):  # the name stays as it was read, and only looks strange
        return entry.filename


def _bad(name: str, what: str) -> File:
    return File(name, error=InputError(f"{name} {what}."))
