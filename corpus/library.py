"""The library: the user's own documents, kept by the hash of their bytes with a JSON file that says what each is.

Stored names are hashes, so that no title or file name ever becomes a path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.errors import WRITABLE, InputError
from corpus.files import write_whole
from corpus.loading import load
from corpus.records import Document, Life, Nature, PartialDate, Policy
from corpus.register import NATURE_OF_KIND
from corpus.store import Json, policy_from, policy_row

HASH_LENGTH = 12  # 48 bits: two of a million documents collide once in 500 libraries
DESCRIPTION = "json"
_load = lru_cache(maxsize=4)(load)  # adding reads the first page, and the build that follows needs all of it again


@dataclass(frozen=True, slots=True)
class Details:
    """What the user says about an own document; an empty field is read from its first page."""

    title: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    kind: str = ""
    published: PartialDate | None = None
    effective: PartialDate | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document of the library: the policy that it counts as, and its file."""

    policy: Policy
    path: Path
    name: str

    def read(self) -> Document:
        """Load the document again from its stored bytes; raise InputError where they are gone."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError as error:
            raise InputError(f"{self.path}, the file of {self.name}, is gone: add the document again.") from error
        return _load(data, self.name)


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

    def add(self, data: bytes, name: str, details: Details) -> Added:
        """Put a document into the library; raise InputError, and keep nothing, when it cannot be read.

        The same bytes added again keep their id, and take over the new details.
        """
        document = _load(data, name)
        policy = _policy(f"own-{hashlib.sha256(data).hexdigest()[:HASH_LENGTH]}", Path(name).stem, document, details)
        path = self._folder / f"{policy.id}{Path(name).suffix.lower()}"
        known = self._describing(policy.id).is_file()
        row = {"name": Path(name).name, "file": path.name, "policy": policy_row(policy)}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
            write_whole(self._describing(policy.id), json.dumps(row, indent=1).encode())
            for other in self._folder.glob(f"{policy.id}.*"):  # the same bytes under another extension
                if other not in (path, self._describing(policy.id)):
                    other.unlink()
        except OSError as error:
            raise InputError(f"The library cannot be written: {error}. {WRITABLE}") from error
        return Added(OwnDocument(policy, path, Path(name).name), document.warnings, known)

    def __iter__(self) -> Iterator[OwnDocument]:
        """Go through the documents in the order of their ids."""
        for path in sorted(self._folder.glob(f"own-*.{DESCRIPTION}")):
            yield _described(path)

    def remove(self, policy_id: str) -> None:
        """Take a document out; raise InputError for an id that the library does not hold."""
        match = next((document for document in self if document.policy.id == policy_id), None)
        if match is None:
            raise InputError(f"The library holds no document {policy_id!r}.")
        self._describing(policy_id).unlink()
        match.path.unlink(missing_ok=True)

    def _describing(self, policy_id: str) -> Path:
        return self._folder / f"{policy_id}.{DESCRIPTION}"


def _policy(policy_id: str, name: str, document: Document, details: Details) -> Policy:
    """Decide what an own document counts as.

    A rule needs a date from which it applies. A first page seldom tells it, so a law without one is held as a
    record: its standing is not claimed.
    """
    kind = details.kind or document.kind or "document"
    nature = NATURE_OF_KIND.get(kind, Nature.RECORD)
    if nature is Nature.RULE and details.effective is None:
        nature = Nature.RECORD
    published = details.published or document.published
    return Policy(
        id=policy_id,
        title=details.title or document.title or name,
        issuer=details.issuer or document.issuer,
        jurisdiction=details.jurisdiction or document.jurisdiction,
        kind=kind,
        life=Life(nature, published, details.effective),
        official_urls=(details.url,) if details.url else (),
        own=True,
    )


def _described(path: Path) -> OwnDocument:
    try:
        row: Json = json.loads(path.read_text(encoding="utf-8"))
        file = path.with_name(Path(str(row["file"])).name)  # never outside the library, whatever is written there
        return OwnDocument(policy_from(row["policy"]), file, str(row["name"]))  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is damaged: delete it and add the document again.") from error
