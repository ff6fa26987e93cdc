"""A scripted chat-model server on loopback: OpenAI's chat completions, whole and streamed, with faults at any point.

    with OpenAIServer() as server:
        server.say("Brokers may lend [1]. They need a licence [2].")   # streamed word by word
        server.reply(Reply("Brokers may lend", ends=Ends.CUT))          # cut after these words
        server.reply(Reply(status=429, headers={"Retry-After": "1"}))
        model = open_model(Settings(model="openai:scripted", model_base_url=server.url))

Replies are given in order, one a request; with none left the server answers 400. `server.asked` holds the bodies of
all requests, `server.prompts` their texts. A reply waits where a `holds` event says so, never for a time;
`server.abandoned` is set when a client leaves before its reply has ended.
"""

from __future__ import annotations

import json
import re
import select
import socket
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import pytest

NAME = "openai:scripted"
ONCE = {"Connection": "close"}  # a connection kept by the client would be reported as unclosed when the test is over
LOOK = 0.02  # seconds between two looks whether a waiting client has left


class Ends(Enum):
    """How a streamed reply ends after its words."""

    DONE = "finish reason, usage, [DONE]"
    UNDONE = "finish reason, then the connection breaks before [DONE]"
    SILENT_AFTER_END = "finish reason, then nothing while the connection stands"
    CUT = "the connection breaks"
    STOPPED = "the stream ends in good order, without finish reason and [DONE]"
    GARBAGE = "an event that is no JSON"
    WRONG_SHAPE = "an event that is JSON of another shape"
    ERROR = "an error event, as providers send when they fail while streaming"
    HANG = "nothing more while the connection stands"


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted reply: the words that are streamed, and how it ends or fails.

    `text` is cut at its spaces, or given as the pieces themselves; `calls` are tools with their arguments, which only a
    whole reply has. `status` other than 200 gives `error` (message,
    code) with `headers` instead, and 0 closes the connection without any answer. `holds` names events that are waited
    for before the piece of that number, -1 being the first byte. `usage` is tokens in and out, None where the server
    counts nothing.
    """

    text: str | Sequence[str] = ""
    calls: Sequence[tuple[str, Mapping[str, Any]]] = ()
    ends: Ends = Ends.DONE
    finish: str = "stop"
    usage: tuple[int, int] | None = (100, 10)
    status: int = 200
    error: tuple[str, str] = ("scripted", "scripted")
    headers: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[int, threading.Event] = field(default_factory=dict)

    @property
    def pieces(self) -> list[str]:
        """The text as it is streamed."""
        return re.findall(r"\S+\s*|\s+", self.text) if isinstance(self.text, str) else list(self.text)


TOO_LONG = Reply(
    status=400,
    error=("This model's maximum context length is 8192 tokens. Your messages have 9000.", "context_length_exceeded"),
)


class OpenAIServer:
    """The server; a context manager."""

    def __init__(self, port: int = 0) -> None:
        """Bind a port of the loopback interface, a free one where none is named."""
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.abandoned = threading.Event()
        self.stopping = threading.Event()
        self._replies: deque[Reply] = deque()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        """Start."""
        threading.Thread(target=self._http.serve_forever, args=(LOOK,), name="openai-server", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and let every waiting reply go."""
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def prompts(self) -> list[str]:
        """The text of each request, all its messages together."""
        return ["\n".join(str(message["content"]) for message in body["messages"]) for body in self.asked]

    def say(self, *texts: str) -> None:
        """Script whole replies."""
        self.reply(*map(Reply, texts))

    def reply(self, *replies: Reply) -> None:
        """Script replies."""
        self._replies.extend(replies)

    def next(self) -> Reply:
        """Return the next reply."""
        return self._replies.popleft() if self._replies else Reply(status=400, error=("no reply is scripted", "none"))

    def configure(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make this server the chat model of the settings."""
        monkeypatch.setenv("ASSISTANT_MODEL", NAME)
        monkeypatch.setenv("ASSISTANT_MODEL_BASE_URL", self.url)


def unused_url() -> str:
    """Return the address of a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        scripted = server

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """Speaks the protocol for one connection."""

    protocol_version = "HTTP/1.1"
    scripted: OpenAIServer

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""

    def do_POST(self) -> None:
        """Answer one request with the next reply."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.scripted.asked.append(body)
        self.scripted.keys.append(self.headers["Authorization"])
        reply = self.scripted.next()
        try:
            if -1 in reply.holds and not self._wait(reply.holds[-1]):
                return
            if reply.status == 0:
                self._break()
            elif reply.status != 200:
                message, code = reply.error
                error = {"error": {"message": message, "type": "scripted", "code": code}}
                self._send(reply.status, json.dumps(error).encode(), reply.headers)
            elif body.get("stream"):
                self._stream(reply)
            else:
                self._whole(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.scripted.abandoned.set()
            self.close_connection = True

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            **ONCE,
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _whole(self, reply: Reply) -> None:
        """Return a reply in one piece; the endings that a piece can have are garbage, another shape, cut and hang."""
        if reply.ends is Ends.HANG:
            self._hang()
            return
        message = {"role": "assistant", "content": "".join(reply.pieces), **_calls(reply)}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if reply.calls else reply.finish}
        content = json.dumps({**_envelope("chat.completion"), "choices": [choice], **_usage(reply)})
        content = {Ends.GARBAGE: content[:-20], Ends.WRONG_SHAPE: '{"choices": "none"}'}.get(reply.ends, content)
        if reply.ends is Ends.CUT:
            self._send(200, content[:10].encode(), {"Content-Length": str(len(content))})
            self._break()
        else:
            self._send(200, content.encode(), reply.headers)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        for name, value in {
            "Content-Type": "text/event-stream",
            "Transfer-Encoding": "chunked",
            **ONCE,
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self._event(_delta({"role": "assistant", "content": ""}))
        for number, piece in enumerate([*reply.pieces, None]):
            if number in reply.holds and not self._wait(reply.holds[number]):
                return
            if piece is not None:
                self._event(_delta({"content": piece}))
        self._end(reply)

    def _end(self, reply: Reply) -> None:
        if reply.ends in {Ends.DONE, Ends.UNDONE, Ends.SILENT_AFTER_END}:
            self._event(_delta({}, reply.finish))
        if reply.ends is Ends.DONE:
            if reply.usage:
                self._event(json.dumps({**_envelope("chat.completion.chunk"), "choices": [], **_usage(reply)}))
            self._event("[DONE]")
        if reply.ends is Ends.GARBAGE:
            self._event('{"choices": [{"del')
        if reply.ends is Ends.WRONG_SHAPE:
            self._event('{"choices": "none"}')
        if reply.ends is Ends.ERROR:
            self._event(json.dumps({"error": {"message": "the engine failed", "type": "server_error", "code": "500"}}))
        if reply.ends in {Ends.HANG, Ends.SILENT_AFTER_END}:
            self._hang()
        elif reply.ends in {Ends.CUT, Ends.UNDONE}:
            self._break()
        else:
            self._chunk(b"")

    def _event(self, data: str) -> None:
        self._chunk(f"data: {data}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _hang(self) -> None:
        self._wait(self.scripted.stopping)
        self.close_connection = True

    def _wait(self, event: threading.Event) -> bool:
        """Wait for an event; tell whether the client is still there."""
        while not event.wait(LOOK) and not self.scripted.stopping.is_set():
            if self._readable() and not self.connection.recv(1, socket.MSG_PEEK):
                self.scripted.abandoned.set()
                self.close_connection = True
                return False
        return True

    def _readable(self) -> bool:
        """Return whether something, or the end, has come; `select` would fail for the thousandth open file."""
        poll = select.poll()
        poll.register(self.connection, select.POLLIN)
        return bool(poll.poll(0))

    def _break(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True


def _calls(reply: Reply) -> dict[str, Any]:
    calls = [
        {"id": f"call-{number}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for number, (name, arguments) in enumerate(reply.calls)
    ]
    return {"tool_calls": calls} if calls else {}


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "scripted"}


def _delta(delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({**_envelope("chat.completion.chunk"), "choices": [choice]})


def _usage(reply: Reply) -> dict[str, Any]:
    if reply.usage is None:
        return {}
    incoming, outgoing = reply.usage
    return {"usage": {"prompt_tokens": incoming, "completion_tokens": outgoing, "total_tokens": incoming + outgoing}}
