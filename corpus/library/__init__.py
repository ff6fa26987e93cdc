"""The library: the users' own documents, kept by the hash of their bytes with a JSON file that says what each is.

Stored names are hashes, so that no title or file name ever becomes a path. The JSON file is written last and removed
first, each in one step: a document is in the library wholly or not at all, whenever a process is killed.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from filelock import FileLock

from corpus.errors import WRITABLE, InputError
from corpus.files import write_whole
from corpus.index.texts import Json, policy_from, policy_row
from corpus.library.describing import Details, described, nature_of, policy_of
from corpus.library.removed import KEPT_DAYS, Bin
from corpus.loading.bounded import load_bounded
from corpus.records import Document, Nature, Policy

__all__ = ["LEFT_BEHIND", "Added", "Details", "Library", "OwnDocument", "Removed"]

HASH_LENGTH = 12  # 48 bits: two of a million documents collide once in 500 libraries
DESCRIPTION = "json"
REMOVED = "-removed"  # ends the name of the folder beside it, of what was taken out and may be brought back
STATUS = "status"  # of a description: what the user said of its standing
LOCK = ".lock"  # beside the folder, held by who writes: two that add the same bytes would move each other's files
REPLACES = "replaces"  # of a description: the document whose place this one takes, until that one's files are removed
ID = re.compile(r"own-[0-9a-f]+")
PART = ".part"  # as `write_whole` names what is not finished
LEFT_BEHIND = 3600.0  # seconds after which a file that no description names is the remains of a killed process
_load = lru_cache(maxsize=4)(
    load_bounded
)  # adding reads the first page, and the build that follows needs all of it again


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document of the library: the policy that it counts as, its file, and its pages where it has pages."""

    policy: Policy
    path: Path
    name: str
    pages: int | None = None

    @property
    def size(self) -> int:
        """The size of the file in bytes; 0 where it is gone."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def removed(self) -> bool:
        """Whether it has been taken out of the library since it was listed."""
        return not self.path.with_name(f"{self.policy.id}.{DESCRIPTION}").is_file()

    def read(self) -> Document:
        """Load the document again from its stored bytes; raise InputError where they are gone."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError as error:
            raise InputError(f"{self.path}, the file of {self.name}, is gone: add the document again.") from error
        return _load(data, self.name)


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that was taken out, with all that `Library.put_back` needs to bring it back."""

    document: OwnDocument
    data: bytes


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one added file: the library's document, the loader's warnings, and whether it was there before."""

    document: OwnDocument
    warnings: tuple[str, ...]
    known: bool


