"""Token vectors at one bit per dimension: what a question's words are compared with, word by word.

Late interaction (ColBERT, Khattab and Zaharia 2020): each token of the question looks for the token of the passage that
it is most like. A passage's token keeps only the signs of its vector, 48 bytes for 384 dimensions; the question's
tokens stay as they are. On ObliQA (dev) that ranks as well as the whole vectors do, and better than four bits of their
first 128 principal components (AP@10 .702 against .699, at three quarters of the bytes).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]  # shape (tokens, dimension / 8)
Vectors = NDArray[np.float32]
MOST = 127  # of an 8-bit integer


def pack(vectors: Vectors) -> Codes:
    """Keep the sign of each dimension of each token: shape (tokens, dimension) becomes (tokens, dimension / 8)."""
    return np.packbits(vectors > 0, axis=1)


def closeness(question: Vectors, passages: Sequence[Codes]) -> NDArray[np.float32]:
    """Return for each passage the mean, over the question's tokens, of the cosine to its most like token.

    `question` has shape (tokens, dimension) and unit rows. The cosines are estimates from signs; a passage or a
    question without tokens has 0. Products are of 8-bit integers: they are exact, the same on every machine, and ten
    times as fast as in float32.
    """
    import torch

    close = np.zeros(len(passages), dtype=np.float32)
    filled = [row for row, codes in enumerate(passages) if len(codes)]
    if not filled or not len(question):
        return close
    bits = np.unpackbits(np.concatenate([passages[row] for row in filled]), axis=1, count=question.shape[1])
    scale = MOST / np.maximum(np.abs(question).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    asked = np.round(question * scale).astype(np.int8)
    agreed = torch._int_mm(torch.from_numpy(asked), torch.from_numpy(bits.view(np.int8).T)).numpy()  # noqa: SLF001 - the only such product
    sizes = np.array([len(passages[row]) for row in filled])
    most = np.maximum.reduceat(agreed, np.concatenate([[0], sizes.cumsum()[:-1]]), axis=1)
    # With signs as 2b - 1, q.s = 2 q.b - sum(q): the bits need no second look.
    cosines = (2 * most - asked.sum(axis=1, keepdims=True, dtype=np.int32)) / scale
    close[filled] = cosines.mean(axis=0) / np.sqrt(question.shape[1])
    return close
