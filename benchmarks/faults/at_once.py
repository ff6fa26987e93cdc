"""Commands at once, and commands that are killed: `python -m benchmarks.faults.at_once --out FILE`.

Several processes add documents, build and ask, over and over; then the same with each process killed at a random
moment. What is looked for: no error, one edition in force that is whole, and every document of the library in it.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.faults.double import Words
from benchmarks.faults.injuries import notes
from benchmarks.tables import write
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder
from corpus.index.manifest import UNFINISHED
from corpus.library import Library

SEED = 20_261_129
LONGEST = 3.0  # seconds after which a command is killed at the latest: a build of these texts takes 0.3
# One process: commands in any order, each as the command of that name does it. It ends with the number of commands.
WORKER = """
import sys
from pathlib import Path
from random import Random
from benchmarks.faults.at_once import command
from benchmarks.faults.double import Words

data, texts, number, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
random, encoder = Random(number), Words()
print("ready", flush=True)
for turn in range(count):
    command(random.choice(("add", "index", "ask")), data, texts, f"{number}-{turn}", encoder)
print("done", flush=True)
"""


def sources(data: Path, texts: Path) -> Sources:
    """Name the folders of a data folder."""
    return Sources(data / "index", (texts,), data / "library")


def command(name: str, data: Path, texts: Path, document: str, encoder: Encoder) -> None:
    """Do what a command does: put a document of this name in and build, only build, or search in both legs."""
    from corpus.index.scope import Scope
    from corpus.library import Details

    own = sources(data, texts)
    if name == "add":
        Library(own.library).add(f"Desk {document} holds its stablecoins in cash.\n".encode(), "a.txt", Details())
    if name in ("add", "index"):
        build(own, encoder)
        return
    index = CurrentIndex(own.index)
    edition = index.edition()
    near = edition.nearest(encoder.encode(["stablecoin reserves"])[0], 5, Scope())
    words = edition.keyword_matches("stablecoin reserves", 5, Scope())
    found = [id_ for id_, _ in (*near, *words)]
    if not near or not words or len(edition.texts.get(found)) != len(set(found)) or edition.notice:
        raise RuntimeError(f"{near} {words} {edition.notice}")
    index.close()


def _start(data: Path, texts: Path, number: int, count: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WORKER, str(data), str(texts), str(number), str(count)]
    return subprocess.Popen(arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wrong(data: Path, texts: Path, encoder: Encoder) -> list[str]:
    """Say what is not as it should be after the next build: documents that are missing, files that are damaged."""
    own = sources(data, texts)
    report = build(own, encoder)
    edition = CurrentIndex(own.index).edition()
    held = {document.policy.id for document in Library(own.library)}
    missing = held - edition.policies.keys()
    left = [path.name for path in own.index.iterdir() if path.suffix == UNFINISHED]
    return [
        *(f"mended {report.mended}" for _ in (report.mended,) if report.mended),
        *(f"{id_} is missing" for id_ in sorted(missing)),
        *(f"{name} is left" for name in left),
        *filter(None, (edition.manifest.misfit(edition.folder), edition.notice)),
    ]


def run_at_once(data: Path, texts: Path, processes: int, count: int) -> tuple[int, list[str]]:
    """Run so many commands in each of several processes; give the number of commands done, and the errors."""
    started = [_start(data, texts, number, count) for number in range(processes)]
    ended = [one.communicate() for one in started]
    done = sum(out.endswith("done\n") for out, _ in ended)
    return done * count, [err.strip().splitlines()[-1] for _, err in ended if err.strip()]


def run_killed(data: Path, texts: Path, kills: int, encoder: Encoder) -> Counter[str]:
    """Kill a process at a random moment, as often as asked, and look whether the edition in force is whole.

    An edition that is not counts as an error; what is not right after the next build is counted apart.
    """
    random, seen = Random(SEED), Counter[str]()
    for number in range(kills):
        one = _start(data, texts, 1_000 + number, 100)
        assert one.stdout is not None
        one.stdout.readline()
        time.sleep(random.uniform(0, LONGEST))
        one.send_signal(signal.SIGKILL)
        one.communicate()
        edition = CurrentIndex(sources(data, texts).index).edition()
        seen["commands"] += 1
        seen["errors"] += bool(edition.notice or edition.manifest.misfit(edition.folder))
        seen["not as it should be"] += bool(wrong(data, texts, encoder))
    return seen


def main() -> None:
    """Print how many commands ran, the errors, and what was missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=6)
    parser.add_argument("--commands", type=int, default=30, help="Commands of each process.")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    encoder = Words()
    with tempfile.TemporaryDirectory() as folder:
        data, texts = Path(folder) / "data", notes(Path(folder) / "texts")
        build(sources(data, texts), encoder)
        done, errors = run_at_once(data, texts, given.processes, given.commands)
        after = wrong(data, texts, encoder)
        together = {"commands": done, "errors": len(errors), "not as it should be": len(after)}
        print(together, *errors, *after, sep="\n", flush=True)
        killed = run_killed(data, texts, given.kills, encoder)
        print(dict(killed))
    rows = [("at once", {name: (figure,) for name, figure in together.items()})]
    rows.append(("killed", {name: (figure,) for name, figure in killed.items()}))
    if given.out:
        conditions = f"{given.processes} processes, each {given.commands} commands; {given.kills} kills"
        write(given.out, "python -m benchmarks.faults.at_once", conditions, rows)


if __name__ == "__main__":
    main()
