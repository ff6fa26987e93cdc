"""Editions in an object store, for many machines: whoever builds publishes an edition, whoever answers fetches it.

The store holds what `data/index` holds: a folder an edition, whose manifest is written last, and `CURRENT`, which names
the edition in force. An edition never changes, so that readers need no lock. Any store that fsspec knows will do.
"""

from __future__ import annotations

import importlib
import json
import logging
import shutil
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import AssistantError, IndexMissingError, InputError
from corpus.files import write_whole
from corpus.index.manifest import (
    ALL,
    MANIFEST,
    POINTER,
    DamagedError,
    Manifest,
    complete_editions,
    current_edition,
    name_in,
)
from corpus.index.writing import clear_editions, only_writer, put_in_force, unfinished

LOG = logging.getLogger(__name__)
KEPT = 3  # editions in the store: a reader that fetches one just replaced finds all of it
PUBLISHED = "PUBLISHED"  # beside the editions: what this machine has published last, and where
OWN = "own:"  # begins the input of a manifest that is an own document
EVERY = 10.0  # seconds between two looks at the pointer, a request of a few bytes
MEGABYTE = 1_000_000
OPTIONS: dict[str, dict[str, Any]] = {  # a store that cannot be reached is told in seconds; folders of files are made
    "s3": {"config_kwargs": {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 2}}},
    "file": {"auto_mkdir": True},
}


class RemoteEditions:
    """The editions below an address such as `s3://bucket/prefix`."""

    def __init__(self, url: str) -> None:
        """Name the address; raise InputError where what it needs is not installed."""
        self.url = url.rstrip("/")
        scheme = self.url.partition("://")[0]
        try:
            url_to_fs = importlib.import_module("fsspec").url_to_fs
            self._files, root = url_to_fs(self.url, **OPTIONS.get(scheme, {}))
        except (ImportError, ValueError) as error:
            raise InputError(
                f"ASSISTANT_EDITIONS={self.url} cannot be used: {error}. For s3:// run `pip install '.[s3]'`; other "
                "stores need the package of fsspec that knows them."
            ) from error
        self._root = str(root).rstrip("/")

    def current(self) -> str | None:
        """Name the edition in force in the store, None where there is none; raise InputError if it is not reached."""
        with self._reached():
            return name_in(self._read(POINTER) or b"")

    def publish(self, index: Path, documents: Collection[str] = ()) -> bool:
        """Put the edition in force on this machine into the store and switch to it; return whether anything was to do.

        The pointer is switched last. An edition that is there whole is not written again. Raises InputError where
        another machine has published own documents that are not among `documents`, the ids of those held here.
        """
        with only_writer(index), self._reached():
            name = current_edition(index)
            if name is None:
                raise IndexMissingError(f"No index at {index}. Build it with `make index`.")
            manifest = Manifest.load(index / name)
            manifest.check(index / name)
            there = name_in(self._read(POINTER) or b"")
            self._check_lost(index, there, documents)
            whole = self._is_whole(name)
            if not whole:
                self._put(index / name, name, list(manifest.files))
                self._put(index / name, name, [MANIFEST])
            if not (whole and there == name):
                self._files.pipe_file(self._at(POINTER), name.encode())
                self._clear(name)
            write_whole(index / PUBLISHED, f"{name} {self.url}".encode())
            return not (whole and there == name)

    def _check_lost(self, index: Path, there: str | None, documents: Collection[str]) -> None:
        """Raise InputError where another machine's edition holds own documents that this machine does not hold."""
        published = index / PUBLISHED
        if there is None or (published.is_file() and published.read_text("utf-8") == f"{there} {self.url}"):
            return
        inputs: dict[str, str] = json.loads(self._read(there, MANIFEST) or b"{}").get("inputs", {})
        lost = {key.removeprefix(OWN) for key in inputs if key.startswith(OWN)} - set(documents)
        if lost:
            raise InputError(
                f"Another machine has published the edition {there} at {self.url} with {len(lost)} own documents that "
                f"are not in the library here ({min(lost)}, ...): publish from that machine, or bring its library "
                "here. Nothing was published."
            )

    def fetch(self, index: Path, *, hashed: float = ALL) -> bool:
        """Bring this machine to the edition in force in the store; return whether it was brought to another one.

        Files that an edition of this machine holds are copied from it, and what an earlier try has fetched is kept.
        `hashed`: files up to this many bytes are compared with their hashes where the edition is here already. Raises
        InputError where the store is not reached, has no edition, or what it holds is not what was written.
        """
        name = self.current()
        if name is None:
            raise InputError(f"There is no edition at {self.url} yet: run `index` on the machine that builds.")
        if _stands(index, name, hashed):
            return False
        with only_writer(index):
            if not _stands(index, name, hashed):  # else another process of this machine was faster
                self._fetch(index, name)
                put_in_force(index, name)
                clear_editions(index, name)
                return True
        return False

    def _fetch(self, index: Path, name: str) -> None:
        part = unfinished(index, name)
        part.mkdir(exist_ok=True)
        with self._reached():
            (part / MANIFEST).write_bytes(self._read(name, MANIFEST) or b"")
        try:
            manifest = Manifest.load(part)
            _check_names(manifest, part)
            missing = [file for file in manifest.files if manifest.misfit(part, file)]
            _check_room(index, sum(manifest.files[file].size for file in missing))
            missing = [file for file in missing if not _copied(index, part, file, manifest)]
            for file in missing:
                (part / file).parent.mkdir(parents=True, exist_ok=True)
            with self._reached():
                self._files.get([self._at(name, file) for file in missing], [str(part / file) for file in missing])
            manifest.check(part)
        except IndexMissingError as error:
            shutil.rmtree(part, ignore_errors=True)
            wrong = error.wrong if isinstance(error, DamagedError) else "it is of another version of this program"
            raise InputError(f"The edition {name} at {self.url} cannot be used: {wrong}.") from error

    def _put(self, folder: Path, name: str, files: Sequence[str]) -> None:
        self._files.put([str(folder / file) for file in files], [self._at(name, file) for file in files])

    def _is_whole(self, name: str) -> bool:
        """Return whether the store holds an edition with each of its files, by size."""
        data = self._read(name, MANIFEST)
        if data is None:
            return False
        held = self._files.find(self._at(name), detail=True, refresh=True)
        sizes = {str(path): int(about["size"]) for path, about in held.items()}
        files: dict[str, dict[str, Any]] = json.loads(data)["files"]
        return all(sizes.get(self._at(name, file)) == about["size"] for file, about in files.items())

    def _clear(self, name: str) -> None:
        """Remove all but the newest editions from the store; `name` stays."""
        built: dict[str, str] = {}
        for path in self._files.ls(self._root, detail=False, refresh=True):
            folder = PurePosixPath(str(path)).name
            if folder not in (name, POINTER) and (data := self._read(folder, MANIFEST)):
                built[folder] = str(json.loads(data).get("built"))
        for folder in sorted(built, key=built.__getitem__, reverse=True)[KEPT - 1 :]:
            self._files.rm_file(self._at(folder, MANIFEST))  # first, so that what is left is no edition
            self._files.rm(self._at(folder), recursive=True)

    def _read(self, *parts: str) -> bytes | None:
        try:
            return bytes(self._files.cat_file(self._at(*parts)))
        except FileNotFoundError:
            return None

    def _at(self, *parts: str) -> str:
        return "/".join((self._root, *parts))

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Tell on one line what a store's client raises; each has errors of its own."""
        try:
            yield
        except AssistantError:
            raise
        except Exception as error:
            said = " ".join(str(error).split())[:200] or type(error).__name__
            raise InputError(f"The editions at {self.url} cannot be read or written: {said}") from error


