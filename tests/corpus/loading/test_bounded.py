"""Files that are made to exhaust time or memory end in one line, and the next file is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import InputError
from corpus.loading import load
from corpus.loading.bounded import MEMORY, Limits, Reader
from tests import ROOT
from tests.corpus.loading.docx_bytes import make_docx

TEXT = b"Circular\n\nA keeper of tokens must report within five days."
LARGE = make_docx("<w:p/>" * 2_900_000)  # half a gigabyte as a tree

# A caller that has asked and waits for the answer.
KILLED = """
import sys
from corpus.loading.bounded import Reader
reader = Reader()
reader._started().send((b"Circular\\n\\nA keeper must report.", "a.txt"))
print("sent", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Yield a reader with the usual limits, whose process ends with the test."""
    reader = Reader()
    yield reader
    reader.close()


def test_a_file_is_read_as_ever(reader: Reader) -> None:
    """The document is the same, and so is what is said of a file that cannot be read."""
    assert reader.load(TEXT, "a.txt") == load(TEXT, "a.txt")
    with pytest.raises(InputError, match="is empty"):
        reader.load(b"", "a.txt")


def test_the_limit_of_time_is_said() -> None:
    """Not even the process starts in so little."""
    reader = Reader(Limits(seconds=0.001))
    with pytest.raises(InputError, match=r"a\.txt was not read within 0 seconds, the limit for one file: split it"):
        reader.load(TEXT, "a.txt")


def test_the_limit_of_memory_is_said() -> None:
    """A document that is larger in memory than on the disk; the next one is read."""
    reader = Reader(Limits(memory=300 * 1024**2))
    try:
        with pytest.raises(InputError, match=r"large\.docx needs more than 0\.3 GB of memory"):
            reader.load(LARGE, "large.docx")
        assert reader.load(TEXT, "a.txt") == load(TEXT, "a.txt")
    finally:
        reader.close()


def test_threads_take_turns(reader: Reader) -> None:
    """Each gets the document of its own file."""
    texts = [TEXT + f"\n\nRule {number} is a rule of some words.".encode() for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda data: reader.load(data, "a.txt"), texts))
    assert [document.blocks[-1].text for document in found] == [
        f"Rule {number} is a rule of some words." for number in range(8)
    ]


def test_a_process_that_died_is_started_again(reader: Reader) -> None:
    """It may have been ended by the system while it waited."""
    reader.load(TEXT, "a.txt")
    reader._process.kill()
    reader._process.join()
    assert reader.load(TEXT, "a.txt").title == "Circular"


def test_the_limits_leave_room_for_the_largest_texts() -> None:
    """The longest official text takes 0.3 GB and some seconds."""
    assert MEMORY >= 4 * 0.3 * 1024**3


def test_a_caller_that_is_killed_leaves_no_traceback() -> None:
    """The process that reads for it has nobody to tell what it found, and ends."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", KILLED], cwd=ROOT, text=True, **pipes) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline() == "sent\n"
        caller.kill()
        assert caller.stderr is not None
        assert "Traceback" not in caller.stderr.read()  # until the last process that holds it has ended
