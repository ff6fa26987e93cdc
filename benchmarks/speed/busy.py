"""A question on a machine where another program works too: `python -m benchmarks.speed.busy --out FILE`.

A warm process asks each question of a set twice, once alone and once beside a process that never waits; which is
first changes with every question, so that both meet the same load of others. What is wanted: the 95th
percentile beside it below 3 times the one alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.answers.records import Question
from assistant.chain import PolicyChain, open_chain
from assistant.settings import load_settings
from benchmarks.tables import write
from tests import SETS

WARM = "Who needs a licence?"  # asked before the clock runs
QUIET, BUSY = "alone", "beside another process"


def _work() -> None:
    number = 0
    while True:
        number += 1


class Other:
    """Another process, which works or stands still."""

    def __init__(self) -> None:
        """Start it, standing still."""
        self._process = multiprocessing.get_context("spawn").Process(target=_work, daemon=True)
        self._process.start()
        self.works(False)

    def works(self, now: bool) -> None:
        """Let it work, or stand still."""
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGCONT if now else signal.SIGSTOP)

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.join()


def run(opened: Callable[[], PolicyChain], questions: Sequence[str], other: Other) -> dict[str, list[float]]:
    """Ask each question in both ways, each time of a chain that does not remember it; return milliseconds by way."""
    taken: dict[str, list[float]] = {QUIET: [], BUSY: []}
    for turn in range(2):
        chain = opened()
        chain.invoke(Question(WARM))
        for number, question in enumerate(questions):
            way = (QUIET, BUSY)[(number + turn) % 2]
            other.works(way == BUSY)
            started = time.perf_counter()
            chain.invoke(Question(question))
            taken[way].append(1_000 * (time.perf_counter() - started))
    return taken


def main() -> None:
    """Print the median and the 95th percentile of both ways, and how many times longer it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=SETS / "core.jsonl")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.questions.read_text(encoding="utf-8").splitlines()]
    load = os.getloadavg()[0]
    other = Other()
    try:
        asked = [str(row["user_input"]) for row in rows if "user_input" in row][: given.count]
        taken = run(lambda: open_chain(load_settings()), asked, other)
    finally:
        other.end()
    figures = {way: [float(np.percentile(those, at)) for at in (50, 95)] for way, those in taken.items()}
    figures["times"] = [busy / quiet for quiet, busy in zip(figures[QUIET], figures[BUSY], strict=True)]
    for name, (half, most) in figures.items():
        print(f"{name}: p50 {half:.3g}, p95 {most:.3g}")
    if given.out:
        loads = f"load {load:.0f} before, {os.getloadavg()[0]:.0f} after"
        conditions = f"{len(taken[QUIET])} questions in a warm process, in turns, milliseconds; {loads}"
        shown = [
            (name, {"p50": (float(f"{half:.3g}"),), "p95": (float(f"{most:.3g}"),)})
            for name, (half, most) in figures.items()
        ]
        write(given.out, "python -m benchmarks.speed.busy", conditions, shown)


if __name__ == "__main__":
    main()
