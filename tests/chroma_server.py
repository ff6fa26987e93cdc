"""A real Chroma server on loopback, `chroma run` of the installed package, and the mark of tests that it passes."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import chromadb
import pytest
from chromadb.config import Settings

MODES = ("on disk", "on a server")
IN_BOTH_MODES = pytest.mark.parametrize("chroma_url", MODES, indirect=True)
BETWEEN = 0.05  # seconds between two looks at the port
PROGRAM = Path(sys.executable).with_name("chroma")


class ChromaServer:
    """A server process with its folder; a free port is chosen once, so that it can be started again."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; skip the test where the program is not installed."""
        if not PROGRAM.is_file():
            pytest.skip(f"the Chroma server is not installed at {PROGRAM}: pip install -r requirements.txt")
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def start(self) -> None:
        """Start the server, and wait until its port is open."""
        command = [str(PROGRAM), "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self._listens():
            with suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"the Chroma server ended with {self._process.wait(BETWEEN)}")

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port)).close()
        except ConnectionRefusedError:
            return False
        return True

    def stop(self) -> None:
        """Kill the server, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def clear(self) -> None:
        """Delete all collections, so that each test begins with none."""
        client = chromadb.HttpClient("127.0.0.1", self._port, settings=Settings(anonymized_telemetry=False))
        for collection in client.list_collections():
            client.delete_collection(collection.name)
        client.close()  # type: ignore[attr-defined]  # every client has it, its base class does not say so
