"""Spans: what a sentence means within its passage, from the pass that encodes the passage."""

from __future__ import annotations

import numpy as np

from corpus.encoders.sentence import SentenceEncoder
from corpus.language.sentences import sentence_spans

TEXT = "A licensed issuer must hold HK$25 million of share capital. Brokers lend against bitcoin with a haircut of 60%."


def test_spans_are_like_their_sentences_and_unlike_the_others(minilm: SentenceEncoder) -> None:
    """Each span is nearer to its own sentence, encoded alone, than to the other one."""
    spans = sentence_spans(TEXT)
    (parts,) = minilm.encode_spans([TEXT], [spans]).spans
    alone = minilm.encode([TEXT[start:end] for start, end in spans])
    likeness = parts @ alone.T
    assert parts.shape == (2, 384)
    assert likeness[0, 0] > likeness[0, 1] + 0.2
    assert likeness[1, 1] > likeness[1, 0] + 0.1


def test_the_whole_text_is_encoded_as_ever(minilm: SentenceEncoder) -> None:
    """The vectors of texts do not change when their spans are asked for, and a lone span is the text."""
    encoded = minilm.encode_spans([TEXT, "One sentence."], [[(0, 59)], [(0, 13)]])
    assert np.allclose(encoded.vectors, minilm.encode([TEXT, "One sentence."]), atol=1e-5)
    assert np.allclose(encoded.spans[1][0], encoded.vectors[1])


def test_a_remembered_question_cannot_be_spoiled(minilm: SentenceEncoder) -> None:
    """Who changes the vector that was given changes only a copy."""
    first = minilm.encode(["Is staking allowed?"])
    first[:] = 0
    assert np.linalg.norm(minilm.encode(["Is staking allowed?"])[0]) > 0.99


def test_no_text_has_no_vectors(minilm: SentenceEncoder) -> None:
    """Nothing in, nothing out."""
    nothing = minilm.encode_spans([], [])
    assert nothing.vectors.shape == (0, 384)
    assert nothing.spans == nothing.tokens == []