class Follower:
    """Keeps a machine at the edition in force in a store, until it is stopped; answers go on meanwhile."""

    def __init__(self, remote: RemoteEditions, index: Path, every: float = EVERY) -> None:
        """Name the store and the index folder, and the seconds between two looks."""
        self._remote = remote
        self._index = index
        self._every = every
        self._over = threading.Event()
        self._told = ""

    def start(self) -> None:
        """Fetch the edition in force, and go on in a thread.

        Raises InputError where there is none, neither in the store nor here; what fails later is logged, once.
        """
        try:
            self._remote.fetch(self._index)
        except InputError as error:
            if current_edition(self._index) is None:
                raise
            self._tell(error)
        threading.Thread(target=self._follow, name="editions", daemon=True).start()

    def stop(self) -> None:
        """End the thread after what it is doing."""
        self._over.set()

    def _follow(self) -> None:
        while not self._over.wait(self._every):
            try:
                if self._remote.fetch(self._index, hashed=0):
                    LOG.warning("Changed over to the edition %s.", current_edition(self._index))
                self._told = ""
            except (InputError, OSError) as error:
                self._tell(error)

    def _tell(self, error: Exception) -> None:
        if str(error) != self._told:
            LOG.warning("%s The edition of this machine answers meanwhile.", error)
            self._told = str(error)


def _stands(index: Path, name: str, hashed: float) -> bool:
    """Return whether an edition is in force on this machine with every file as it was written."""
    if current_edition(index) != name:
        return False
    try:
        return not Manifest.load(index / name).misfit(index / name, hashed=hashed)
    except IndexMissingError:
        return False


def _check_names(manifest: Manifest, folder: Path) -> None:
    """Raise DamagedError where a manifest names a file outside of its edition."""
    for file in manifest.files:
        path = PurePosixPath(file)
        if path.is_absolute() or ".." in path.parts or "\\" in file or not file.isprintable():
            raise DamagedError(folder, f"it names a file outside of itself, {file!r}")


def _check_room(index: Path, size: int) -> None:
    free = shutil.disk_usage(index).free
    if free < size:
        raise InputError(
            f"The edition cannot be fetched: no room at {index.resolve()}, where it needs {-(-size // MEGABYTE)} MB "
            f"and {free // MEGABYTE} MB are free."
        )


def _copied(index: Path, part: Path, file: str, manifest: Manifest) -> bool:
    """Copy a file from an edition of this machine that holds the same bytes; return whether one does."""
    for folder in complete_editions(index):
        try:
            held = Manifest.load(folder)
        except IndexMissingError:
            continue
        if held.files.get(file) == manifest.files[file] and not held.misfit(folder, file):
            (part / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / file, part / file)
            return True
    return False
