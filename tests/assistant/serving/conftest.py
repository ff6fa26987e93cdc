"""A real server over the four policies, at a port of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from assistant.chain import PolicyChain
from assistant.serving.application import open_application
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder, write_notes

TODAY = date(2026, 6, 1)
Serve = Callable[..., httpx.Client]


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies, on a day when all of them are published."""
    return PolicyChain(index, encoder, Glossary([]), Settings(), today=lambda: TODAY)


@contextmanager
def running(settings: Settings, chain: PolicyChain) -> Iterator[str]:
    """Run the server in a thread, and give its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(open_application(settings, chain), log_level="error", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def serve(chain: PolicyChain) -> Iterator[Serve]:
    """Serve the four policies, under further settings and over another chain if wanted, and give a client."""
    with ExitStack() as open_:

        def served(over: PolicyChain = chain, **settings: object) -> httpx.Client:
            address = open_.enter_context(running(Settings(**settings), over))
            return open_.enter_context(httpx.Client(base_url=address, timeout=60))

        yield served


@contextmanager
def open_to_all(folder: Path, **settings: Any) -> Iterator[httpx.Client]:
    """Serve the four policies without keys from a folder, under further settings, and give a client."""
    held = Settings(data=folder / "data", **settings)
    encoder = WordEncoder()
    build(Sources(held.index, (write_notes(folder / "texts"),), held.library), encoder)
    index = CurrentIndex(held.index)
    chain = PolicyChain(index, encoder, Glossary([]), held, today=lambda: TODAY)
    with running(held, chain) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client
    index.close()


@pytest.fixture(scope="session")
def shared_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve the four policies without keys, once for all tests that only ask."""
    with open_to_all(tmp_path_factory.mktemp("served")) as client:
        yield client


@pytest.fixture
def client(shared_client: httpx.Client) -> Iterator[httpx.Client]:
    """Return a client of the server without keys."""
    yield shared_client
    shared_client.cookies.clear()
