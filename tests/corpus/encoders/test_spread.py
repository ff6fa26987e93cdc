"""Encoding on Ray gives the edition that one process gives, also where a worker dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.build import Sources, build
from corpus.encoders import spread
from corpus.encoders.sentence import SentenceEncoder
from corpus.encoders.spread import LOCAL, SpreadEncoder
from corpus.errors import InputError
from corpus.index.edition import Edition
from corpus.language.sentences import sentence_spans
from tests import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # of Ray's own threads and sockets
]
MANY = 400


@pytest.fixture(scope="module")
def spread_encoder() -> Iterator[SpreadEncoder]:
    """Start a cluster of this machine's cores, once."""
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
    yield SpreadEncoder(SentenceEncoder().name, LOCAL)
    ray.shutdown()


def test_the_edition_is_the_same(
    sources: Sources,
    minilm: SentenceEncoder,
    spread_encoder: SpreadEncoder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """By id, and by the vectors of passages, sentences and tokens."""
    monkeypatch.setattr(spread, "FEW", 1)
    other = replace(sources, index=tmp_path / "other")
    one, two = build(sources, minilm), build(other, spread_encoder)
    assert (one.edition, one.encoded) == (two.edition, two.encoded)
    editions = [Edition(own.index / one.edition) for own in (sources, other)]
    ids = [passage.id for passage in editions[0].texts.passages()]
    texts = [passage.text for passage in editions[0].texts.passages()]
    assert np.allclose(editions[0].vectors_of(ids), editions[1].vectors_of(ids), atol=1e-6)
    assert [len(codes) for codes in editions[0].texts.tokens(texts).values()] == [
        len(codes) for codes in editions[1].texts.tokens(texts).values()
    ]
    for edition in editions:
        edition.close()


def test_a_worker_that_dies_costs_no_text(
    spread_encoder: SpreadEncoder, minilm: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed half-way, its batches are encoded again; every text has its vector in its place."""
    psutil = pytest.importorskip("psutil")
    monkeypatch.setattr(spread, "FEW", 1)
    texts = [f"Rule {number} says that a custodian keeps {number} keys apart." for number in range(MANY)]
    killed: list[int] = []

    def kill(done: int) -> None:
        for process in psutil.process_iter(["cmdline"]) if done < MANY and not killed else ():
            title = " ".join(process.info["cmdline"] or [])
            if "ray::" in title and "Worker" in title and os.getpid() in {one.pid for one in process.parents()}:
                os.kill(process.pid, signal.SIGKILL)
                killed.append(process.pid)
                return

    encoded = spread_encoder.encode_spans(texts, [sentence_spans(text) for text in texts], kill)
    assert killed
    assert np.allclose(encoded.vectors, minilm.encode(texts), atol=1e-6)


def test_no_cluster_is_one_line(sources: Sources) -> None:
    """An address where nobody listens is told with what to write."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
    command = [sys.executable, "-m", "assistant", "index", "--texts", str(sources.texts[0]), "--ray", "127.0.0.1:1"]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert "There is no Ray cluster at 127.0.0.1:1" in run.stderr


def test_without_ray_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says what to install."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r"pip install '.\[ray\]'"):
        SpreadEncoder("x", LOCAL)
