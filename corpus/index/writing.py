"""Writing an edition: texts, keyword index and vectors, then the manifest, then the switch.

Vectors of texts that an earlier edition holds are taken over; only what is new is encoded.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import FileLock

from corpus.encoders.sentence import Encoder, Vectors
from corpus.files import write_whole
from corpus.index.edition import LEXICAL, TEXTS, Edition
from corpus.index.exact import EXACT, ExactWriter
from corpus.index.keywords import LEXICAL_VERSION, LexicalIndex
from corpus.index.manifest import (
    FORMAT_VERSION,
    POINTER,
    UNFINISHED,
    Manifest,
    files_of,
    finished_at,
    is_complete,
)
from corpus.index.questions import QUESTIONS, write_questions
from corpus.index.room import check_room, telling_of_room
from corpus.index.texts import TextStore, above
from corpus.index.vectors import VECTORS, VectorStore, drop_vectors, open_vectors
from corpus.language.screening import SCREENING_VERSION
from corpus.language.sentences import sentence_spans
from corpus.records import Passage, Policy
from corpus.splitting import SPLITTER_VERSION

VERSIONS = {
    "format": FORMAT_VERSION,
    "splitter": SPLITTER_VERSION,
    "lexical": LEXICAL_VERSION,
    "screening": SCREENING_VERSION,
}
LOCK = "build.lock"
KEPT_EDITIONS = 2
BLOCK = 10_000  # texts encoded and written at a time: the vectors of a million passages and their sentences take 6 GB
GRACE = 60.0  # seconds for which a replaced edition stays, so that whoever is reading it finishes with it

Progress = Callable[[str, int, int], None]  # stage, done, total
Item = TypeVar("Item")
Texts = dict[str, tuple[Policy, list[Passage]]]  # policy id -> the policy and its passages


def silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def write_edition(
    index: Path,
    name: str,
    texts: Texts,
    encoder: Encoder,
    *,
    current: Edition | None = None,
    questions: Mapping[str, Sequence[str]] | None = None,
    chroma_url: str | None = None,
    progress: Progress = silent,
) -> int:
    """Write an edition below `index`, to be finished by `finish_edition`, and return how many texts were encoded.

    The vectors begin as a copy of those of `current` where the encoder is the same and its texts and vectors are sound.
    `questions` are by passage id. Where that fails nothing is left; raises InputError for a disk that is full.
    """
    folder = unfinished(index, name)
    shutil.rmtree(folder, ignore_errors=True)
    before = current if current and can_be_taken_over(current) and current.manifest.encoder == encoder.name else None
    check_room(index, texts)
    with _whole_or_gone(folder), telling_of_room(index, texts):
        folder.mkdir()
        return _written(folder, name, texts, encoder, before, questions or {}, chroma_url, progress)


@contextmanager
def _whole_or_gone(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def unfinished(index: Path, name: str) -> Path:
    """Return the folder in which an edition is written until it is finished."""
    return index / f"{name}{UNFINISHED}"


@contextmanager
def only_writer(index: Path) -> Iterator[None]:
    """Make the index folder, and keep every other process that writes below it waiting meanwhile."""
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / LOCK):
        yield


def can_be_taken_over(edition: Edition) -> bool:
    """Return whether an edition's texts and vectors are sound, from which another one can begin."""
    return edition.is_whole(TEXTS) and edition.is_whole(EXACT)


def _written(
    folder: Path,
    name: str,
    texts: Texts,
    encoder: Encoder,
    before: Edition | None,
    questions: Mapping[str, Sequence[str]],
    chroma_url: str | None,
    progress: Progress,
) -> int:
    policies = {policy.id: policy for policy, _ in texts.values()}
    passages = [passage for _, group in texts.values() for passage in group]
    ids = [passage.id for passage in passages]
    LexicalIndex.build(passages).save(folder / LEXICAL)
    old = {passage.id: passage for passage in before.texts.passages()} if before else {}
    copied = old if before and not chroma_url and _copy_graph(before, folder) else {}
    alike = _cut_alike(before, [passage.text for passage in old.values()])
    stays = {p.id for p in passages if p.id in copied and copied[p.id].text == p.text and p.text in alike}
    moved = [passage for passage in passages if passage.id not in stays]
    written = TextStore.write(folder / TEXTS, policies.values(), passages)
    store = open_vectors(folder, name, chroma_url)
    vectors = _Vectors(store, ExactWriter(folder, ids))
    try:
        store.remove(sorted(copied.keys() - set(ids)))
        for block in _blocks(sorted(stays)):
            assert before
            vectors.exact.write(block, before.vectors_of(block))
        holder = {passage.text: id_ for id_, passage in old.items() if passage.text in alike}
        taken = _take_spans(written, before, [passage.text for passage in passages if passage.text in holder])
        for part in _blocks([passage for passage in moved if passage.text in taken]):
            assert before
            vectors.write(part, before.vectors_of([holder[passage.text] for passage in part]))
        new = [passage for passage in moved if passage.text not in taken]
        encoded = _encode(new, encoder, vectors, written, progress)
    finally:
        vectors.close()
    _encode_heads(written, before, [above(policies[passage.policy_id], passage) for passage in passages], encoder)
    write_questions(
        folder, ids, questions, encoder, before.questions if before and before.is_whole(QUESTIONS) else None
    )
    return encoded


