"""200 hostile files and more, each added under a watch: `python -m benchmarks.faults.hostile --out FILE`.

What is looked for: no traceback, nothing past a minute, less than 2 GB, and one line for a file that is refused.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.faults.double import Words
from benchmarks.faults.hostile import archives, office, pages, papers, sheets, texts
from benchmarks.faults.hostile.broken import broken
from benchmarks.faults.hostile.watched import CHARACTERS, Outcome, added
from benchmarks.faults.injuries import notes
from benchmarks.tables import write
from corpus.build import Sources, build

SEED = 20_261_129
# Seconds of the processor, for the clock tells of others too, and megabytes, that no file may take.
SLOW, LARGE = 60.0, 1_907.0  # 2 GB of a thousand million bytes
WRONG = ("tracebacks", "ended", "past 60 s", "above 2 GB", "not one line")
Made = Callable[[], str | bytes]
GROUPS: Mapping[str, tuple[Mapping[str, Made], ...]] = {
    "PDF": (papers.PDF,),
    "DOCX": (office.DOCX, archives.DOCX),
    "HTML": (pages.HTML,),
    "XML of laws": (pages.LAWS,),
    "MD": (texts.MARKDOWN,),
    "TXT": (texts.TXT,),
    "XLSX": (sheets.XLSX,),
    "CSV": (sheets.CSV,),
    "ODS": (sheets.ODS,),
    "ODT": (office.ODT,),
    "RTF": (texts.RICH,),
    "PPTX": (office.PPTX,),
    "EML": (texts.LETTERS,),
    "EPUB": (office.EPUB,),
    "zip": (archives.ZIP,),
    "odd names": (archives.NAMES,),
}


def files(seed: int) -> Iterator[tuple[str, str, Made]]:
    """Yield group, name and maker of each file."""
    for group, kinds in GROUPS.items():
        for made in kinds:
            yield from ((group, name, maker) for name, maker in made.items())
    for name, data in broken(seed):
        yield "broken by chance", name, lambda data=data: data  # type: ignore[misc]


def run(chosen: str, seed: int) -> Iterator[tuple[str, Outcome]]:
    """Yield group and outcome of each file in whose group and name, "group: name", a pattern is found."""
    with tempfile.TemporaryDirectory() as folder:
        whole, shipped = Path(folder) / "whole", notes(Path(folder) / "texts")
        _apart(lambda: build(Sources(whole / "index", (shipped,), whole / "library"), Words()))
        for group, name, maker in files(seed):
            if not re.search(chosen, f"{group}: {name}"):
                continue
            data = Path(folder) / "data"
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(whole, data)
            path = data / name
            _write(path, maker)
            yield group, added(path, data, shipped)


def _write(path: Path, maker: Made) -> None:
    """Write a file, with memory that is not the watcher's."""

    def writing() -> None:
        made = maker()
        path.write_bytes(made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made)

    _apart(writing)


def _apart(work: Callable[[], object]) -> None:
    """Do something in a process of its own: what it takes and starts, memory and threads, is not the watcher's."""
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("A file could not be made.")


def faults(outcome: Outcome) -> list[str]:
    """Name what must not be."""
    refused = outcome.code == 2 and not outcome.name.endswith(".zip")
    found = {
        "tracebacks": outcome.fell,
        "ended": outcome.ended,
        "past 60 s": outcome.processor > SLOW,
        "above 2 GB": outcome.megabytes > LARGE,
        "not one line": (refused and len(outcome.errors) != 1) or any(len(e) > CHARACTERS for e in outcome.errors),
    }
    return [name for name, wrong in found.items() if wrong]


def main() -> None:
    """Print each file with what became of it, and count by format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help='Only files in whose "group: name" this is found.')
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    print("seed", given.seed)
    seen: dict[str, list[Outcome]] = {}
    for group, outcome in run(given.only, given.seed):
        seen.setdefault(group, []).append(outcome)
        said = outcome.errors[-1][:200] if outcome.errors else ""
        shown = os.fsencode(outcome.name)[:60].decode("ascii", "backslashreplace")
        print(
            f"{group}: {shown!r} {outcome.code} {outcome.seconds:.1f} s ({outcome.processor:.1f}) "
            f"{outcome.megabytes:.0f} MB {faults(outcome) or ''} {said!r}",
            flush=True,
        )
    rows = []
    for group, outcomes in [*seen.items(), ("all", [one for those in seen.values() for one in those])]:
        wrong = [fault for one in outcomes for fault in faults(one)]
        figures: dict[str, float] = {
            "files": len(outcomes),
            "added": sum(one.code == 0 for one in outcomes),
            **{name: wrong.count(name) for name in WRONG},
            "longest, s of processor": round(max(one.processor for one in outcomes), 1),
            "longest, s": round(max(one.seconds for one in outcomes), 1),
            "most, MB": round(max(one.megabytes for one in outcomes)),
        }
        rows.append((group, {name: (figure,) for name, figure in figures.items()}))
        print(group, figures)
    if given.out:
        write(given.out, f"python -m benchmarks.faults.hostile --seed {given.seed}", "`add` of one file each", rows)


if __name__ == "__main__":
    main()
