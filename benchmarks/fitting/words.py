"""Make the vectors of words for the checks: `python -m benchmarks.fitting.words`.

Every whole word of the encoder's own vocabulary and every word of the shipped notes is encoded by itself; words of one
stem are averaged, the result is cut to its principal directions and kept in bytes. A check only looks them up, so that
it needs no encoder. Nothing is fitted to any judged sentence.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from assistant.verification.wording import TABLE, WORD, stem
from benchmarks.checks.adversarial import notes, passages_of
from corpus.encoders.sentence import DEFAULT_ENCODER, SentenceEncoder, model_path

DIRECTIONS, SHORTEST, SCALE = 64, 3, 127


def vocabulary() -> list[str]:
    """Return the words to encode, sorted."""
    own = Tokenizer.from_file(str(Path(model_path(DEFAULT_ENCODER)) / "tokenizer.json")).get_vocab()
    known = {word for word in own if word.isascii() and word.isalpha()}
    for name in notes():
        for passage in passages_of(name):
            known |= {word.lower() for word in WORD.findall(passage.text) if word.isascii() and word.isalpha()}
    return sorted(word for word in known if len(word) >= SHORTEST)


def main() -> None:
    """Encode, cut, and write the table."""
    encoder = SentenceEncoder()
    said = vocabulary()
    vectors = encoder.encode(said)
    groups: dict[str, list[int]] = defaultdict(list)
    for row, word in enumerate(said):
        if found := stem(word):
            groups[found].append(row)
    stems = sorted(groups)
    means = np.array([vectors[groups[one]].mean(axis=0) for one in stems])
    means -= means.mean(axis=0)
    directions = np.linalg.svd(means, full_matrices=False)[2][:DIRECTIONS]
    kept = means @ directions.T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    np.savez_compressed(TABLE, stems=np.array(stems), vectors=np.round(kept * SCALE).astype(np.int8))
    print(f"{len(stems):,} stems of {len(said):,} words, {TABLE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
