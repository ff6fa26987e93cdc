"""Whether words of a source stand in a note: no run of ten words may, but in a name or between quotation marks.

    python -m benchmarks.checks.copied

reads every file below ../shared that notes were written from, and prints paragraph, run and file of each run that
stands in both; it ends with 1 if there is one. A run of names and figures says nothing in anybody's words, so one
counts only with three words or more that are neither capitalised nor a figure nor a particle.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from assistant.settings import SHIPPED_TEXTS
from benchmarks.tables import ROOT
from corpus.loading import load
from corpus.records import BlockKind
from corpus.register.notes import note_files, read_register

SHARED = ROOT.parent / "shared"
WRITTEN_FROM = ("official", "sources", "documents", "register")
LENGTH, OWN_WORDS = 10, 3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
PARTICLES = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "a", "an", "or", "by", "with", "from", "at", "as", "is", "are", "be"}
    | {"not", "that", "which", "who", "its", "their", "it", "under"}
)

Run = tuple[str, ...]


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, without marks."""
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a paragraph of ours that may stand in no source, each in small letters."""
    for part in QUOTED.split(text):
        written = WORD.findall(part)
        for start in range(len(written) - LENGTH + 1):
            run = written[start : start + LENGTH]
            if sum(word[0].islower() and word not in PARTICLES for word in run) >= OWN_WORDS:
                yield tuple(words(" ".join(run)))


def shared_runs(ours: Iterable[tuple[str, str]], theirs: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return where a run of ours stands in a source: the name of our paragraph, the run, the name of the source.

    `ours` and `theirs` are names with texts.
    """
    held: dict[Run, str] = {run: name for name, text in ours for run in runs(text)}
    met: dict[Run, str] = {}
    for source, text in theirs:
        said = words(text)
        for start in range(len(said) - LENGTH + 1):
            run = tuple(said[start : start + LENGTH])
            if run in held:
                met.setdefault(run, source)
    return [(held[run], " ".join(run), source) for run, source in met.items()]


def our_paragraphs() -> Iterator[tuple[str, str]]:
    """Yield the id and the text of every paragraph and gist of the shipped notes."""
    for note in read_register(note_files([SHIPPED_TEXTS])):
        yield note.policy.id, note.policy.gist
        for block in load(note.path.read_bytes(), str(note.path)).blocks:
            if block.kind is not BlockKind.HEADING:
                yield f"{note.policy.id} {block.label}", block.text


def sources(folder: Path, endings: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the texts of each file below a folder whose name ends so."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings:
            for text in _texts(path):
                yield path.name, text


def _texts(path: Path) -> Iterator[str]:
    match path.suffix:
        case ".json":
            yield from _strings(json.loads(path.read_text("utf-8")))
        case ".yaml":
            yield from _strings(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
        case ".pdf":
            data = path.read_bytes()
            name = path.name if data.startswith(b"%PDF") else f"{path.name}.html"  # one is a page under that name
            yield " ".join(block.text for block in load(data, name).blocks)
        case _:
            yield path.read_text("utf-8", errors="replace")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def main() -> None:
    """Print every run that stands in a note and in a source."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    theirs = [
        one
        for name in WRITTEN_FROM
        for one in sources(SHARED / name, frozenset((".txt", ".md", ".json", ".yaml", ".pdf")))
    ]
    found = shared_runs(our_paragraphs(), theirs)
    for paragraph, run, source in found:
        print(f"{paragraph}: {run} ({source})")
    print(
        f"{len(found)} runs of {LENGTH} words stand in a note and in one of {len({name for name, _ in theirs})} files"
    )
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
