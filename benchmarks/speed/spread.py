"""Bulk encoding in one process and on Ray: `python -m benchmarks.speed.spread --passages N --kill --out FILE`.

Texts of the notes, each with a number before it so that none repeats, are encoded by one process, by the workers of a
local cluster, and with `--kill` again with a worker killed half-way. Looked for: the same bits, and time and memory.
Needs Ray.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import torch

from assistant.settings import SHIPPED_TEXTS
from benchmarks.tables import write
from corpus.encoders.sentence import DEFAULT_ENCODER, Encoded, Encoder, SentenceEncoder
from corpus.encoders.spread import LOCAL, SpreadEncoder
from corpus.language.sentences import sentence_spans
from corpus.register.notes import note_files

WORKER = "Worker"  # begins the title of a process of Ray that encodes
MEGABYTE = 1_000_000


def passages(count: int, words: int = 0) -> list[str]:
    """Return texts such as passages are, none twice; `words` is how many of each are taken, 0 for all."""
    lines = [
        " ".join(line.split(" ")[: words or None])
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


class Watch(threading.Thread):
    """The most memory (bytes) that this process and Ray's workers held together, and the processor's time of each."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__(daemon=True)
        self.most = 0
        self.spent: dict[int, float] = {}
        self.over = threading.Event()

    def run(self) -> None:
        """Look every half second."""
        here = psutil.Process()
        began = cpu_seconds(here)
        while not self.over.wait(0.5):
            held = 0
            for one in (here, *workers()):
                with suppress(psutil.NoSuchProcess):  # a worker that was killed
                    held += one.memory_info().rss
                    self.spent[one.pid] = cpu_seconds(one)
            self.most = max(self.most, held)
        self.spent[here.pid] = cpu_seconds(here) - began


def cpu_seconds(process: psutil.Process) -> float:
    """Return the processor's time that a process has had."""
    times = process.cpu_times()
    return float(times.user + times.system)


@dataclass(frozen=True, slots=True)
class Run:
    """One way to encode: a hash of what came out of each text, seconds, seconds of processor, and the most MB."""

    hashes: list[bytes]
    seconds: float
    spent: float
    megabytes: float


def timed(encoder: Encoder, texts: list[str], progress: Callable[[int], None] | None = None) -> Run:
    """Encode texts, and measure it."""
    watch = Watch()
    watch.start()
    began = time.perf_counter()
    encoded = encoder.encode_spans(texts, [sentence_spans(text) for text in texts], progress)
    seconds = time.perf_counter() - began
    watch.over.set()
    watch.join()
    return Run(list(hashes(encoded)), seconds, sum(watch.spent.values()), watch.most / MEGABYTE)


def told(done: int) -> None:
    """Print how far it is, every few thousand texts: a long run that is broken off has told its speed."""
    if done % 2_000 < 32:
        print(f"{time.strftime('%H:%M:%S')} {done:,}", file=sys.stderr)


def hashes(encoded: Encoded) -> Iterator[bytes]:
    """Yield for each text a hash of the bits of its vector, its spans and its tokens."""
    for parts in zip(encoded.vectors, encoded.spans, encoded.tokens, strict=True):
        yield hashlib.sha256(b"|".join(np.ascontiguousarray(part).tobytes() for part in parts)).digest()


def differing(one: list[bytes], other: list[bytes]) -> int:
    """Count the texts that did not come out the same."""
    return sum(a != b for a, b in zip(one, other, strict=True))


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=2_000)
    parser.add_argument("--words", type=int, default=0, help="How many of each passage are encoded; 0: all.")
    parser.add_argument("--kill", action="store_true", help="Also with a worker killed half-way.")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    texts, here = passages(given.passages, given.words), SentenceEncoder(DEFAULT_ENCODER)
    here.encode(["warm"])
    alone = timed(here, texts, told)
    spread = SpreadEncoder(DEFAULT_ENCODER, LOCAL)
    whole = timed(spread, texts, told)
    killed: list[int] = []

    def kill(done: int) -> None:
        if not killed and done > len(texts) // 2 and (found := workers()):
            os.kill(found[0].pid, signal.SIGKILL)
            killed.append(found[0].pid)

    runs = [("one process", alone), (f"Ray, {os.cpu_count()} workers", whole)]
    if given.kill:
        hurt = timed(spread, texts, kill)
        runs.append((f"Ray, {len(killed)} worker killed half-way", hurt))
    rows = [
        (
            name,
            {
                "s": (round(run.seconds, 1),),
                "s of processor": (round(run.spent, 1),),
                "MB": (round(run.megabytes),),
                "texts that differ": (differing(alone.hashes, run.hashes),),
            },
        )
        for name, run in runs
    ]
    words = sum(len(text.split()) for text in texts) / len(texts)
    conditions = (
        f"{len(texts):,} passages of {words:.0f} words; {torch.get_num_threads()} thread in each process; "
        f"{os.cpu_count()} cores, which other work shares (load {os.getloadavg()[1]:.0f})"
    )
    write(given.out, "python -m benchmarks.speed.spread", conditions, rows)


if __name__ == "__main__":
    main()