def _copy_graph(before: Edition, folder: Path) -> bool:
    """Copy Chroma's files of an earlier edition, as they were written; return False where they are not sound."""
    if not before.is_whole(f"{VECTORS}/"):
        return False
    for name in filter(lambda name: name.startswith(f"{VECTORS}/"), before.manifest.files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(before.folder / name, folder / name)
    return (folder / VECTORS).is_dir()


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Where the vectors of an edition go: to Chroma, and to the file of exact search."""

    store: VectorStore
    exact: ExactWriter

    def write(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        ids = [passage.id for passage in passages]
        self.store.write(ids, vectors)
        self.exact.write(ids, vectors)

    def close(self) -> None:
        self.store.close()
        self.exact.close()


def _cut_alike(before: Edition | None, texts: Sequence[str]) -> set[str]:
    """Return the texts that an earlier edition holds cut into as many sentences as now: others are encoded anew."""
    return {
        text
        for block in (_blocks(list(dict.fromkeys(texts))) if before else ())
        for text, vectors in (before.texts.spans(block).items() if before else ())
        if len(vectors) == len(sentence_spans(text))
    }


def _take_spans(written: TextStore, before: Edition | None, texts: Sequence[str]) -> set[str]:
    """Take over from an earlier edition what it holds on these texts, and give those on which it holds something."""
    taken: set[str] = set()
    for block in _blocks(list(dict.fromkeys(texts))) if before else ():
        assert before
        spans = before.texts.spans(block)
        written.add_spans(spans.items())
        written.add_tokens(before.texts.tokens(block).items())
        taken |= spans.keys()
    return taken


def _encode(
    passages: Sequence[Passage],
    encoder: Encoder,
    vectors: _Vectors,
    written: TextStore,
    progress: Progress,
) -> int:
    """Encode the texts of passages, write vectors, spans and tokens, and give the number of texts."""
    owners: dict[str, list[Passage]] = {}
    for passage in passages:
        owners.setdefault(passage.text, []).append(passage)
    done = 0
    for block in _blocks(list(owners)):
        tell = partial(_tell, progress, done, len(owners))
        encoded = encoder.encode_spans(block, [sentence_spans(text) for text in block], tell)
        written.add_spans(zip(block, encoded.spans, strict=True))
        written.add_tokens(zip(block, encoded.tokens, strict=True))
        rows = [(one, vector) for text, vector in zip(block, encoded.vectors, strict=True) for one in owners[text]]
        vectors.write([one for one, _ in rows], np.array([vector for _, vector in rows], dtype=np.float32))
        done += len(block)
    return done


def _tell(progress: Progress, before: int, total: int, done: int) -> None:
    progress("Embedding passages", before + done, total)


def _encode_heads(written: TextStore, before: Edition | None, heads: Sequence[str], encoder: Encoder) -> None:
    """Write what each heading with its title means, taken over where an earlier edition holds it."""
    taken = _take_spans(written, before, heads)
    for block in _blocks([head for head in dict.fromkeys(heads) if head not in taken]):
        rows = encoder.encode(block)
        written.add_spans((head, row[np.newaxis, :]) for head, row in zip(block, rows, strict=True))


def _blocks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + BLOCK] for start in range(0, len(items), BLOCK))


def finish_edition(
    index: Path, name: str, texts: Texts, encoder: Encoder, inputs: dict[str, str] | None = None
) -> None:
    """Write the manifest, which makes the edition complete, and then put the edition in force.

    `inputs` maps each source to the hash of its bytes, so that the next build knows what has changed.
    """
    new, folder = unfinished(index, name), index / name
    manifest = Manifest(
        edition=name,
        encoder=encoder.name,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        passages=sum(len(passages) for _, passages in texts.values()),
        policies=len(texts),
        inputs=inputs or {},
        versions=VERSIONS,
        files=files_of(new) if new.is_dir() else Manifest.load(folder).files,
    )
    with _whole_or_gone(new), telling_of_room(index, texts):
        manifest.save(new if new.is_dir() else folder)
        put_in_force(index, name)


def put_in_force(index: Path, name: str) -> None:
    """Move an edition that is finished into its place, where it does not stand there yet, and switch to it."""
    if (new := unfinished(index, name)).is_dir():
        _put(new, index / name)
    if (index / POINTER).is_dir():  # what no file can be moved over
        shutil.rmtree(index / POINTER)
    write_whole(index / POINTER, name.encode())


def _put(new: Path, folder: Path) -> None:
    """Put a folder in the place of another one, which is damaged; whoever reads it has its files open."""
    damaged = folder.with_name(f"{folder.name}-damaged{UNFINISHED}")
    shutil.rmtree(damaged, ignore_errors=True)
    if folder.exists():
        folder.rename(damaged)
    new.rename(folder)
    shutil.rmtree(damaged, ignore_errors=True)


def clear_editions(index: Path, keep: str, chroma_url: str | None = None) -> None:
    """Remove the remains of killed builds, and all but the newest editions; `keep` stays."""
    folders = [folder for folder in index.iterdir() if folder.is_dir() and folder.name != keep]
    newest = [index / keep, *sorted(filter(is_complete, folders), key=finished_at, reverse=True)]
    read_until = time.time() - GRACE  # an edition was in force until the next one was finished
    replaced = zip(newest[1:], newest, strict=False)
    in_use = {folder for folder, successor in replaced if finished_at(successor) > read_until}
    for folder in set(folders) - set(newest[:KEPT_EDITIONS]) - in_use:
        name = folder.name.removesuffix(UNFINISHED)
        if name == folder.name or not (index / name).exists():
            drop_vectors(name, chroma_url)
        shutil.rmtree(folder, ignore_errors=True)
