"""The build: policy texts and own documents become the next edition of the index.

read -> load -> split -> screen -> encode what is new -> write the edition -> switch to it. A build that is killed
leaves the old edition in force; the next build clears its remains.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.current import CurrentIndex
from corpus.encoders.sentence import TOKEN_LIMIT, Encoder, token_counter
from corpus.errors import WRITABLE, IndexMissingError, InputError
from corpus.index.edition import Edition
from corpus.index.manifest import POINTER, DamagedError, Manifest, complete_editions, current_edition
from corpus.index.texts import passage_row, policy_of, policy_row
from corpus.index.writing import (
    VERSIONS,
    Progress,
    Texts,
    can_be_taken_over,
    clear_editions,
    finish_edition,
    only_writer,
    silent,
    write_edition,
)
from corpus.language.screening import screened, warnings
from corpus.library import Library, OwnDocument
from corpus.loading import load
from corpus.records import Document, Passage, Policy
from corpus.register.held import HeldText, held_texts
from corpus.register.labels import Labels, Questions, labelled, read_labels, read_questions
from corpus.register.notes import note_files, read_register
from corpus.splitting import split

VECTORS_AT = "vectors"  # the input that is no document: the Chroma server, where one is used


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index is made from and where it lies."""

    index: Path
    texts: tuple[Path, ...]
    library: Path
    chroma_url: str | None = None
    official: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; the counts are of documents, `encoded` of passages whose vectors were computed.

    `mended` says what was damaged in the edition that was in force, and is empty where nothing was.
    """

    edition: str
    added: int
    changed: int
    removed: int
    unchanged: int
    passages: int
    encoded: int
    seconds: float
    mended: str = ""


@dataclass(frozen=True, slots=True)
class _Material:
    """The sources as they were at one moment, under the lock; `inputs` maps each to the hash of its bytes."""

    files: list[Path]
    labels: Labels
    questions: Questions
    own: list[OwnDocument]
    held: list[HeldText]
    inputs: dict[str, str]


def build(sources: Sources, encoder: Encoder, progress: Progress = silent) -> BuildReport:
    """Bring the index in line with its sources; raise InputError for a source that cannot be used.

    Two builds at once run one after the other. With nothing changed the encoder is not loaded.
    """
    try:
        return _build(sources, encoder, progress)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"The index cannot be built: {error}. {WRITABLE}") from error


def _build(sources: Sources, encoder: Encoder, progress: Progress) -> BuildReport:
    started = time.perf_counter()
    with only_writer(sources.index):
        material = _read(sources)
        current, damage = _in_force(sources)
        before = current if current and not damage else _sound_in_part(sources, current)
        known = current or before
        counts: dict[str, Any] = _compare(known.manifest.inputs if known else {}, material.inputs)
        if current and not damage and _up_to_date(current.manifest, material.inputs, encoder):
            held = current.manifest
            return BuildReport(held.edition, **counts, passages=held.passages, encoded=0, seconds=_since(started))
        texts = _texts(material, before, encoder, progress)
        if not any(passages for _, passages in texts.values()):
            raise InputError(f"There is nothing to index below {', '.join(map(str, sources.texts))}.")
        name = _edition_id(texts, material.questions, encoder, sources.chroma_url)
        encoded = 0
        if not _stands(sources, name):
            encoded = write_edition(
                sources.index,
                name,
                texts,
                encoder,
                current=before,
                questions=material.questions,
                chroma_url=sources.chroma_url,
                progress=progress,
            )
        finish_edition(sources.index, name, texts, encoder, _inputs_of(texts, material))
        for edition in filter(None, (current, before)):
            edition.close()
        clear_editions(sources.index, name, sources.chroma_url)
        passages = sum(len(passages) for _, passages in texts.values())
        seconds = _since(started)
        return BuildReport(name, **counts, passages=passages, encoded=encoded, seconds=seconds, mended=damage)


def screening_warnings(sources: Sources, policy_id: str, owner: str = "") -> tuple[str, ...]:
    """Describe what screening found in an indexed document; raise IndexMissingError where nothing was built."""
    edition = CurrentIndex(sources.index, sources.chroma_url).edition(owner)
    return warnings(edition.texts.passages_of(policy_id))


def _read(sources: Sources) -> _Material:
    """Read the sources once, and hash the bytes of each: note files by path, own documents by id."""
    labels, questions = read_labels(sources.texts), read_questions(sources.texts)
    beside = _beside(labels, questions)
    files, own, held = note_files(sources.texts), list(Library(sources.library)), held_texts(sources.official)
    inputs = {f"note:{path.stem}": _sha(path.read_bytes() + beside.get(path.stem, b"")) for path in files}
    if sources.chroma_url:
        inputs[VECTORS_AT] = sources.chroma_url
    inputs |= {text.key: _sha(text.path.read_bytes()) for text in held}
    for document in own:
        described = json.dumps(policy_row(document.policy), sort_keys=True).encode()
        inputs[_key(document)] = _sha(described)
    return _Material(files, labels, questions, own, held, inputs)


def _key(document: OwnDocument) -> str:
    return f"own:{document.policy.id}"


def _inputs_of(texts: Texts, material: _Material) -> dict[str, str]:
    """Return the hashes without those of own documents that somebody removed while they were read."""
    gone = {_key(document) for document in material.own if document.policy.id not in texts}
    return {key: value for key, value in material.inputs.items() if key not in gone}


def _beside(labels: Labels, questions: Questions) -> dict[str, bytes]:
    """Return what stands beside each note, its labels and questions, as bytes to hash; by policy."""
    held: dict[str, list[str]] = {}
    for rows in (labels, questions):
        for id_, row in rows.items():
            held.setdefault(policy_of(id_), []).append(f"{id_} {row}")
    return {policy: "\n".join(lines).encode() for policy, lines in held.items()}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _in_force(sources: Sources) -> tuple[Edition | None, str]:
    """Open the edition in force, and describe what is damaged in it; one whose manifest cannot be read counts as none.

    So does one whose vectors a Chroma server has lost.
    """
    name = current_edition(sources.index)
    if name is None:
        return None, f"{POINTER} names no edition" if complete_editions(sources.index) else ""
    try:
        edition = Edition(sources.index / name, sources.chroma_url)
        if sources.chroma_url and sources.chroma_url == edition.manifest.inputs.get(VECTORS_AT):
            edition.check_vectors()
    except DamagedError as error:
        return None, error.wrong
    except IndexMissingError:
        return None, ""
    return edition, edition.manifest.misfit(edition.folder)


def _sound_in_part(sources: Sources, current: Edition | None) -> Edition | None:
    """Return the newest edition, the damaged one in force first, from which another one can begin."""
    if current and can_be_taken_over(current):
        return current
    for folder in complete_editions(sources.index):
        with suppress(IndexMissingError):
            edition = Edition(folder, sources.chroma_url)
            if can_be_taken_over(edition):
                return edition
    return None


def _stands(sources: Sources, name: str) -> bool:
    """Return whether an edition is there, finished, with every file as it was written and all vectors on a server."""
    folder = sources.index / name
    try:
        edition = Edition(folder, sources.chroma_url)
        if sources.chroma_url:
            edition.check_vectors()
    except IndexMissingError:
        return False
    return not edition.manifest.misfit(folder)


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


def _texts(material: _Material, before: Edition | None, encoder: Encoder, progress: Progress) -> Texts:
    """Load and split every source; what did not change keeps the passages of an edition before."""
    count = token_counter(encoder.name)
    notes = read_register(material.files)
    total = len(notes) + len(material.held) + len(material.own)
    texts: Texts = {}
    known = before.manifest.inputs if before and before.manifest.versions == VERSIONS else {}

    def kept(key: str, policy: Policy) -> list[Passage] | None:
        # Another note may have changed what this one's policy is: then its passages live otherwise.
        if before and known.get(key) == material.inputs[key] and before.policies.get(policy.id) == policy:
            return before.texts.passages_of(policy.id)
        return None

    def parted(document: Document, policy: Policy) -> list[Passage]:
        return screened(split(document, policy, count, TOKEN_LIMIT), policy)

    for note in notes:
        policy = note.policy
        if (passages := kept(f"note:{note.path.stem}", policy)) is None:
            passages = labelled(parted(load(note.path.read_bytes(), str(note.path)), policy), material.labels)
        texts[policy.id] = (policy, passages)
        progress("Reading texts", len(texts), total)
    for held in material.held:
        texts[held.policy.id] = (held.policy, kept(held.key, held.policy) or parted(held.read(), held.policy))
        progress("Reading texts", len(texts), total)
    for entry in material.own:
        if (passages := kept(_key(entry), entry.policy)) is not None:
            texts[entry.policy.id] = (entry.policy, passages)
        elif (read := _document(entry)) is not None:
            texts[entry.policy.id] = (entry.policy, parted(read, entry.policy))
        progress("Reading texts", len(texts), total)
    return texts


def _document(entry: OwnDocument) -> Document | None:
    """Load an own document; None where somebody has removed it since the library was read."""
    try:
        return entry.read()
    except InputError:
        if entry.removed:
            return None
        raise


def _edition_id(texts: Texts, questions: Questions, encoder: Encoder, chroma_url: str | None) -> str:
    """Name an edition after everything that it holds, so that an id stands for the exact texts.

    The vectors of another Chroma server are another edition: it may not hold them yet.
    """
    digest = hashlib.sha256(json.dumps([encoder.name, VERSIONS, *filter(None, [chroma_url])]).encode())
    for policy, passages in texts.values():
        digest.update(json.dumps(policy_row(policy), sort_keys=True).encode())
        for passage in passages:
            digest.update(json.dumps(passage_row(passage), sort_keys=True).encode())
    digest.update(json.dumps(sorted(questions.items())).encode())
    return digest.hexdigest()[:12]


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
