"""The manifest: the files of an edition, and whether they are intact. Sizes cost nothing, hashes 1 s per gigabyte."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from operator import attrgetter
from pathlib import Path

from corpus.errors import IndexMissingError
from corpus.files import write_whole

FORMAT_VERSION = 6
POINTER = "CURRENT"
MANIFEST = "manifest.json"
UNFINISHED = ".part"  # ends the name of a folder that a build is writing
OWN_HASH = "sha256"  # of the rest of the manifest, so that a damaged one is told from one that was changed by a build
ALL = float("inf")

State = tuple[tuple[str, int, int, int], ...]


class DamagedError(IndexMissingError):
    """An edition is not as it was written; the message names the file, `wrong`, and the command that mends it."""

    def __init__(self, folder: Path, wrong: str) -> None:
        """Take the edition's folder, and what is wrong in it."""
        super().__init__(f"The index edition {folder.name} is damaged: {wrong}. Mend it with `make index`.")
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an edition as it was written: its size in bytes and the hash of its bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition is made of; `inputs` maps each source to the hash of its bytes, `files` the files by path."""

    edition: str
    encoder: str
    built: str
    passages: int
    policies: int
    inputs: dict[str, str]
    versions: dict[str, int]
    files: dict[str, Written] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write the manifest: the last step of a build, which makes the edition complete."""
        row = asdict(self)
        write_whole(folder / MANIFEST, json.dumps(row | {OWN_HASH: _hash_of_row(row)}, indent=1).encode())

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read a manifest; raise IndexMissingError where it is absent, not readable, or of another version."""
        try:
            row = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            kept, version = row.pop(OWN_HASH, ""), row["versions"]["format"]
            if version == FORMAT_VERSION and kept == _hash_of_row(row):
                return cls(**row | {"files": {name: Written(**file) for name, file in row["files"].items()}})
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise DamagedError(folder, f"it is incomplete, for {MANIFEST} cannot be read") from error
        if version != FORMAT_VERSION:
            raise IndexMissingError(f"The index at {folder} is of another version. Build it anew with `make index`.")
        raise DamagedError(folder, f"{MANIFEST} does not hold what was written")

    def misfit(self, folder: Path, part: str = "", *, hashed: float = ALL) -> str:
        """Describe the first file that is not as it was written, among those whose paths begin with `part`.

        Empty where all are. Sizes are compared first; hashes of the files of at most `hashed` bytes.
        """
        files = {name: file for name, file in self.files.items() if name.startswith(part)}
        by_size = (_wrong_size(folder, name, file) for name, file in files.items())
        small = {name: file for name, file in files.items() if file.size <= hashed}
        by_hash = (_wrong_hash(folder, name, file) for name, file in small.items())
        return next(filter(None, by_size), "") or next(filter(None, by_hash), "")

    def check(self, folder: Path, part: str = "", *, hashed: float = ALL) -> None:
        """Raise DamagedError where `misfit` finds a file."""
        if wrong := self.misfit(folder, part, hashed=hashed):
            raise DamagedError(folder, wrong)


def files_of(folder: Path) -> dict[str, Written]:
    """Return the size and the hash of each file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): Written(path.stat().st_size, _hash_of_file(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def state_of(folder: Path) -> State:
    """Return what changes when a file of an edition is written or replaced: path, number, size and time of each."""
    try:
        return tuple(_states(str(folder)))
    except OSError:  # it goes while it is read
        return ()


def _states(folder: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=attrgetter("name")):
            if entry.is_dir(follow_symlinks=False):
                yield from _states(entry.path)
            else:
                seen = entry.stat(follow_symlinks=False)
                yield entry.path, seen.st_ino, seen.st_size, seen.st_mtime_ns


def current_edition(folder: Path) -> str | None:
    """Name the edition in force, or None where there is none, or its name is not readable."""
    try:
        return name_in((folder / POINTER).read_bytes())
    except OSError:
        return None


def name_in(pointer: bytes) -> str | None:
    """Return the edition that the content of a pointer names, or None where it can be none."""
    try:
        name = pointer.decode().strip()
    except UnicodeDecodeError:
        return None
    return name if name and name == Path(name).name and name.isprintable() else None


def encoder_of(folder: Path) -> str:
    """Name the encoder of an edition, empty where its manifest does not tell."""
    try:
        return Manifest.load(folder).encoder
    except IndexMissingError:
        return ""


def complete_editions(folder: Path) -> list[Path]:
    """Return the folders of finished editions, whatever has become of them, the newest first."""
    try:
        finished = [path for path in folder.iterdir() if is_complete(path)]
        return sorted(finished, key=finished_at, reverse=True)
    except OSError:
        return []


def is_complete(folder: Path) -> bool:
    """Return whether a folder holds a finished edition."""
    return folder.suffix != UNFINISHED and (folder / MANIFEST).is_file()


def finished_at(folder: Path) -> float:
    """Return when an edition was finished, in seconds."""
    return (folder / MANIFEST).stat().st_mtime


def _wrong_size(folder: Path, name: str, file: Written) -> str:
    try:
        path = folder / name
        size = path.stat().st_size if path.is_file() else -1
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})"
    if size < 0:
        return f"{name} is gone"
    return "" if size == file.size else f"{name} has {size:,} bytes and had {file.size:,}"


def _wrong_hash(folder: Path, name: str, file: Written) -> str:
    try:
        return "" if _hash_of_file(folder / name) == file.sha256 else f"{name} does not hold what was written"
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})"


def _hash_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_of_row(row: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
