"""Writing an edition: texts, keyword index and vectors, then the manifest, then the switch.

Vectors of texts that an earlier edition holds are taken over; only what is new is encoded.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.embedding import Encoder, Vectors
from corpus.exact import ExactWriter
from corpus.files import write_whole
from corpus.index import (
    FORMAT_VERSION,
    LEXICAL,
    MANIFEST,
    POINTER,
    TEXTS,
    Edition,
    Manifest,
)
from corpus.lexical import LEXICAL_VERSION, LexicalIndex
from corpus.records import Passage, Policy
from corpus.screening import SCREENING_VERSION
from corpus.sentences import sentence_spans
from corpus.splitting import SPLITTER_VERSION
from corpus.store import TextStore, above
from corpus.vectors import VECTORS, VectorStore, drop_vectors, open_vectors

VERSIONS = {
    "format": FORMAT_VERSION,
    "splitter": SPLITTER_VERSION,
    "lexical": LEXICAL_VERSION,
    "screening": SCREENING_VERSION,
}
KEPT_EDITIONS = 2
BLOCK = 10_000  # texts encoded and written at a time: the vectors of a million passages and their sentences take 6 GB
GRACE = 60.0  # seconds for which a replaced edition stays, so that whoever is reading it finishes with it

# Chroma writes into its files when a reader opens them: a copy made at that moment fails or is torn. So each edition
# keeps a second copy (10 ms, 3 KB a passage) that nobody opens, for the next edition to begin from.
UNREAD = "chroma-unread"

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
    chroma_url: str | None = None,
    progress: Progress = silent,
) -> int:
    """Write an edition below `index`, without its manifest, and give the number of texts that were encoded.

    The vectors begin as a copy of those of `current` where the encoder is the same.
    """
    folder = index / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    policies = {policy.id: policy for policy, _ in texts.values()}
    passages = [passage for _, group in texts.values() for passage in group]
    LexicalIndex.build(passages).save(folder / LEXICAL)
    before = current if current and current.manifest.encoder == encoder.name else None
    old = {passage.id: passage for passage in before.texts.passages()} if before else {}
    copied = old if before and not chroma_url and (before.folder / UNREAD).is_dir() else {}
    stays = {p.id for p in passages if p.id in copied and copied[p.id].text == p.text}
    moved = [passage for passage in passages if passage.id not in stays]
    written = TextStore.write(folder / TEXTS, policies.values(), passages)
    if before and copied:
        shutil.copytree(before.folder / UNREAD, folder / VECTORS)
    store = open_vectors(folder, name, chroma_url)
    store.remove(sorted(copied.keys() - {passage.id for passage in passages}))
    vectors = _Vectors(store, ExactWriter(folder, [passage.id for passage in passages]))
    for ids in _blocks(sorted(stays)):
        assert before
        vectors.exact.write(ids, before.vectors_of(ids))
    holder = {passage.text: id_ for id_, passage in old.items()}
    taken = _take_spans(written, before, [passage.text for passage in passages if passage.text in holder])
    for block in _blocks([passage for passage in moved if passage.text in taken]):
        assert before
        vectors.write(block, before.vectors_of([holder[passage.text] for passage in block]))
    encoded = _encode([passage for passage in moved if passage.text not in taken], encoder, vectors, written, progress)
    _encode_heads(written, before, [above(policies[passage.policy_id], passage) for passage in passages], encoder)
    vectors.close()
    if not chroma_url:
        shutil.copytree(folder / VECTORS, folder / UNREAD)
    return encoded


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
    manifest = Manifest(
        edition=name,
        encoder=encoder.name,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        passages=sum(len(passages) for _, passages in texts.values()),
        policies=len(texts),
        inputs=inputs or {},
        versions=VERSIONS,
    )
    manifest.save(index / name)
    write_whole(index / POINTER, name.encode())


def is_complete(folder: Path) -> bool:
    """Tell whether a folder holds a finished edition."""
    return (folder / MANIFEST).is_file()


def _finished(folder: Path) -> float:
    return (folder / MANIFEST).stat().st_mtime


def clear_editions(index: Path, keep: str, chroma_url: str | None = None) -> None:
    """Remove the remains of killed builds, and all but the newest editions; `keep` stays."""
    folders = [folder for folder in index.iterdir() if folder.is_dir() and folder.name != keep]
    newest = [index / keep, *sorted(filter(is_complete, folders), key=_finished, reverse=True)]
    read_until = time.time() - GRACE  # an edition was in force until the next one was finished
    replaced = zip(newest[1:], newest, strict=False)
    in_use = {folder for folder, successor in replaced if _finished(successor) > read_until}
    for folder in set(folders) - set(newest[:KEPT_EDITIONS]) - in_use:
        drop_vectors(folder.name, chroma_url)
        shutil.rmtree(folder, ignore_errors=True)
