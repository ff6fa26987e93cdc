"""Tracing: the runs of a model reach the callbacks that are given and the services that the environment names."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage

from assistant.llm.open import ChatModel
from assistant.llm.tracing import prepare_tracing
from tests import ROOT

ASKED = [HumanMessage("hello")]
TRACED = """
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers.langchain import wait_for_all_tracers
from assistant.llm.open import ChatModel
from assistant.llm.tracing import prepare_tracing
prepare_tracing()
model = ChatModel("double", GenericFakeChatModel(messages=iter([AIMessage("a traced answer")])))
asking = RunnableLambda(lambda text, config: "".join(model.stream([HumanMessage(text)], config)))
asking.with_config(run_name="whole answer").invoke("a traced question")
wait_for_all_tracers()
"""


class Handler(BaseCallbackHandler):
    """Remembers what it was told."""

    told: list[str]

    def __init__(self) -> None:
        """Begin with nothing."""
        self.told = []
        HANDLERS.append(self)

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Remember a start."""
        self.told.append("start")

    def on_llm_end(self, *_: Any, **__: Any) -> None:
        """Remember an end."""
        self.told.append("end")


HANDLERS: list[Handler] = []


def double() -> ChatModel:
    """Return a model that answers once."""
    return ChatModel("double", GenericFakeChatModel(messages=iter([AIMessage("hello there")])))


@pytest.fixture
def service() -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a tracing service on loopback, and what was sent to it."""
    received: list[bytes] = []

    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()


def test_callbacks_of_the_config_are_told() -> None:
    """A handler in the config hears of the start and the end of the model's run."""
    handler = Handler()
    list(double().stream(ASKED, {"callbacks": [handler]}))
    assert handler.told == ["start", "end"]


def test_langsmith_by_its_variables(service: tuple[str, list[bytes]], tmp_path: Path) -> None:
    """With LangSmith's variables in `.env` alone, the run of the whole and the model's run within it are sent."""
    url, received = service
    names = ("LANGSMITH_TRACING=true", f"LANGSMITH_ENDPOINT={url}", "LANGSMITH_API_KEY=none")
    (tmp_path / ".env").write_text("\n".join(names), encoding="utf-8")
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", TRACED], cwd=tmp_path, env=here, check=True, timeout=120)
    sent = b"".join(received)
    for words in (b"whole answer", b"GenericFakeChatModel", b"a traced question", b"a traced answer"):
        assert words in sent


def test_langfuse_by_its_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With Langfuse's key set its handler is added to every run, and without it is not."""
    module = ModuleType("langfuse.langchain")
    module.CallbackHandler = Handler  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langfuse", ModuleType("langfuse"))
    monkeypatch.setitem(sys.modules, "langfuse.langchain", module)
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", "pk")
    monkeypatch.chdir(tmp_path)
    HANDLERS.clear()
    prepare_tracing.cache_clear()
    prepare_tracing()
    list(double().stream(ASKED))
    assert [handler.told for handler in HANDLERS] == [["start", "end"]]
    monkeypatch.delenv("LANGFUSE_PUBLIC_KEY")
    list(double().stream(ASKED))
    assert len(HANDLERS) == 1


def test_langfuse_without_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A key without the package is told with the command, and answers go on."""
    monkeypatch.setitem(sys.modules, "langfuse", None)
    monkeypatch.setitem(sys.modules, "langfuse.langchain", None)
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", "pk")
    monkeypatch.chdir(tmp_path)
    prepare_tracing.cache_clear()
    prepare_tracing()
    assert "pip install langfuse==5.0.4" in caplog.text
