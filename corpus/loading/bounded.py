"""Reading a file in a process of its own, with limits of time and memory: a file made to exhaust them ends there alone.

The process is started with the first file, kept for the next ones, and ended when it has waited long enough. It is a
fresh interpreter and no copy of the caller, whose threads would not survive that.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import re
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from corpus.errors import AssistantError, InputError
from corpus.loading import load
from corpus.records import Document

SECONDS = 55.0  # of one file; the longest official text takes six
MEMORY = 1_800 * 1024**2  # bytes of the process, so that no file takes 2 GB; the longest official text takes 0.3 GB
KEPT, FULL = 0.5, 0.85  # of the memory: a process that took more is not kept, or has met its limit
IDLE = 120.0  # seconds without a file after which the process ends


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take: seconds on the clock, bytes of memory."""

    seconds: float = SECONDS
    memory: int = MEMORY


class Reader:
    """Reads files one after the other in a process of its own; threads take turns."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Set the limits; the process starts with the first file."""
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None

    def load(self, data: bytes, name: str) -> Document:
        """Read a file as `corpus.loading.load` does; raise InputError too where a limit was reached."""
        with self._lock:
            pipe = self._started()
            try:
                pipe.send((data, name))
                if not pipe.poll(self._limits.seconds):
                    self._stop()
                    raise InputError(
                        f"{name} was not read within {self._limits.seconds:.0f} seconds, the limit for one file: "
                        "split it, or save it again from the program that made it."
                    )
                found, peak = pipe.recv()
            except (EOFError, OSError) as error:
                self._stop()
                raise InputError(_too_large(name, self._limits.memory)) from error
            if peak > KEPT * self._limits.memory:
                self._stop()  # the next file begins with all of the memory
        if isinstance(found, BaseException):
            # Libraries raise many things where memory ends, an error of syntax among them.
            raise InputError(_too_large(name, self._limits.memory)) if peak > FULL * self._limits.memory else found
        return found  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._stop()

    def _started(self) -> Connection:
        if self._pipe is not None and self._process.is_alive():
            return self._pipe
        self._stop()
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, self._limits.memory), daemon=True)
        _start(self._process)
        there.close()
        self._pipe = here
        return here

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def load_bounded(data: bytes, name: str) -> Document:
    """Read a file in the process that is kept for it (see `Reader.load`)."""
    return _reader.load(data, name)


def _start(process: Any) -> None:
    """Start a process that does not run the caller's main module again, which may be a page or a script."""
    main = sys.modules["__main__"]
    kept = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    try:
        for name in kept:
            setattr(main, name, None)
        process.start()
    finally:
        for name, value in kept.items():
            setattr(main, name, value)


def _serve(pipe: Connection, memory: int) -> None:
    """Read files until none comes for a while, or the caller is gone."""
    if sys.platform != "win32":  # which has no such limits; that of time holds there too
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(1)
    while pipe.poll(IDLE):
        try:
            data, name = pipe.recv()
        except EOFError:
            return
        found = _read(data, name)
        with suppress(BrokenPipeError):  # the caller was killed meanwhile: nobody waits, and the next turn ends this
            pipe.send((found, memory if isinstance(found, MemoryError) else _peak()))


def _peak() -> int:
    """Return the most address space that this process has had in bytes; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"VmPeak:\s*(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0


def _read(data: bytes, name: str) -> Document | BaseException:
    try:
        return load(data, name)
    except AssistantError as error:
        return error
    except MemoryError:
        return MemoryError()
    except RecursionError:
        return InputError(f"{name} is nested too deep to be read: save it again from the program that made it.")
    except Exception as error:  # noqa: BLE001 - whatever a file makes a library raise is a fault of the file
        what = " ".join(str(error).split())[:80]
        return InputError(f"{name} cannot be read ({type(error).__name__}: {what}): save it again, or as another kind.")


def _too_large(name: str, memory: int) -> str:
    return (
        f"{name} needs more than {memory / 1024**3:.1g} GB of memory to be read, the limit for one file: "
        "split it, or save it again from the program that made it."
    )


_reader = Reader()
atexit.register(_reader.close)
