"""The collection that answers are measured against: how rare each stem is, and which sources can be cited."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.editions import open_index
from assistant.evaluation.scoring.text import Weights
from assistant.settings import Settings
from corpus.index.edition import Edition
from corpus.index.manifest import current_edition
from corpus.loading import load
from corpus.register.notes import note_files, read_register
from corpus.splitting import split


@dataclass(frozen=True, slots=True)
class Collection:
    """Stem weights, known ids of passages and documents, the hash of the texts, and the edition that holds the ids too.

    `edition` is empty where the ids are those of the texts alone.
    """

    weights: Weights
    ids: frozenset[str]
    hash: str
    edition: str = ""

    @property
    def key(self) -> str:
        """A hash of all that scores take from the collection."""
        return hashlib.sha256("\n".join((self.hash, *sorted(self.ids))).encode()).hexdigest()


def read_collection(folders: Sequence[Path], edition: Edition | None = None) -> Collection:
    """Read the policy texts below folders, split as the index splits them, without an encoder.

    They say how rare a word is. What may be cited stands in them or in `edition`, which can hold own documents.
    Raises InputError for a folder that is not there and a text that cannot be read.
    """
    texts: list[str] = []
    ids: set[str] = set()
    digest = hashlib.sha256()
    for note in read_register(note_files(folders)):
        data = note.path.read_bytes()
        digest.update(note.policy.id.encode() + b"\0" + data)
        passages = split(load(data, str(note.path)), note.policy, _words)
        texts += (passage.text for passage in passages)
        ids.update(passage.id for passage in passages)
        ids.add(note.policy.id)
    if edition is not None:
        ids.update(edition.policies)
        ids.update(id_ for id_, policy_id, _ in edition.texts.columns() if policy_id in edition.policies)
    name = edition.manifest.edition if edition is not None else ""
    return Collection(Weights.over(texts), frozenset(ids), digest.hexdigest(), name)


def edition_in_force(settings: Settings) -> Edition | None:
    """Open the edition in force; None where none was ever built. Raises IndexMissingError for one that is spoilt."""
    if current_edition(settings.index) is None:
        return None
    return open_index(settings).edition()


def _words(texts: Sequence[str]) -> list[int]:
    """Count words where an index counts tokens: no paragraph of a note is so long that it would be cut."""
    return [len(text.split()) for text in texts]
