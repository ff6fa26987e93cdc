"""One session of the page without a browser: a websocket that speaks Streamlit's own messages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import ChatInputValue
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection

BOX = "question"  # the key of the question box, which Streamlit puts at the end of its id
EMPTY = ("empty", "skeleton", "spinner")


@dataclass(slots=True)
class Run:
    """One run of the page: its words, what it called an error, and the seconds to its first new words and its end."""

    first: float | None = None
    total: float = 0.0
    texts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Session:
    """One person at the page."""

    def __init__(self, socket: ClientConnection, address: str = "") -> None:
        """Take a connection of the page's stream, and what stands behind the `?` of the page's address."""
        self._socket = socket
        self.address = address
        self._box = ""
        self._page = ""
        self._seen: set[str] = set()

    async def open(self, limit: float) -> Run:
        """Draw the page for the first time; `limit` is in seconds."""
        return await self._run(ClientState(query_string=self.address), "", limit)

    async def ask(self, question: str, limit: float) -> Run:
        """Put a question into the box and read until the page has ended its run."""
        if not self._box:
            raise LookupError(f"the page shows no box with the key {BOX!r}")
        given = WidgetState(id=self._box, chat_input_value=ChatInputValue(data=question))
        widgets = WidgetStates(widgets=[given])
        state = ClientState(widget_states=widgets, page_script_hash=self._page, query_string=self.address)
        return await self._run(state, question, limit)

    async def _run(self, state: ClientState, question: str, limit: float) -> Run:
        run, started = Run(), time.perf_counter()
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        async with asyncio.timeout(limit):
            while not self._ended(message := await self._message()):
                if message.WhichOneof("type") == "delta":
                    self._read(message.delta.new_element, question, run, time.perf_counter() - started)
                elif message.WhichOneof("type") == "new_session":
                    self._page = message.new_session.page_script_hash
                elif message.WhichOneof("type") == "page_info_changed":
                    self.address = message.page_info_changed.query_string
        run.total = time.perf_counter() - started
        self._seen.update(run.texts)
        return run

    async def _message(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(bytes(await self._socket.recv(decode=False)))
        return message

    @staticmethod
    def _ended(message: ForwardMsg) -> bool:
        """Return whether a run is over; one that ends for a rerun is followed by another."""
        over = message.WhichOneof("type") == "script_finished"
        return over and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _read(self, element: Element, question: str, run: Run, seconds: float) -> None:
        kind = element.WhichOneof("type")
        if kind == "chat_input" and element.chat_input.id.endswith(f"-{BOX}"):
            self._box = element.chat_input.id
        if kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR):
            run.errors.append(element.exception.message if kind == "exception" else element.alert.body)
        for text in _texts(element) if kind not in EMPTY else ():
            run.texts.append(text)
            if question and run.first is None and text not in self._seen and question not in text:
                run.first = seconds


def _texts(element: Element) -> Iterator[str]:
    """Yield the words of an element that shows some."""
    kind = element.WhichOneof("type")
    if kind == "markdown" and element.markdown.body.strip():
        yield element.markdown.body.replace("\\", "")  # the page escapes what would be Markdown
    elif kind == "html" and element.html.body.strip():
        yield element.html.body
