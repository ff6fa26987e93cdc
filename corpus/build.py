"""The build: policy texts and own documents become the next edition of the index.

read -> load -> split -> encode what is new -> write the edition -> switch to it. A build that is killed leaves the old
edition in force; the next build clears its remains.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock

from corpus.embedding import Encoder, Vectors, token_counter
from corpus.errors import InputError
from corpus.files import write_whole
from corpus.index import (
    FORMAT_VERSION,
    LEXICAL,
    MANIFEST,
    POINTER,
    TEXTS,
    VECTORS,
    Edition,
    Manifest,
    current_edition,
    drop_vectors,
    open_vectors,
)  # fmt: skip
from corpus.lexical import LEXICAL_VERSION, LexicalIndex
from corpus.library import Library
from corpus.loading import load
from corpus.records import Passage, Policy
from corpus.register import note_files, read_register
from corpus.splitting import SPLITTER_VERSION, split
from corpus.store import TextStore, passage_row, policy_row

VERSIONS = {"format": FORMAT_VERSION, "splitter": SPLITTER_VERSION, "lexical": LEXICAL_VERSION}
LOCK = "build.lock"
KEPT_EDITIONS = 2

Progress = Callable[[str, int, int], None]  # stage, done, total
Texts = dict[str, tuple[Policy, list[Passage]]]  # policy id -> the policy and its passages


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index is made from and where it lies."""

    index: Path
    texts: tuple[Path, ...]
    library: Path
    chroma_url: str | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; the counts are of documents, `encoded` of passages whose vectors were computed."""

    edition: str
    added: int
    changed: int
    removed: int
    unchanged: int
    passages: int
    encoded: int
    seconds: float


def silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def build(sources: Sources, encoder: Encoder, progress: Progress = silent) -> BuildReport:
    """Bring the index in line with its sources; raise InputError for a source that cannot be used.

    Two builds at once run one after the other. With nothing changed the encoder is not loaded.
    """
    started = time.perf_counter()
    with _only_build(sources.index):
        inputs = _inputs(sources)
        current = _current(sources)
        before = current.manifest.inputs if current else {}
        report = _compare(before, inputs)
        if current and _up_to_date(current.manifest, inputs, encoder):
            return BuildReport(
                current.manifest.edition,
                **report,
                passages=current.manifest.passages,
                encoded=0,
                seconds=_since(started),
            )
        texts = _texts(sources, inputs, current, encoder, progress)
        name = _edition_id(texts, encoder)
        encoded = 0
        if not _complete(sources.index / name):
            encoded = _write(sources, name, texts, current, encoder, progress)
        _finish(sources, name, texts, inputs, encoder)
        if current:
            current.close()
        _clear(sources, keep=name)
        passages = sum(len(passages) for _, passages in texts.values())
        return BuildReport(name, **report, passages=passages, encoded=encoded, seconds=_since(started))


@contextmanager
def _only_build(index: Path) -> Iterator[None]:
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / LOCK):
        yield


def _inputs(sources: Sources) -> dict[str, str]:
    """Hash the bytes of every source: note files by path, own documents by id."""
    hashes = {f"note:{path.stem}": _sha(path.read_bytes()) for path in note_files(sources.texts)}
    for document in Library(sources.library):
        described = json.dumps(policy_row(document.policy), sort_keys=True).encode()
        hashes[f"own:{document.policy.id}"] = _sha(described)
    return hashes


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _current(sources: Sources) -> Edition | None:
    name = current_edition(sources.index)
    return Edition(sources.index / name, sources.chroma_url) if name and _complete(sources.index / name) else None


def _complete(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def _compare(before: dict[str, str], after: dict[str, str]) -> dict[str, int]:
    both = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in both)
    return {
        "added": len(after.keys() - before.keys()),
        "changed": changed,
        "removed": len(before.keys() - after.keys()),
        "unchanged": len(both) - changed,
    }


def _up_to_date(manifest: Manifest, inputs: dict[str, str], encoder: Encoder) -> bool:
    return (manifest.inputs, manifest.encoder, manifest.versions) == (inputs, encoder.name, VERSIONS)


def _texts(
    sources: Sources, inputs: dict[str, str], current: Edition | None, encoder: Encoder, progress: Progress
) -> Texts:
    """Load and split every source; own documents that did not change keep the passages of the current edition."""
    count = token_counter(encoder.name)
    files = note_files(sources.texts)
    notes = read_register(files)
    own = list(Library(sources.library))
    total = len(notes) + len(own)
    texts: Texts = {}
    for note in notes:
        document = load(note.path.read_bytes(), str(note.path))
        texts[note.policy.id] = (note.policy, split(document, note.policy, count))
        progress("Reading texts", len(texts), total)
    for entry in own:
        key, policy = f"own:{entry.policy.id}", entry.policy
        same = current and current.manifest.versions == VERSIONS and current.manifest.inputs.get(key) == inputs[key]
        passages = current.texts.passages_of(policy.id) if current and same else split(entry.read(), policy, count)
        texts[policy.id] = (policy, passages)
        progress("Reading texts", len(texts), total)
    if not any(passages for _, passages in texts.values()):
        raise InputError(f"There is nothing to index below {', '.join(map(str, sources.texts))}.")
    return texts


def _edition_id(texts: Texts, encoder: Encoder) -> str:
    """Name an edition after everything that it holds, so that an id stands for the exact texts."""
    digest = hashlib.sha256(json.dumps([encoder.name, VERSIONS]).encode())
    for policy, passages in texts.values():
        digest.update(json.dumps(policy_row(policy), sort_keys=True).encode())
        for passage in passages:
            digest.update(json.dumps(passage_row(passage), sort_keys=True).encode())
    return digest.hexdigest()[:12]


def _write(
    sources: Sources, name: str, texts: Texts, current: Edition | None, encoder: Encoder, progress: Progress
) -> int:
    """Write an edition without its manifest, and give the number of passages that were encoded."""
    folder = sources.index / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    policies = {policy.id: policy for policy, _ in texts.values()}
    passages = [passage for _, group in texts.values() for passage in group]
    TextStore.write(folder / TEXTS, policies.values(), passages)
    LexicalIndex.build(passages).save(folder / LEXICAL)
    reusable = current if current and current.manifest.encoder == encoder.name else None
    old = {passage.id: passage for passage in reusable.texts.passages()} if reusable else {}
    copied = old if reusable and not sources.chroma_url else {}
    moved = [passage for passage in passages if copied.get(passage.id) != passage]
    vectors, encoded = _vectors(moved, old, reusable, encoder, progress)
    if reusable and copied:
        reusable.close()
        shutil.copytree(reusable.folder / VECTORS, folder / VECTORS)
    store = open_vectors(folder, name, sources.chroma_url)
    store.remove(sorted(copied.keys() - {passage.id for passage in passages}))
    store.write(moved, policies, vectors)
    store.close()
    return encoded


def _vectors(
    passages: Sequence[Passage], old: dict[str, Passage], current: Edition | None, encoder: Encoder, progress: Progress
) -> tuple[Vectors, int]:
    """Give a vector a passage, taking over those of equal texts, and the number of texts that were encoded."""
    holder = {passage.text: id_ for id_, passage in old.items()}
    known = [holder[passage.text] for passage in passages if passage.text in holder]
    stored = current.vectors.read(list(dict.fromkeys(known))) if current and known else {}
    new = list(dict.fromkeys(p.text for p in passages if holder.get(p.text) not in stored))
    fresh = (
        encoder.encode(new, lambda done: progress("Embedding passages", done, len(new))) if new else np.zeros((0, 0))
    )
    row = {text: position for position, text in enumerate(new)}
    vectors = [fresh[row[p.text]] if p.text in row else stored[holder[p.text]] for p in passages]
    return np.array(vectors, dtype=np.float32), len(new)


def _finish(sources: Sources, name: str, texts: Texts, inputs: dict[str, str], encoder: Encoder) -> None:
    """Write the manifest, which makes the edition complete, and then put the edition in force."""
    manifest = Manifest(
        edition=name,
        encoder=encoder.name,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        passages=sum(len(passages) for _, passages in texts.values()),
        policies=len(texts),
        inputs=inputs,
        versions=VERSIONS,
    )
    manifest.save(sources.index / name)
    write_whole(sources.index / POINTER, name.encode())


def _clear(sources: Sources, keep: str) -> None:
    """Remove the remains of killed builds and all but the newest editions."""
    folders = [folder for folder in sources.index.iterdir() if folder.is_dir() and folder.name != keep]
    newest = sorted(filter(_complete, folders), key=lambda folder: (folder / MANIFEST).stat().st_mtime, reverse=True)
    for folder in set(folders) - set(newest[: KEPT_EDITIONS - 1]):
        drop_vectors(folder.name, sources.chroma_url)
        shutil.rmtree(folder, ignore_errors=True)


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
