"""Commands at once, and commands that are killed: `python -m benchmarks.faults.at_once --out FILE`.

Several processes add documents, build and ask, over and over; then the same with each process killed at a random
moment. What is looked for: no error, one edition in force that is whole, and every document in it that an `add` has
acknowledged. The texts are a few notes and the encoder a double, so that a process is in its build when it is killed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.faults.double import Words
from benchmarks.faults.injuries import notes
from benchmarks.tables import write
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder
from corpus.index.manifest import UNFINISHED, DamagedError
from corpus.index.scope import Scope
from corpus.library import Details, Library

SEED = 20_261_129
LONGEST = (
    5.0  # seconds after which a command is killed at the latest: the first build is over by then, and often a second
)
COMMANDS = ("add", "index", "ask")
FRESH = 50  # kills after which the library is emptied: each adds a document, and a build of many takes longer
MANY = 100  # commands of a process that is killed, more than it has the time for
READY, DONE = "ready", "done"
# One process of several at once. It says which documents it has added, and ends with "done".
WORKER = """
import sys
from pathlib import Path
from benchmarks.faults.at_once import work
work(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), lambda line: print(line, flush=True))
"""


def sources(data: Path, texts: Path) -> Sources:
    """Name the folders of a data folder."""
    return Sources(data / "index", (texts,), data / "library")


def command(name: str, data: Path, texts: Path, document: str, encoder: Encoder) -> str:
    """Do what a command does: put a document of this name in and build, only build, or search in both legs.

    Return the id of the document, empty where none was added; raise RuntimeError where a search finds nothing.
    """
    own, added = sources(data, texts), ""
    if name == "add":
        text = f"Desk {document} holds its stablecoins in cash.\n".encode()
        added = Library(own.library).add(text, "a.txt", Details()).document.policy.id
    if name in ("add", "index"):
        build(own, encoder)
        return added
    index = CurrentIndex(own.index)
    edition = index.edition()
    near = edition.nearest(encoder.encode(["stablecoin reserves"])[0], 5, Scope())
    words = edition.keyword_matches("stablecoin reserves", 5, Scope())
    found = [id_ for id_, _ in (*near, *words)]
    if not near or not words or len(edition.texts.get(found)) != len(set(found)) or edition.notice:
        raise RuntimeError(f"{near} {words} {edition.notice}")
    index.close()
    return added


def work(data: Path, texts: Path, number: int, count: int, say: Callable[[str], None]) -> None:
    """Do so many commands in any order; say the id of each document once its `add` is done."""
    random, encoder = Random(number), Words()
    say(READY)
    for turn in range(count):
        if added := command(random.choice(COMMANDS), data, texts, f"{number}-{turn}", encoder):
            say(added)
    say(DONE)


def wrong(data: Path, texts: Path, added: Iterable[str]) -> list[str]:
    """Say what is not as it should be: first in the edition in force, then after the next build.

    `added` are the ids of documents whose `add` was acknowledged: they, and all others of the library, must be in it.
    """
    own = sources(data, texts)
    told = _in_force(own, added)
    report = build(own, Words())
    edition = CurrentIndex(own.index).edition()
    held = {document.policy.id for document in Library(own.library)}
    left = [path.name for path in own.index.iterdir() if path.suffix == UNFINISHED]
    return [
        *told,
        *(f"mended {report.mended}" for _ in (report.mended,) if report.mended),
        *(f"{id_} is missing" for id_ in sorted((held | set(added)) - edition.policies.keys())),
        *(f"{name} is left" for name in left),
        *filter(None, (edition.manifest.misfit(edition.folder), edition.notice)),
    ]


def _in_force(own: Sources, added: Iterable[str]) -> list[str]:
    """Say what is not as it should be in the edition in force, as a reader opens it."""
    try:
        edition = CurrentIndex(own.index).edition()
    except DamagedError as error:
        return [str(error)]
    missing = sorted(set(added) - edition.policies.keys())
    told = [*filter(None, (edition.notice, edition.manifest.misfit(edition.folder)))]
    return [*told, *(f"{id_} was acknowledged and is missing" for id_ in missing)]


def run_at_once(data: Path, texts: Path, processes: int, count: int) -> tuple[Counter[str], list[str]]:
    """Run so many commands in each of several processes; give what was done, and the errors and what is wrong."""
    places = [str(data), str(texts)]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, *places, str(number), str(count)],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(processes)
    ]
    ended = [one.communicate() for one in started]
    said = [out.split() for out, _ in ended]
    added = [id_ for lines in said for id_ in lines if id_ not in (READY, DONE)]
    done = sum(lines[-1:] == [DONE] for lines in said)
    errors = [err.strip().splitlines()[-1] for _, err in ended if err.strip()]
    lacking = apart(partial(_looked, data=data, texts=texts, added=added))
    seen = {"commands": done * count, "documents": len(set(added)), "errors": len(errors), "wrong": len(lacking)}
    return Counter(seen), [*errors, *lacking]


def run_killed(folder: Path, texts: Path, kills: int) -> tuple[Counter[str], list[str]]:
    """Kill a process at a random moment, as often as asked; give what was done, and what was wrong after each.

    An edition in force that is not whole, or lacks a document that was acknowledged, is wrong, and so is what is not
    right after the next build.
    """
    random, seen, told = Random(SEED), Counter(kills=0, documents=0, wrong=0), list[str]()
    added: list[str] = []
    for number in range(kills):
        data = folder / f"killed-{number // FRESH}"
        if number % FRESH == 0:
            print(f"{number} of {kills} killed", dict(seen), flush=True)
            added = []
            apart(partial(_built, data=data, texts=texts))
        one = partial(work, data, texts, 1_000 + number, MANY)
        lines = [line for line in apart(one, random.uniform(0, LONGEST)) if line not in (READY, DONE)]
        added += lines
        lacking = apart(partial(_looked, data=data, texts=texts, added=added))
        seen.update(kills=1, documents=len(lines), wrong=bool(lacking))
        told += lacking
    return seen, told


def apart(work: Callable[[Callable[[str], None]], None], seconds: float | None = None) -> list[str]:
    """Do something in a process of its own that starts with all modules read; return the whole lines that it said.

    With `seconds` it is killed so long after its first line. Raises RuntimeError where it fell by itself. It is a fork:
    this process must not have used Chroma, whose threads a fork lacks and would wait for.
    """
    reading, writing = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=lambda: work(lambda line: _tell(writing, line)))
    process.start()
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        first = said.readline() if seconds is not None else b""
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        text = (first + said.read()).decode()
    process.join()
    if process.exitcode not in (0, *(() if seconds is None else (-signal.SIGKILL,))):
        raise RuntimeError(f"A process ended with {process.exitcode}.")
    return text.split("\n")[:-1]


def _tell(place: int, line: str) -> None:
    """Write a line in one piece: it is shorter than what a pipe takes at once."""
    os.write(place, f"{line}\n".encode())


def _built(_: Callable[[str], None], data: Path, texts: Path) -> None:
    build(sources(data, texts), Words())


def _looked(say: Callable[[str], None], data: Path, texts: Path, added: Iterable[str]) -> None:
    for line in wrong(data, texts, added):
        say(line)


def main() -> None:
    """Print how many commands ran, how many were killed, and what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--commands", type=int, default=125, help="Commands of each process.")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        texts = notes(Path(folder) / "texts")
        killed, after = run_killed(Path(folder), texts, given.kills)
        print(dict(killed), *after, sep="\n", flush=True)
        data = Path(folder) / "data"
        apart(partial(_built, data=data, texts=texts))
        together, lacking = run_at_once(data, texts, given.processes, given.commands)
        print(dict(together), *lacking, sep="\n", flush=True)
    seen = {"at once": together, "killed": killed}
    rows = [(name, {key: (figure,) for key, figure in figures.items()}) for name, figures in seen.items()]
    if given.out:
        conditions = f"{given.processes} processes, each {given.commands} commands; {given.kills} kills"
        write(given.out, "python -m benchmarks.faults.at_once", conditions, rows)


if __name__ == "__main__":
    main()
