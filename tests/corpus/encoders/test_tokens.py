"""Tokens at one bit per dimension: what is alike stays alike."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.encoders.sentence import SentenceEncoder
from corpus.encoders.tokens import closeness, pack

DIMENSION = 384


def unit(rows: int, seed: int) -> np.ndarray:
    """Draw unit vectors."""
    vectors = np.random.default_rng(seed).standard_normal((rows, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_passage_that_holds_the_words_is_nearer() -> None:
    """Each word of the question finds itself: about .8 at one bit, and chance is near 0."""
    question = unit(4, 1)
    near, far = closeness(question, [pack(np.vstack([unit(9, 2), question])), pack(unit(13, 3))])
    assert near == pytest.approx(0.8, abs=0.03)
    assert far < 0.2


def test_what_has_no_tokens_has_no_closeness() -> None:
    """A passage without tokens, a question without tokens, and no passages at all."""
    nothing = pack(unit(0, 1))
    assert closeness(unit(2, 1), [nothing, pack(unit(2, 1))])[0] == 0
    assert closeness(unit(0, 1), [pack(unit(2, 1))]).tolist() == [0]
    assert closeness(unit(2, 1), []).tolist() == []


def test_a_token_takes_a_bit_a_dimension() -> None:
    """384 dimensions are 48 bytes."""
    assert pack(unit(5, 1)).shape == (5, 48)


def test_the_encoder_gives_a_code_for_each_word(minilm: SentenceEncoder) -> None:
    """The marks of beginning and end have none; the question's tokens are unit vectors."""
    (codes,) = minilm.encode_spans(["Tokens bear no interest"], [[(0, 23)]]).tokens
    asked = minilm.question("Do tokens bear interest?")
    assert codes.shape == (5, 48)
    assert np.allclose(np.linalg.norm(asked.tokens, axis=1), 1, atol=1e-5)
    assert closeness(asked.tokens, [codes])[0] > 0.4
