"""One command under a watch: what it said, how it ended, how long it took and how much memory."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from assistant.cli import main
from benchmarks.faults.double import Words
from corpus.encoders import sentence
from corpus.loading import bounded

LONGEST = 300.0  # seconds on the clock after which a command is ended
ENDED = -signal.SIGKILL  # the exit code of a command that the watch, or the system for want of memory, ended
CRASHED = 70  # the exit code of an error that nobody expected
TRACEBACK = "Traceback (most recent call last)"
MEGABYTE = 1024.0  # of the kilobytes in which the system counts
TURN = 0.02  # seconds between two looks
CHARACTERS = 600  # of one line that a person reads


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Exit code, seconds on the clock and of the processor, most megabytes of any of its processes, and what was said.
    """

    name: str
    code: int
    seconds: float
    processor: float
    megabytes: float
    said: str

    @property
    def fell(self) -> bool:
        """Whether it ended in a traceback, or in no way that a command may end."""
        return TRACEBACK in self.said or self.code not in {0, 2, ENDED}

    @property
    def ended(self) -> bool:
        """Whether the watch ended it."""
        return self.code == ENDED

    @property
    def errors(self) -> list[str]:
        """The lines that are no warning of a document that was added."""
        return [line for line in self.said.splitlines() if not line.startswith("  ")]


def added(path: Path, data: Path, texts: Path) -> Outcome:
    """Run `add` on a file as the terminal does, with notes of a folder and an encoder that costs nothing."""
    said, started = data / "said.txt", time.monotonic()
    child = os.fork()
    if not child:
        _run(path, data, texts, said)
    while (ended := os.wait4(child, os.WNOHANG))[0] == 0:
        if time.monotonic() - started > LONGEST:
            os.killpg(child, signal.SIGKILL)
        time.sleep(TURN)
    _, status, usage = ended
    text = said.read_text(encoding="utf-8", errors="replace")
    code = os.waitstatus_to_exitcode(status)
    return Outcome(
        path.name, code, time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE, text
    )


def _run(path: Path, data: Path, texts: Path, said: Path) -> NoReturn:
    """Be the command, in a process and a group of its own; standard output is left out of what is said."""
    code = CRASHED
    try:
        os.setsid()
        with said.open("wb") as out, Path(os.devnull).open("wb") as nowhere:
            os.dup2(out.fileno(), 2)
            os.dup2(nowhere.fileno(), 1)
        os.environ["ASSISTANT_DATA"] = str(data)
        sys.modules["assistant.settings"].SHIPPED_TEXTS = texts  # type: ignore[attr-defined]
        sentence.SentenceEncoder = lambda name: Words()  # type: ignore[misc, assignment]
        code = main(["add", "--", os.fspath(path)])
    except BaseException:  # noqa: BLE001 - what is counted here
        traceback.print_exc()
    finally:
        bounded._reader.close()  # so that the system counts its memory too
        sys.stderr.flush()
        os._exit(code)
