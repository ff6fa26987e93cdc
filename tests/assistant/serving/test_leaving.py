"""A client that leaves, or reads slowly, costs the others nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from assistant.answers.records import Answer, Question, Statement
from assistant.chain import PolicyChain
from assistant.serving.requests import MODEL
from tests.assistant.serving.conftest import Serve

MARGIN = "Is margin financing against bitcoin allowed?"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": MARGIN}]}
SOON = 20.0  # seconds that a test waits for what takes milliseconds, on a busy machine


class Waiting(PolicyChain):
    """A chain whose answers wait, as for a model, after their first statement if they have one by then."""

    def __init__(self, over: PolicyChain, *, first: bool) -> None:
        """Take the index of another chain."""
        self.__dict__.update(over.__dict__)
        self.first = first
        self.begun = threading.Semaphore(0)
        self.stopped = threading.Semaphore(0)
        self.go = threading.Event()

    def statements(
        self, question: Question | str, config: Any = None, pulse: Callable[[], None] = lambda: None
    ) -> Generator[Statement | Answer]:
        """Yield the answer with a wait in it, in which the pulse is asked as a model's client asks it."""
        parts = super().statements(question, config, pulse)
        first = next(parts) if self.first else None
        if first is not None:
            yield first
        self.begun.release()
        try:
            while not self.go.wait(0.05):
                pulse()
        finally:
            self.stopped.release()
        yield from parts


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("first", [False, True])
def test_an_answer_stops_when_its_client_leaves(serve: Serve, chain: PolicyChain, stream: bool, first: bool) -> None:
    """Before the first words and after them, whole and streamed, the thread is told and stops."""
    waiting = Waiting(chain, first=first)
    client = serve(waiting)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/v1/chat/completions", json=CHAT | {"stream": stream}, timeout=1.0)
    assert waiting.begun.acquire(timeout=SOON)
    assert waiting.stopped.acquire(timeout=SOON)
    assert not waiting.go.is_set()
    assert client.get("/health").status_code == 200


def test_so_many_answers_at_once_and_no_more(serve: Serve, chain: PolicyChain) -> None:
    """While two are made for a caller the third is told to wait; when one has left there is room again."""
    waiting = Waiting(chain, first=True)
    client = serve(waiting, api_streams=2)
    with ExitStack() as open_:
        held = [
            open_.enter_context(client.stream("POST", "/v1/chat/completions", json=CHAT | {"stream": True}))
            for _ in range(2)
        ]
        assert [reply.status_code for reply in held] == [200, 200]
        for route, body in (("/v1/answers", {"user_input": MARGIN}), ("/v1/chat/completions", CHAT | {"stream": True})):
            refused = client.post(route, json=body)
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
            assert "2 answers are being made" in refused.json()["error"]["message"]
        assert client.get("/v1/calendar").status_code == 200  # what is only looked up does not wait behind answers
    waiting.go.set()
    began = time.monotonic()
    while (reply := client.post("/v1/answers", json={"user_input": MARGIN})).status_code == 429:
        assert time.monotonic() - began < SOON
    assert reply.status_code == 200


def test_what_a_reader_has_not_fetched_holds_no_thread(serve: Serve, chain: PolicyChain) -> None:
    """Ten readers that open a stream and read nothing leave the threads to others."""
    client = serve(chain)
    with ExitStack() as open_:
        for _ in range(10):
            open_.enter_context(client.stream("POST", "/v1/chat/completions", json=CHAT | {"stream": True}))
        assert client.post("/v1/answers", json={"user_input": MARGIN}).json()["error"] is None


def test_a_fault_within_is_told_without_its_words(serve: Serve, chain: PolicyChain) -> None:
    """What nobody foresaw is one line with status 500, and no path, name or traceback of the server."""

    class Broken(PolicyChain):
        def statements(self, *_: Any, **__: Any) -> Generator[Statement | Answer]:
            raise ZeroDivisionError("/secret/path")
            yield

    broken = Broken.__new__(Broken)
    broken.__dict__.update(chain.__dict__)
    client = serve(broken)
    for route, body in (("/v1/answers", {"user_input": MARGIN}), ("/v1/chat/completions", CHAT | {"stream": True})):
        reply = client.post(route, json=body)
        assert reply.status_code == 500
        assert reply.json()["error"]["message"] == "The server failed at this; its log says why."
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "x"}},
    }
    told = client.post("/mcp", json=call, headers={"accept": "application/json, text/event-stream"})
    assert told.json()["result"]["content"][0]["text"] == "The server failed at this; its log says why."
