"""An encoder that costs nothing, so that a process is in its build and not in loading a model when it is killed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from corpus.encoders.sentence import BASE_ENCODER, Asked, Encoded, Spans, Vectors
from corpus.encoders.tokens import pack
from corpus.language.terms import terms

DIMENSION = 384


class Words:
    """Each term is a direction: texts are near when they share terms."""

    name = BASE_ENCODER  # its tokenizer counts the tokens

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the normalised sum of the terms' directions."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in (*terms(text), "any"):
                vectors[row, crc32(term.encode()) % DIMENSION] += 1
        if progress is not None:
            progress(len(texts))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Spans], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Encode the texts, each span and each word."""
        parts = [self.encode([text[a:b] for a, b in pairs]) for text, pairs in zip(texts, spans, strict=True)]
        return Encoded(self.encode(texts, progress), parts, [pack(self.encode(text.split())) for text in texts])

    def question(self, text: str) -> Asked:
        """Encode a question, and each of its words."""
        return Asked(self.encode([text])[0], self.encode(text.split()))