class Library:
    """Own documents below one folder (`data/library`)."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first document."""
        self._folder = folder
        self._bin = Bin(folder.with_name(folder.name + REMOVED))

    def add(self, data: bytes, name: str, details: Details, owner: str = "", replacing: str = "") -> Added:
        """Put a document into the library; raise InputError, and keep nothing, when it cannot be read.

        The same bytes added again keep their id, and take over the new details; bytes of two owners are two documents.
        `replacing` is the id of a document of the same owner that the new one takes the place of, in the same step.
        """
        if replacing:
            self._owned(replacing, owner)
        document = _load(data, name)
        policy = policy_of(_id(data, owner), Path(name), document, details, owner)
        path = self._folder / f"{policy.id}{Path(name).suffix.lower()}"
        known = self._describing(policy.id).is_file()
        own = OwnDocument(policy, path, Path(name).name, document.pages)
        self._write(own, data, replacing if replacing != policy.id else "", details.status)
        return Added(own, document.warnings, known)

    def describe(self, policy_id: str, details: Details, owner: str = "") -> OwnDocument:
        """Say more of a document of an owner: what is given takes the place of what was known, all else stays.

        Raises InputError for an id that the owner has no document of, and for a life that cannot be.
        """
        match = self._owned(policy_id, owner)
        row = _row(self._describing(policy_id)) or {}
        policy = described(match.policy, details)
        own = replace(match, policy=policy)
        data = match.path.read_bytes() if match.path.is_file() else b""
        self._write(own, data, status=details.status or str(row.get(STATUS, "")))
        return own

    def _write(self, own: OwnDocument, data: bytes, replacing: str = "", status: str = "") -> None:
        """Write the bytes, then the description, which puts the document into the library and takes another one out."""
        described = {"name": own.name, "file": own.path.name, "policy": policy_row(own.policy), "pages": own.pages}
        said = {name: value for name, value in ((REPLACES, replacing), (STATUS, status)) if value}
        row = described | said
        with self._alone():
            self._clear()
            write_whole(own.path, data)
            write_whole(self._describing(own.policy.id), json.dumps(row, indent=1).encode())
            for other in self._folder.glob(f"{own.policy.id}.*"):  # the same bytes under another extension
                if other not in (own.path, self._describing(own.policy.id)):
                    other.unlink()
            self._clear()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other writers out meanwhile; raise InputError where nothing can be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder.with_name(self._folder.name + LOCK)):
                yield
        except OSError as error:
            raise InputError(f"The library cannot be written: {error}. {WRITABLE}") from error

    def _clear(self) -> None:
        """Remove what was replaced, and what a killed process left behind."""
        for gone, successor in self._replaced().items():
            for path in (self._describing(gone), *self._folder.glob(f"{gone}.*")):
                path.unlink(missing_ok=True)
            row = {name: value for name, value in (_row(successor) or {}).items() if name != REPLACES}
            write_whole(successor, json.dumps(row, indent=1).encode())  # so that it may be added again
        for path in self._folder.glob("own-*"):
            lost = not self._describing(path.name.split(".")[0]).is_file() or path.suffix == PART
            with suppress(FileNotFoundError):  # another process was faster
                if lost and path.stat().st_mtime < time.time() - LEFT_BEHIND:
                    path.unlink()

    def _replaced(self) -> dict[str, Path]:
        """Name the documents whose place another one has taken, with its description."""
        named = {str((_row(path) or {}).get(REPLACES, "")): path for path in self._described()}
        return {id_: path for id_, path in named.items() if ID.fullmatch(id_)}

    def _described(self) -> list[Path]:
        return sorted(self._folder.glob(f"own-*.{DESCRIPTION}"))

    def __iter__(self) -> Iterator[OwnDocument]:
        """Go through the documents of all owners in the order of their ids."""
        replaced = self._replaced()
        for path in self._described():
            row = _row(path)
            if row is not None and path.stem not in replaced:  # None: removed by another process just now
                yield _document(path, row)

    def seen_by(self, owner: str) -> list[OwnDocument]:
        """Return the documents that a user sees: the own ones, and everybody's."""
        return [document for document in self if document.policy.owner in ("", owner)]

    def remove(self, policy_id: str, owner: str = "") -> Removed:
        """Take a document of an owner out, to be brought back by `restore` for 30 days.

        Raises InputError for an id that the owner has no document of; it does not tell whether somebody else has one.
        """
        with self._alone():
            match = self._owned(policy_id, owner)
            removed = Removed(match, match.path.read_bytes() if match.path.is_file() else b"")
            self._bin.put(self._describing(policy_id).read_bytes(), removed.data, policy_id)
            self._describing(policy_id).unlink()
            match.path.unlink(missing_ok=True)
        return removed

    def put_back(self, removed: Removed) -> None:
        """Bring a document back that was taken out, as it was; raise InputError where it cannot be written."""
        self._write(removed.document, removed.data)

    def removed(self, owner: str = "") -> list[OwnDocument]:
        """Return the documents of an owner that were taken out in the last 30 days, the latest first."""
        rows = ((self._describing(id_), row) for id_, row in self._bin.rows() if not self._describing(id_).is_file())
        return [one for one in (_document(path, row) for path, row in rows) if one.policy.owner == owner]

    def restore(self, policy_id: str, owner: str = "") -> OwnDocument:
        """Bring a document of an owner back, as it was; raise InputError where it was not taken out of late."""
        for document in self.removed(owner):
            if document.policy.id == policy_id:
                status = str(dict(self._bin.rows())[policy_id].get(STATUS, ""))
                self._write(document, self._bin.data(policy_id), status=status)
                self._bin.drop(policy_id)
                return document
        raise InputError(f"No document {policy_id!r} of yours was removed in the last {KEPT_DAYS} days.")

    def _owned(self, policy_id: str, owner: str) -> OwnDocument:
        for document in self:
            if document.policy.id == policy_id and document.policy.owner == owner:
                return document
        raise InputError(f"The library holds no document {policy_id!r} of yours.")

    def _describing(self, policy_id: str) -> Path:
        return self._folder / f"{policy_id}.{DESCRIPTION}"


def _id(data: bytes, owner: str) -> str:
    salted = owner.encode() + b"\0" + data if owner else data
    return f"own-{hashlib.sha256(salted).hexdigest()[:HASH_LENGTH]}"


def _row(path: Path) -> Json | None:
    """Read a description; None where it is gone."""
    try:
        row: Json = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise InputError(f"{path} is damaged: delete it and add the document again.") from error
    return row


def _document(path: Path, row: Json) -> OwnDocument:
    try:
        file = path.with_name(Path(str(row["file"])).name)  # never outside the library, whatever is written there
        pages = row.get("pages")
        name = str(row["name"])
        policy = replace(policy_from(row["policy"]), file=name)  # type: ignore[arg-type]
        if policy.life.nature is Nature.RECORD and not row.get(STATUS):  # as laws were held before
            policy = replace(policy, life=replace(policy.life, nature=nature_of(policy.kind)))
        return OwnDocument(policy, file, name, pages if isinstance(pages, int) else None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is damaged: delete it and add the document again.") from error
