"""A collection of any size out of a BEIR folder: its passages, and then varied copies of them.

Each copy has other figures, some of its words are drawn anew by their frequency, and one of a hundred is a word that no
other passage has, so that vocabulary and posting lists grow as in real texts. The vectors of copies are those of the
originals, turned by chance.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation.sets.beir import FEWEST_WORDS
from corpus.encoders.sentence import Asked, Encoded, SentenceEncoder, Spans, Vectors
from corpus.index.writing import Texts
from corpus.language.places import PLACES
from corpus.records import Life, Nature, PartialDate, Passage, Policy

PER_POLICY = 200  # passages
NEW_WORD, DRAWN_WORD = 0.01, 0.15  # shares of a copy's words
TURNED = 0.48  # length of the chance vector that is added to a unit vector: a cosine of .9
QUESTIONS = 60


def originals(beir: Path) -> list[str]:
    """Return the different texts of a BEIR folder that are long enough to be indexed."""
    rows = (json.loads(line) for line in (beir / "corpus.jsonl").read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(row["text"] for row in rows if len(row["text"].split()) >= FEWEST_WORDS))


def questions(beir: Path) -> list[str]:
    """Return some questions of a BEIR folder, always the same."""
    rows = [json.loads(line)["text"] for line in (beir / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    return random.Random(1).sample(rows, min(QUESTIONS, len(rows)))


def multiplied(texts: Sequence[str], size: int) -> Iterator[str]:
    """Yield the texts, and then varied copies of them, until there are `size`."""
    words = [word for text in texts for word in text.split()]
    for number in range(size):
        text = texts[number % len(texts)]
        yield text if number < len(texts) else _varied(text, words, number)


def _varied(text: str, words: Sequence[str], number: int) -> str:
    draw = random.Random(number)
    said = " ".join(_other(word, words, draw, number) for word in text.split())
    return f"{said} [{number}]"  # no copy is the same as another


def _other(word: str, words: Sequence[str], draw: random.Random, number: int) -> str:
    chance = draw.random()
    if word.isdigit():
        return str(draw.randrange(10 ** len(word)))
    if chance < NEW_WORD:
        return f"{word}x{number}"
    return draw.choice(words) if chance < NEW_WORD + DRAWN_WORD else word


def turned(vectors: Vectors, first: int, count: int) -> Vectors:
    """Return the vectors of the passages from `first` on: the originals' own, and those of copies turned by chance."""
    rows = np.arange(first, first + count)
    found = vectors[rows % len(vectors)].copy()
    copies = rows >= len(vectors)
    chance = np.random.default_rng(first).standard_normal((int(copies.sum()), vectors.shape[1]), dtype=np.float32)
    found[copies] += TURNED * chance / np.linalg.norm(chance, axis=1, keepdims=True)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


class Known:
    """An encoder that looks vectors up: of the n-th new text the n-th vector, and of a sentence its text's."""

    name = SentenceEncoder().name

    def __init__(self, vectors: Vectors, first: int = 0) -> None:
        """Take the originals' vectors, and the number of the first passage that will be encoded."""
        self._vectors = vectors
        self._next = first

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the next vectors."""
        self._next += len(texts)
        return turned(self._vectors, self._next - len(texts), len(texts))

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Spans], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Return the next vectors, each again for each span, and chance bits for each word's token."""
        vectors, draw = self.encode(texts, progress), np.random.default_rng(self._next)
        parts = [np.repeat(row[np.newaxis], len(pairs), axis=0) for row, pairs in zip(vectors, spans, strict=True)]
        width = vectors.shape[1] // 8
        tokens = [draw.integers(0, 256, (len(text.split()), width), dtype=np.uint8) for text in texts]
        return Encoded(vectors, parts, tokens)

    def question(self, text: str) -> Asked:
        """Return the next vector, which nobody asks for while an index is built."""
        vectors = self.encode([text])
        return Asked(vectors[0], vectors)


def corpus_of(texts: Sequence[str], size: int) -> Texts:
    """Make policies of the multiplied passages, of many places and of the years 2010 to 2026."""
    made: Texts = {}
    places = list(PLACES)
    for number, text in enumerate(multiplied(texts, size)):
        id_ = f"policy-{number // PER_POLICY}"
        if id_ not in made:
            draw = random.Random(number)
            day = PartialDate.parse(f"{draw.randint(2010, 2025)}-{draw.randint(1, 12):02}-01")
            made[id_] = (Policy(id_, id_, "", draw.choice(places), "document", Life(Nature.RULE, day)), [])
        policy, passages = made[id_]
        passages.append(Passage(f"{id_}#p{len(passages)}", id_, text, f"¶{len(passages)}", policy.life))
    return made
