"""A server of SMTP on loopback that keeps what it is given, and can be told to refuse it."""

from __future__ import annotations

import base64
import socketserver
import threading
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Self, cast


class SMTPServer:
    """Takes e-mail at `address`; `refused` is the answer to a message's recipient where it is not to be taken."""

    def __init__(self, refused: str = "", *, login: tuple[str, str] | None = None) -> None:
        """Listen at a free port; with `login`, for whoever gives this user and password alone."""
        self.messages: list[Message] = []
        self.recipients: list[str] = []
        self.refused = refused
        self.login = login
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
        self._server.daemon_threads = True
        self._server.owner = self  # type: ignore[attr-defined]

    @property
    def port(self) -> int:
        """The port."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """The address as a setting names it."""
        who = f"{self.login[0]}:{self.login[1]}@" if self.login else ""
        return f"smtp://{who}127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        owner = cast("SMTPServer", self.server.owner)  # type: ignore[attr-defined]
        admitted = owner.login is None
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "EHLO":
                self._say("250-here\r\n250 AUTH PLAIN" if owner.login else "250 here")
            elif verb == "AUTH":
                _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
                admitted = (user, password) == owner.login
                self._say("235 come in" if admitted else "535 wrong password")
            elif verb == "RCPT":
                self._say(owner.refused or ("250 yes" if admitted else "530 who are you"))
                owner.recipients.append(line)
            elif verb == "DATA":
                self._say("354 go on")
                owner.messages.append(message_from_bytes(self._body()))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _body(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
