"""Builds that are killed, builds at once, and readers during builds, in real processes."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from corpus.build import BuildReport, Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Vectors
from corpus.index.manifest import current_edition, is_complete
from corpus.index.scope import Scope
from tests import ROOT
from tests.conftest import WordEncoder

QUESTION = "margin financing of client assets"
QUESTIONS = 200
SWITCHES = 3
NEW = "{number}. The Singapore custody bill number {number} would let custodians keep tokens in vaults.\n"

# A build that says where it is, and then waits for its end.
KILLED = """
import sys
from pathlib import Path
from corpus import build as building
from corpus.index import writing
from tests.conftest import WordEncoder

def wait(*_, **__):
    print("waiting", flush=True)
    sys.stdin.read()

class Waiting(WordEncoder):
    encode = wait

stage, index, texts, library = sys.argv[1:]
encoder = WordEncoder()
if stage == "encoding":
    encoder = Waiting()
elif stage == "before the manifest":
    building.finish_edition = wait
elif stage == "before the switch":
    writing.write_whole = wait
building.build(building.Sources(Path(index), (Path(texts),), Path(library)), encoder)
"""

# A reader that asks until it has asked enough and has seen enough editions.
READER = """
import sys
from pathlib import Path
from corpus.current import CurrentIndex
from tests.corpus.test_build_at_once import read
print(read(CurrentIndex(Path(sys.argv[1]))))
"""


def read(current: CurrentIndex) -> str:
    """Ask both legs and read the texts, until enough questions were asked and switches seen; give the verdict."""
    encoder, seen, asked = WordEncoder(), set(), 0
    while asked < QUESTIONS or len(seen) < SWITCHES:
        edition = current.edition()
        near = [id_ for id_, _ in edition.nearest(encoder.encode([QUESTION])[0], 5, Scope())]
        words = [id_ for id_, _ in edition.keyword_matches(QUESTION, 5, Scope())]
        if not near or not words or len(edition.texts.get([*near, *words])) != len({*near, *words}):
            return f"question {asked} found {near} and {words}"
        seen.add(edition.manifest.edition)
        asked += 1
    return "no error"


def start(code: str, *args: object) -> subprocess.Popen[str]:
    """Start a program in its own process."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", code, *map(str, args)], cwd=ROOT, text=True, **pipes)


def append(sources: Sources, number: int) -> None:
    """Add a paragraph to the note of the bill."""
    note = sources.texts[0] / "sg-custody-bill.md"
    note.write_text(note.read_text(encoding="utf-8") + NEW.format(number=number), encoding="utf-8")


@pytest.mark.parametrize("stage", ["encoding", "before the manifest", "before the switch"])
def test_a_killed_build_leaves_the_old_edition(
    sources: Sources, index: CurrentIndex, encoder: WordEncoder, stage: str
) -> None:
    """Killed at any stage, the old edition answers; the next build completes the new one and clears the remains."""
    first = current_edition(sources.index)
    append(sources, 2)
    child = start(KILLED, stage, sources.index, *sources.texts, sources.library)
    assert child.stdout is not None
    assert child.stdout.readline() == "waiting\n"
    child.kill()
    child.communicate()
    assert child.returncode == -9
    remains = {path.name for path in sources.index.iterdir() if path.is_dir()} - {first}
    assert len(remains) == 1
    assert current_edition(sources.index) == first
    assert CurrentIndex(sources.index, sources.chroma_url).edition().keyword_matches("custody bill", 5, Scope())
    append(sources, 3)
    second = build(sources, encoder).edition
    assert CurrentIndex(sources.index, sources.chroma_url).edition().texts.get(["sg-custody-bill#p3"])
    left = {path.name for path in sources.index.iterdir() if path.is_dir()}
    assert {first, second} <= left
    assert all(is_complete(sources.index / name) for name in left)


def test_two_builds_at_once_build_once(sources: Sources) -> None:
    """The second of two builds waits for the first, and then finds nothing left to do."""
    started, release = threading.Event(), threading.Event()

    class Slow(WordEncoder):
        def encode(self, *args: object) -> Vectors:
            started.set()
            release.wait()
            return super().encode(*args)

    reports: list[BuildReport] = []
    slow, other = Slow(), WordEncoder()
    first = threading.Thread(target=lambda: reports.append(build(sources, slow)))
    first.start()
    started.wait()
    second = threading.Thread(target=lambda: reports.append(build(sources, other)))
    second.start()
    release.set()
    first.join()
    second.join()
    assert [(report.added, report.unchanged, report.encoded) for report in reports] == [(4, 0, 7), (0, 4, 0)]
    assert other.encoded == []


def test_readers_never_fail_during_builds(sources: Sources, index: CurrentIndex, encoder: WordEncoder) -> None:
    """Two other processes and a thread ask 200 questions each while edition after edition is built: none fails."""
    children = [start(READER, sources.index) for _ in range(2)]
    verdicts: list[str] = []
    thread = threading.Thread(target=lambda: verdicts.append(read(index)))
    thread.start()
    number = 2
    while thread.is_alive() or any(child.poll() is None for child in children):
        append(sources, number)
        assert build(sources, encoder).encoded == 1
        number += 1
    thread.join()
    for child in children:
        out, err = child.communicate()
        assert (out.strip(), err) == ("no error", "")
    assert verdicts == ["no error"]
    edition = index.edition()
    assert len(edition.vectors) == edition.manifest.passages == 7 + number - 2
