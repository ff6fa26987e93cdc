"""Bulk encoding in one process and on Ray: `python -m benchmarks.speed.spread --passages N --out FILE`.

Texts of the notes, each with a number before it so that none repeats, are encoded by one process, by the workers of a
local cluster, and again with a worker killed half-way. Looked for: the same vectors, and time and memory. Needs Ray.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil

from assistant.settings import SHIPPED_TEXTS
from benchmarks.tables import write
from corpus.encoders.sentence import DEFAULT_ENCODER, Encoded, Encoder, SentenceEncoder
from corpus.encoders.spread import LOCAL, SpreadEncoder
from corpus.language.sentences import sentence_spans
from corpus.register.notes import note_files

WORKER = "Worker"  # begins the title of a process of Ray that encodes
MEGABYTE = 1_000_000


def passages(count: int) -> list[str]:
    """Return texts such as passages are."""
    lines = [
        line
        for path in note_files((SHIPPED_TEXTS,))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line[:1].isdigit()
    ]
    return [f"{number}: {lines[number % len(lines)]}" for number in range(count)]


def workers() -> list[psutil.Process]:
    """Return the processes of Ray below this one that encode."""
    held = []
    for process in psutil.process_iter(["name", "cmdline"]):
        title = " ".join(process.info["cmdline"] or [])
        if "ray::" in title and WORKER in title:
            held.append(process)
    return held


class Peak(threading.Thread):
    """The most memory that this process and Ray's workers held together, in bytes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__(daemon=True)
        self.most = 0
        self.over = threading.Event()

    def run(self) -> None:
        """Look every half second."""
        while not self.over.wait(0.5):
            held = [psutil.Process(), *workers()]
            self.most = max(self.most, sum(one.memory_info().rss for one in held if one.is_running()))


def timed(
    encoder: Encoder, texts: list[str], progress: Callable[[int], None] | None = None
) -> tuple[Encoded, float, float]:
    """Encode texts; return what came out, the seconds, and the most MB held meanwhile."""
    peak = Peak()
    peak.start()
    began = time.perf_counter()
    encoded = encoder.encode_spans(texts, [sentence_spans(text) for text in texts], progress)
    seconds = time.perf_counter() - began
    peak.over.set()
    return encoded, seconds, peak.most / MEGABYTE


def differing(one: Encoded, other: Encoded) -> int:
    """Count the texts whose vector, spans or tokens are not the same bits."""
    pairs = zip(one.vectors, other.vectors, one.spans, other.spans, one.tokens, other.tokens, strict=True)
    return sum(
        not (np.array_equal(a, b) and np.array_equal(c, d) and np.array_equal(e, f)) for a, b, c, d, e, f in pairs
    )


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=2_000)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    texts, here = passages(given.passages), SentenceEncoder(DEFAULT_ENCODER)
    here.encode(["warm"])
    alone = timed(here, texts)
    spread = SpreadEncoder(DEFAULT_ENCODER, LOCAL)
    whole = timed(spread, texts)
    killed: list[int] = []

    def kill(done: int) -> None:
        if not killed and done > len(texts) // 2 and (found := workers()):
            os.kill(found[0].pid, signal.SIGKILL)
            killed.append(found[0].pid)

    hurt = timed(spread, texts, kill)
    rows = [
        (name, {"s": (round(run[1], 1),), "MB": (round(run[2]),), "texts that differ": (differing(alone[0], run[0]),)})
        for name, run in (("one process", alone), ("Ray", whole), (f"Ray, {len(killed)} worker killed half-way", hurt))
    ]
    conditions = (
        f"{len(texts):,} passages; {os.cpu_count()} cores, which other work shares (load {os.getloadavg()[1]:.0f})"
    )
    write(given.out, "python -m benchmarks.speed.spread", conditions, rows)


if __name__ == "__main__":
    main()
