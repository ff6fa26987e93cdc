"""Writing an edition: texts, keyword index and vectors, then the manifest, then the switch.

Vectors of texts that an earlier edition holds are taken over; only what is new is encoded.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Encoder, Vectors
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
from corpus.tokens import Codes
from corpus.vectors import VECTORS, drop_vectors, open_vectors

VERSIONS = {
    "format": FORMAT_VERSION,
    "splitter": SPLITTER_VERSION,
    "lexical": LEXICAL_VERSION,
    "screening": SCREENING_VERSION,
}
KEPT_EDITIONS = 2
GRACE = 60.0  # seconds for which a replaced edition stays, so that whoever is reading it finishes with it

# Chroma writes into its files when a reader opens them: a copy made at that moment fails or is torn. So each edition
# keeps a second copy (10 ms, 3 KB a passage) that nobody opens, for the next edition to begin from.
UNREAD = "chroma-unread"

Progress = Callable[[str, int, int], None]  # stage, done, total
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
    copied = (
        {id_: (passage, before.policies[passage.policy_id].jurisdiction) for id_, passage in old.items()}
        if before and not chroma_url and (before.folder / UNREAD).is_dir()
        else {}
    )
    moved = [p for p in passages if copied.get(p.id) != (p, policies[p.policy_id].jurisdiction)]
    meaning = _encode_new(passages, policies, before, encoder, progress)
    TextStore.write(folder / TEXTS, policies.values(), passages, meaning.spans).add_tokens(meaning.tokens.items())
    vectors = _vectors(moved, old, before, meaning.vectors)
    if before and copied:
        shutil.copytree(before.folder / UNREAD, folder / VECTORS)
    store = open_vectors(folder, name, chroma_url)
    store.remove(sorted(copied.keys() - {passage.id for passage in passages}))
    store.write(moved, policies, vectors)
    store.close()
    if not chroma_url:
        shutil.copytree(folder / VECTORS, folder / UNREAD)
    return len(meaning.vectors)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Vectors of the texts that are new, of sentences and headings, and packed tokens, of all (see `TextStore`)."""

    vectors: dict[str, NDArray[np.float32]]
    spans: dict[str, Vectors]
    tokens: dict[str, Codes]


def _encode_new(
    passages: Sequence[Passage],
    policies: dict[str, Policy],
    current: Edition | None,
    encoder: Encoder,
    progress: Progress,
) -> Meaning:
    """Encode what `current` does not hold."""
    texts = list(dict.fromkeys(passage.text for passage in passages))
    heads = list(dict.fromkeys(above(policies[passage.policy_id], passage) for passage in passages))
    spans = current.texts.spans([*texts, *heads]) if current else {}
    new = [text for text in texts if text not in spans]
    encoded = encoder.encode_spans(
        new, [sentence_spans(text) for text in new], lambda done: progress("Embedding passages", done, len(new))
    )
    spans |= zip(new, encoded.spans, strict=True)
    tokens = current.texts.tokens(texts) if current else {}
    tokens |= zip(new, encoded.tokens, strict=True)
    unknown = [head for head in heads if head not in spans]
    spans |= {head: row[np.newaxis, :] for head, row in zip(unknown, encoder.encode(unknown), strict=True)}
    return Meaning(dict(zip(new, encoded.vectors, strict=True)), spans, tokens)


def _vectors(
    passages: Sequence[Passage],
    old: dict[str, Passage],
    current: Edition | None,
    fresh: dict[str, NDArray[np.float32]],
) -> Vectors:
    """Give a vector a passage, taking over from `current` those of equal texts."""
    holder = {passage.text: id_ for id_, passage in old.items()}
    known = [holder[passage.text] for passage in passages if passage.text not in fresh]
    stored = current.vectors.read(list(dict.fromkeys(known))) if current and known else {}
    vectors = [fresh[p.text] if p.text in fresh else stored[holder[p.text]] for p in passages]
    return np.array(vectors, dtype=np.float32)


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
