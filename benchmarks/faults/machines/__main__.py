"""Several machines on one: `python -m benchmarks.faults.machines --data DATA --out FILE`.

A builder, two pages and two API servers with data folders of their own, nginx before them, editions in a server of S3's
protocol, vectors in a Chroma server, conversations in PostgreSQL. Sessions ask all the time, half as programs and half
at the page; a page and an API are killed and started again, and the builder publishes a new edition meanwhile. Looked
for: no error, no answer of another edition than the two, every answered question in PostgreSQL, and all servers at the
new edition in the end. Needs nginx, PostgreSQL, moto, s3fs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from assistant.conversations.records import State
from assistant.conversations.sql.tables import Exchange
from benchmarks.faults.machines.programs import (
    STREAMLIT,
    database,
    door,
    edition_at,
    free_port,
    ready,
    running,
    store,
    vectors,
)
from benchmarks.faults.machines.sessions import People, Programs
from benchmarks.tables import write
from tests import ROOT

NEW = b"Desk policy on staking\n\nFrom 1 December 2026 our desk stakes no client assets without the board's consent.\n"
COMMAND = [sys.executable, "-m", "assistant"]
PAGE = [sys.executable, "-m", "streamlit", "run", str(ROOT / "ui" / "server.py"), *STREAMLIT]
NO_LIMITS = {
    f"ASSISTANT_{name}_PER_MINUTE": "0" for name in ("API_REQUESTS", "QUESTIONS", "ADDRESS_QUESTIONS")
}  # all sessions come from one address
Figures = dict[str, tuple[float | int | str]]


class Machines:
    """The machines: two of each kind, by port, and what is done to them."""

    def __init__(self, stack: ExitStack, folder: Path, environment: dict[str, str]) -> None:
        """Name where their folders lie, and the settings that all share."""
        self._stack, self._folder, self._environment = stack, folder, environment
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self.apis = [free_port(), free_port()]
        self.pages = [free_port(), free_port()]
        self.builder = environment | {"ASSISTANT_DATA": str(folder / "builder")}

    def start(self, port: int) -> None:
        """Start a machine, or start it again."""
        command = PAGE if port in self.pages else [*COMMAND, "serve"]
        flag = "--server.port" if port in self.pages else "--port"
        own = self._environment | {"ASSISTANT_DATA": str(self._folder / str(port)), "PYTHONPATH": str(ROOT)}
        log = self._folder / f"{port}.log"
        self._processes[port] = self._stack.enter_context(running([*command, flag, str(port)], own, log))

    def kill(self, port: int) -> None:
        """Kill a machine."""
        self._processes[port].send_signal(signal.SIGKILL)

    def build(self, *arguments: str) -> None:
        """Let the builder do something."""
        subprocess.run([*COMMAND, *arguments], env=self.builder, check=True, cwd=ROOT)

    def edition_of(self, port: int) -> str:
        """Name the edition that a machine has in force."""
        return (self._folder / str(port) / "index" / "CURRENT").read_text().strip()


def measure(data: Path, sessions: int, seconds: float, pause: float) -> list[tuple[str, Figures]]:
    """Do all of it once, and return the figures of programs and of people."""
    with tempfile.TemporaryDirectory(prefix="m") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another account
        environment = os.environ | NO_LIMITS
        for service in (store, vectors, database):
            environment |= stack.enter_context(service(folder))
        shutil.copytree(data, folder / "builder")
        machines = Machines(stack, folder, environment)
        machines.build("index")
        for port in (*machines.apis, *machines.pages):
            machines.start(port)
        old, _ = map(edition_at, machines.apis)
        for port in machines.pages:
            ready(port, "/_stcore/health")
        while not all((folder / str(port) / "index" / "CURRENT").is_file() for port in machines.pages):
            time.sleep(0.5)
        doors = stack.enter_context(door(folder, machines.apis, machines.pages))
        programs = Programs(doors[0], sessions // 2, pause)
        people = People(doors[1], sessions - sessions // 2, pause)
        for asking in (programs, people):
            asking.start()
        _bad_day(machines, folder, old, seconds)
        for asking in (programs, people):
            asking.stop()
        new = edition_at(machines.apis[1])
        at = {port: machines.edition_of(port) for port in (*machines.apis, *machines.pages)}
        if set(at.values()) != {new} or not set(programs.editions) <= {old, new}:
            programs.errors.append(f"editions {programs.editions}, in the end {at}")
        kept, editions = _kept(environment["ASSISTANT_DATABASE_URL"])
        lost = Counter(people.answered) - kept
        people.errors += [f"{question!r} was answered and is not in the database" for question in lost]
        for error in [*programs.errors, *people.errors][:10]:
            print(error, file=sys.stderr)
        return [
            ("programs", _figures(programs.seconds, programs.errors, programs.editions, old, new)),
            (
                "people at the page",
                _figures(people.seconds, people.errors, editions, old, new)
                | {"broken off": (people.broken,), "back in the conversation": (people.back,), "lost": (len(lost),)},
            ),
        ]


def _bad_day(machines: Machines, folder: Path, old: str, seconds: float) -> None:
    """Kill one of each kind, publish a new edition, and start both again; a quarter of the time between the steps."""
    time.sleep(seconds / 4)
    for port in (machines.apis[0], machines.pages[0]):
        machines.kill(port)
    time.sleep(seconds / 4)
    (folder / "desk.txt").write_bytes(NEW)
    machines.build("add", str(folder / "desk.txt"))
    while {machines.edition_of(port) for port in (machines.apis[1], machines.pages[1])} & {old}:
        time.sleep(0.5)
    time.sleep(seconds / 4)
    for port in (machines.apis[0], machines.pages[0]):
        machines.start(port)
    edition_at(machines.apis[0])
    ready(machines.pages[0], "/_stcore/health")
    time.sleep(seconds / 4)


def _kept(url: str) -> tuple[Counter[str], Counter[str]]:
    """Return the answered questions that PostgreSQL holds, and the editions of their answers."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with Session(engine) as session:
        rows = session.execute(select(Exchange.question, Exchange.answer).where(Exchange.state == State.ANSWERED)).all()
    engine.dispose()
    questions = Counter(str(json.loads(question)["text"]) for question, _ in rows)
    return questions, Counter(str(json.loads(answer or "{}").get("edition")) for _, answer in rows)


def _figures(seconds: list[float], errors: list[str], editions: Counter[str], old: str, new: str) -> Figures:
    return {
        "answers": (len(seconds),),
        "errors": (len(errors),),
        "of the old edition": (editions[old],),
        "of the new": (editions[new],),
        "s, median": (round(float(np.median(seconds)), 2),),
        "s, p95": (round(float(np.quantile(seconds, 0.95)), 2),),
    }


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="A data folder with an index, which is copied.")
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=4.0)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    rows = measure(given.data, given.sessions, given.seconds, given.pause)
    conditions = (
        f"{given.sessions} sessions, {given.pause:g} s between answer and question; two API servers and two pages "
        "behind nginx, Chroma, PostgreSQL and a server of S3's protocol; one of each killed and started again, a new "
        f"edition published meanwhile; {os.cpu_count()} cores for all of it, which other work shares (load "
        f"{os.getloadavg()[1]:.0f})"
    )
    write(given.out, "python -m benchmarks.faults.machines --data DATA", conditions, rows)


if __name__ == "__main__":
    main()
