"""The collection that answers are measured over: how rare each stem is, and which sources there are to cite."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.text import Weights
from corpus.loading import load
from corpus.register import note_files, read_register
from corpus.splitting import split


@dataclass(frozen=True, slots=True)
class Collection:
    """Stem weights, known ids of passages and documents, and the hash of all texts."""

    weights: Weights
    ids: frozenset[str]
    hash: str


def read_collection(folders: Sequence[Path]) -> Collection:
    """Read the policy texts below folders, split as the index splits them, without an encoder.

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
    return Collection(Weights.over(texts), frozenset(ids), digest.hexdigest())


def _words(texts: Sequence[str]) -> list[int]:
    """Count words where an index counts tokens: no paragraph of a note is so long that it would be cut."""
    return [len(text.split()) for text in texts]
