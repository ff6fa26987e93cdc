"""Spans: what a sentence means within its passage, from the pass that encodes the passage."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from corpus.encoders.sentence import SentenceEncoder
from corpus.language.sentences import sentence_spans
from tests import ROOT

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


def test_a_lone_text_is_encoded_by_one_thread(minilm: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that wait for each other cost a question much beside another program; a build keeps all."""
    import torch

    seen: list[int] = []
    model = minilm._load()
    encode = model.encode
    monkeypatch.setattr(model, "encode", lambda *a, **k: seen.append(torch.get_num_threads()) or encode(*a, **k))
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        minilm.question("Is lending of tokens that nobody asked about allowed?")
        minilm.encode(["One sentence.", "Another one."])
        assert seen == [1, 2]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_products_of_a_question_take_one_thread() -> None:
    """The library that multiplies is told so before it is loaded."""
    told = "max(one['num_threads'] for one in threadpoolctl.threadpool_info())"
    code = f"import assistant, numpy, threadpoolctl; print({told})"
    free = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    asked = [sys.executable, "-c", code]
    assert subprocess.run(asked, cwd=ROOT, env=free, capture_output=True, check=True).stdout == b"1\n"
