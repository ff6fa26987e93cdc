"""What all tests share: doubles that mean something, a four-policy corpus, and no network but loopback."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from assistant.llm import limits
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import BASE_ENCODER, Asked, Encoded, SentenceEncoder, Spans, Vectors
from corpus.encoders.tokens import pack
from corpus.index.manifest import current_edition
from corpus.language.terms import terms
from tests import SHARED
from tests.chroma_server import MODES, ChromaServer
from tests.gibberish_server import Served, gibberish_server
from tests.openai_server import OpenAIServer
from tests.shipped import shipped_index

settings.register_profile("house", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("house")

LOOPBACK = ("127.", "::1", "localhost")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the index of the shipped texts, so that `make quick` can leave it out wherever it stands."""
    for item in items:
        if "shipped" in getattr(item, "fixturenames", ()):
            item.add_marker("shipped")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run each test without the developer's settings, with its state in its own folder."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a scripted model that failed again at once: a test that waits for nothing is as good a test."""
    monkeypatch.setattr(limits, "PAUSE", 0.0)


class WordEncoder:
    """An encoder that means something: each term is a direction, so texts are near when they share terms."""

    name = BASE_ENCODER  # its tokenizer counts the tokens; no shipped model reads its vectors
    dimension = 512

    def __init__(self) -> None:
        """Remember what was encoded."""
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the normalised sum of the terms' directions."""
        self.encoded += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in [*terms(text), "any"]:
                vectors[row, sum(term.encode()) * 7919 % self.dimension] += 1
        if progress is not None:
            progress(len(texts))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Spans], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Encode the texts, and each span and each word as a text that nobody counts."""
        vectors = self.encode(texts, progress)
        quiet = WordEncoder()
        parts = [quiet.encode([text[a:b] for a, b in pairs]) for text, pairs in zip(texts, spans, strict=True)]
        return Encoded(vectors, parts, [pack(quiet.encode(text.split())) for text in texts])

    def question(self, text: str) -> Asked:
        """Encode a question, and each of its words."""
        vector = self.encode([text])[0]
        return Asked(vector, WordEncoder().encode(text.split()))


@pytest.fixture
def encoder() -> WordEncoder:
    """Return a fresh double of the encoder."""
    return WordEncoder()


NOTES = {
    "hk-margin-2026": """\
title: Circular on margin financing
issuer: SFC
jurisdiction: Hong Kong
kind: circular
published: 2026-02-11
effective: 2026-02-11
relations: {supersedes: [hk-platform-rules-2023]}
---
1. Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin and ether.
2. The SFC's circular of 11 February 2026 requires a haircut of at least 60% on bitcoin collateral.
""",
    "hk-platform-rules-2023": """\
title: Platform rules
issuer: SFC
jurisdiction: Hong Kong
kind: guideline
published: 2023-06
effective: 2023-06-01
ended: 2026-02-11
---
1. The SFC's platform rules of June 2023 did not let platforms offer margin financing to clients.
2. The SFC's platform rules of June 2023 required platforms to keep 98% of client assets in cold storage.
""",
    "hk-remarks-2025": """\
title: Remarks of February 2025
issuer: SFC
jurisdiction: Hong Kong
kind: speech
published: 2025-02-19
---
1. The SFC said on 19 February 2025 that nine platforms were licensed and eight had applied.
2. The SFC said on 19 February 2025 that it was considering margin financing for some clients.
""",
    "sg-custody-bill": """\
title: Custody bill
issuer: MAS
jurisdiction: Singapore
kind: bill
published: 2026-05-02
---
1. The Singapore custody bill of 2 May 2026 would require custodians to keep client assets in cold storage.
""",
}


def write_notes(folder: Path) -> Path:
    """Write the four policies as notes into a new folder, and give it."""
    folder.mkdir()
    for id_, note in NOTES.items():
        fields, body = note.split("---\n")
        front = f"id: {id_}\n{fields}sources: [https://example.org/{id_}]\nconfidence: high\nevidence_to: 2026-06-01\n"
        (folder / f"{id_}.md").write_text(f"---\n{front}---\n# A policy\n\n## What it says\n{body}", encoding="utf-8")
    return folder


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Write the four policies as notes."""
    return write_notes(tmp_path / "texts")


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """Serve vectors by a real Chroma server, once."""
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def chroma_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Yield the address of the Chroma server to a test that runs in `MODES`, and none to others."""
    if getattr(request, "param", MODES[0]) == MODES[0]:
        yield None
        return
    server: ChromaServer = request.getfixturevalue("chroma_server")
    yield server.url
    server.clear()


@pytest.fixture
def sources(tmp_path: Path, texts: Path, chroma_url: str | None) -> Sources:
    """Name the folders of the four-policy corpus."""
    return Sources(tmp_path / "data" / "index", (texts,), tmp_path / "data" / "library", chroma_url)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the index of the four policies once, for tests to copy."""
    folder = tmp_path_factory.mktemp("built")
    build(Sources(folder / "index", (write_notes(folder / "texts"),), folder / "library"), WordEncoder())
    return folder / "index"


@pytest.fixture
def index(sources: Sources, encoder: WordEncoder, built: Path) -> Iterator[CurrentIndex]:
    """Open an index of the four policies of the test's own, and let go of its files after the test."""
    if sources.chroma_url is None:
        shutil.copytree(built, sources.index)
    else:
        build(sources, encoder)
    opened = CurrentIndex(sources.index, sources.chroma_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def minilm() -> SentenceEncoder:
    """Return the real encoder, loaded once."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, minilm: SentenceEncoder) -> Path:
    """Return a data folder with the real index of the shipped texts."""
    data = tmp_path_factory.mktemp("data") / "shipped"
    shutil.copytree(shipped_index(minilm), data)
    return data


@pytest.fixture
def shipped_copy(shipped: Path, tmp_path: Path) -> Path:
    """Return a copy of that data folder, for a test that adds to it."""
    return Path(shutil.copytree(shipped, tmp_path / "shipped"))


@pytest.fixture(autouse=True)
def _shipped_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that puts another index in the place of the shared one, not those that come after it."""
    if "shipped" not in request.fixturenames:
        yield
        return
    index = request.getfixturevalue("shipped") / "index"
    before = current_edition(index)
    yield
    assert current_edition(index) == before, "take `shipped_copy` to add to the shipped texts"


@pytest.fixture
def model_server() -> Iterator[OpenAIServer]:
    """Yield a scripted chat-model server; `model_server.configure(monkeypatch)` puts it into the settings."""
    with OpenAIServer() as server:
        yield server


@pytest.fixture(scope="session")
def gibberish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a model of random weights by a real server, once."""
    with gibberish_server(tmp_path_factory.mktemp("gibberish")) as served:
        yield served


def shared(*parts: str) -> Path:
    """Return a path of the shared material; skip the test, saying so, where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared material {'/'.join(parts)} is not at hand")
    return path
