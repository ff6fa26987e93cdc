"""The build: policy texts and own documents become the next edition of the index.

read -> load -> split -> screen -> encode what is new -> write the edition -> switch to it. A build that is killed
leaves the old edition in force; the next build clears its remains.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from corpus.embedding import TOKEN_LIMIT, Encoder, token_counter
from corpus.errors import WRITABLE, IndexMissingError, InputError
from corpus.index import CurrentIndex, Edition, Manifest, current_edition
from corpus.library import Library
from corpus.loading import load
from corpus.register import note_files, read_register
from corpus.screening import screened, warnings
from corpus.splitting import split
from corpus.store import passage_row, policy_row
from corpus.writing import (
    VERSIONS,
    Progress,
    Texts,
    clear_editions,
    finish_edition,
    is_complete,
    silent,
    write_edition,
)

LOCK = "build.lock"
VECTORS_AT = "vectors"  # the input that is no document: the Chroma server, where one is used


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


def build(sources: Sources, encoder: Encoder, progress: Progress = silent) -> BuildReport:
    """Bring the index in line with its sources; raise InputError for a source that cannot be used.

    Two builds at once run one after the other. With nothing changed the encoder is not loaded.
    """
    try:
        return _build(sources, encoder, progress)
    except OSError as error:
        raise InputError(f"The index cannot be built: {error}. {WRITABLE}") from error


def _build(sources: Sources, encoder: Encoder, progress: Progress) -> BuildReport:
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
        name = _edition_id(texts, encoder, sources.chroma_url)
        encoded = 0
        if current is None or not is_complete(sources.index / name):
            encoded = write_edition(
                sources.index, name, texts, encoder, current=current, chroma_url=sources.chroma_url, progress=progress
            )
        finish_edition(sources.index, name, texts, encoder, inputs)
        if current:
            current.close()
        clear_editions(sources.index, name, sources.chroma_url)
        passages = sum(len(passages) for _, passages in texts.values())
        return BuildReport(name, **report, passages=passages, encoded=encoded, seconds=_since(started))


def screening_warnings(sources: Sources, policy_id: str, owner: str = "") -> tuple[str, ...]:
    """Say what screening found in an indexed document; raise IndexMissingError where nothing was built."""
    edition = CurrentIndex(sources.index, sources.chroma_url).edition(owner)
    return warnings(edition.texts.passages_of(policy_id))


@contextmanager
def _only_build(index: Path) -> Iterator[None]:
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / LOCK):
        yield


def _inputs(sources: Sources) -> dict[str, str]:
    """Hash the bytes of every source: note files by path, own documents by id."""
    hashes = {f"note:{path.stem}": _sha(path.read_bytes()) for path in note_files(sources.texts)}
    if sources.chroma_url:
        hashes[VECTORS_AT] = sources.chroma_url
    for document in Library(sources.library):
        described = json.dumps(policy_row(document.policy), sort_keys=True).encode()
        hashes[f"own:{document.policy.id}"] = _sha(described)
    return hashes


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _current(sources: Sources) -> Edition | None:
    """Open the edition in force; one that cannot be read counts as none, and is written again.

    So does one whose vectors a Chroma server has lost.
    """
    name = current_edition(sources.index)
    if name is None:
        return None
    try:
        edition = Edition(sources.index / name, sources.chroma_url)
        if sources.chroma_url and sources.chroma_url == edition.manifest.inputs.get(VECTORS_AT):
            edition.check_vectors()
    except IndexMissingError:
        return None
    return edition


def _compare(before: dict[str, str], after: dict[str, str]) -> dict[str, int]:
    """Count the documents that came, changed, went and stayed."""
    before, after = ({key: inputs[key] for key in inputs if key != VECTORS_AT} for inputs in (before, after))
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
        passages = split(document, note.policy, count, TOKEN_LIMIT)
        texts[note.policy.id] = (note.policy, screened(passages, note.policy))
        progress("Reading texts", len(texts), total)
    for entry in own:
        key, policy = f"own:{entry.policy.id}", entry.policy
        same = current and current.manifest.versions == VERSIONS and current.manifest.inputs.get(key) == inputs[key]
        passages = (
            current.texts.passages_of(policy.id)
            if current and same
            else screened(split(entry.read(), policy, count, TOKEN_LIMIT), policy)
        )
        texts[policy.id] = (policy, passages)
        progress("Reading texts", len(texts), total)
    if not any(passages for _, passages in texts.values()):
        raise InputError(f"There is nothing to index below {', '.join(map(str, sources.texts))}.")
    return texts


def _edition_id(texts: Texts, encoder: Encoder, chroma_url: str | None) -> str:
    """Name an edition after everything that it holds, so that an id stands for the exact texts.

    The vectors of another Chroma server are another edition: it may not hold them yet.
    """
    digest = hashlib.sha256(json.dumps([encoder.name, VERSIONS, *filter(None, [chroma_url])]).encode())
    for policy, passages in texts.values():
        digest.update(json.dumps(policy_row(policy), sort_keys=True).encode())
        for passage in passages:
            digest.update(json.dumps(passage_row(passage), sort_keys=True).encode())
    return digest.hexdigest()[:12]


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
