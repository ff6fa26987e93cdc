"""Many people at the page at once: `python -m benchmarks.speed.sessions [--sessions 25] [--minutes 5] [--pause 4]`.

Starts the page of this folder on a free port of loopback, over the index in ASSISTANT_DATA and with conversations
of its own, or takes a running one (`--port`, `--pid`). Each session asks questions as of days of its own, so that no
two ask the same, waits about `--pause` seconds and asks again. Prints errors, questions of another session that a
session was shown, the median and 95th percentile of the seconds from a question to its first new words and to its end,
and the memory of the page over time. Ends with 1 where there was an error or a question of another session.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import psutil
from websockets import Subprotocol
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from assistant.settings import load_settings
from benchmarks.speed.session_client import Run, Session
from tests import ROOT

PAGE = ROOT / "ui" / "server.py"
LIMIT = 60.0  # seconds that an answer may take before it counts as an error
READY = 120.0  # seconds that the page may take to start
SAMPLE = 5.0  # seconds between two looks at the memory
FIRST_DAY, DAYS = date(2024, 7, 1), 800  # the days of which questions are asked
QUESTIONS = (
    "Is margin lending against bitcoin allowed in Hong Kong",
    "What must the reserve assets of a stablecoin be in Hong Kong",
    "How much capital must a stablecoin issuer hold",
    "When does MiCA apply to service providers",
    "Which custody rules apply in Singapore",
    "What does the travel rule ask of exchanges in the European Union",
    "May platforms offer staking to retail clients in Hong Kong",
    "Must client assets be kept in cold storage",
)
ASKED = re.compile(rf"(?:{'|'.join(QUESTIONS)}) as of (\d+ \w+ \d+)\?")


@dataclass(slots=True)
class Found:
    """What all sessions found together; seconds are from the question."""

    sessions: int
    opened: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    silent: int = 0
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def add(self, number: int, run: Run) -> None:
        """Count a run of one session."""
        self.total.append(run.total)
        self.first.extend([run.first] if run.first is not None else [])
        self.silent += run.first is None
        self.errors.extend(run.errors)
        shown = {day for text in run.texts for day in ASKED.findall(text)}
        if not shown:
            self.errors.append(f"session {number} was not shown its own question")
        foreign = shown - {said(day) for day in days_of(number, self.sessions)}
        self.mixed.extend(f"session {number} was shown a question as of {day}" for day in sorted(foreign))


def days_of(number: int, sessions: int) -> list[date]:
    """Return the days of a session, which no other has."""
    return [FIRST_DAY + timedelta(days=day) for day in range(number, DAYS, sessions)]


def said(day: date) -> str:
    """Write a day as people do."""
    return f"{day.day} {day:%B %Y}"


@contextmanager
def page() -> Iterator[tuple[int, int]]:
    """Serve the page, and give its port and process; conversations go into a folder that is removed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        # All sessions are one person to a page without sign-in, and would share its limit.
        own = {"ASSISTANT_DATABASE_URL": f"sqlite:///{folder}/conversations.db", "ASSISTANT_QUESTIONS_PER_MINUTE": "0"}
        own["ASSISTANT_ADDRESS_QUESTIONS_PER_MINUTE"] = "0"
        command = [sys.executable, "-m", "streamlit", "run", str(PAGE), "--server.port", str(port)]
        command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
        environment = os.environ | own | {"PYTHONPATH": str(PAGE.parent.parent)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            try:
                wait_for(port)
                yield port, process.pid
            finally:
                process.terminate()


def wait_for(port: int) -> None:
    """Wait until the page says that it is well."""
    until = time.monotonic() + READY
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


async def attend(number: int, port: int, until: float, pause: float, found: Found) -> None:
    """Be one person: open the page, and ask at least once and until the time is over."""
    chance = random.Random(number)
    days = days_of(number, found.sessions)
    await asyncio.sleep(chance.uniform(0, pause))
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    try:
        async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as stream:
            session = Session(stream)
            opened = await session.open(LIMIT)
            found.opened.append(opened.total)
            found.errors.extend(opened.errors)
            while True:
                question = f"{chance.choice(QUESTIONS)} as of {said(chance.choice(days))}?"
                found.add(number, await session.ask(question, LIMIT))
                if time.monotonic() > until:
                    return
                await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
    except (OSError, TimeoutError, LookupError, WebSocketException) as error:
        found.errors.append(f"session {number}: {type(error).__name__} {error}")


async def watch(pid: int, until: float, found: Found) -> None:
    """Look at the memory of the page and its children, in MB."""
    process = psutil.Process(pid)
    while time.monotonic() < until:
        family = [process, *process.children(recursive=True)]
        found.memory.append(sum(one.memory_info().rss for one in family) / 1e6)
        await asyncio.sleep(SAMPLE)


async def measure(port: int, pid: int, sessions: int, minutes: float, pause: float) -> Found:
    """Let all sessions ask at once."""
    found, warm = Found(sessions), Found(1)
    await attend(0, port, 0.0, 0.0, warm)
    until = time.monotonic() + minutes * 60
    people = (attend(number, port, until, pause, found) for number in range(sessions))
    await asyncio.gather(watch(pid, until, found), *people)
    found.errors.extend(warm.errors)
    return found


def report(found: Found) -> None:
    """Print what was found."""
    print(f"questions {len(found.total)}, errors {len(found.errors)}, mixed up {len(found.mixed)}")
    for line in [*dict.fromkeys(found.errors), *found.mixed][:20]:
        print(f"  {' '.join(line.split())[:160]}")
    for name, seconds in (("first paint", found.opened), ("first new words", found.first), ("end", found.total)):
        if len(seconds) > 1:
            last = statistics.quantiles(seconds, n=20)[-1]
            print(f"{name:>16}: median {statistics.median(seconds):.2f} s, p95 {last:.2f} s, most {max(seconds):.2f} s")
    if found.silent:
        print(f"{found.silent} questions brought no new words")
    tenth = max(1, len(found.memory) // 10)
    steps = " ".join(f"{mb:.0f}" for mb in found.memory[::tenth])
    print(f"memory over time, MB: {steps}")


def main() -> int:
    """Measure, and tell by the exit code whether something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--pause", type=float, default=4.0)
    parser.add_argument("--port", type=int, help="of a page that runs already; give its --pid too")
    parser.add_argument("--pid", type=int)
    given = parser.parse_args()
    load_settings()
    served = contextmanager(lambda: iter([(given.port, given.pid)])) if given.port else page
    with served() as (port, pid):
        found = asyncio.run(measure(port, pid, given.sessions, given.minutes, given.pause))
    report(found)
    return int(bool(found.errors or found.mixed))


if __name__ == "__main__":
    sys.exit(main())
