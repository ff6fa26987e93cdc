"""A few commands at once and a few kills: nothing is wrong after them, and what is wrong is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.at_once import apart, run_at_once, run_killed, sources, wrong
from benchmarks.faults.double import Words
from benchmarks.faults.injuries import notes
from corpus.build import build
from corpus.current import CurrentIndex

pytestmark = pytest.mark.slow


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Copy a few notes."""
    return notes(tmp_path / "texts")


def test_commands_of_two_processes(tmp_path: Path, texts: Path) -> None:
    """Each ends without an error, and every document that was added is in the edition."""
    seen, told = run_at_once(tmp_path / "data", texts, processes=2, count=3)
    assert told == []
    assert seen["commands"] == 6
    assert seen["documents"] >= 1


def test_processes_that_are_killed(tmp_path: Path, texts: Path) -> None:
    """What was in force is whole, and the next build has everything."""
    seen, told = run_killed(tmp_path, texts, kills=2)
    assert told == []
    assert seen["kills"] == 2


def test_what_is_wrong_is_seen(tmp_path: Path, texts: Path) -> None:
    """A document that was acknowledged and is in no edition, and a file of the edition that is cut."""
    own = sources(tmp_path / "data", texts)
    build(own, Words())
    assert len(wrong(tmp_path / "data", texts, ["own-0"])) == 2
    (CurrentIndex(own.index).edition().folder / "vectors.npy").write_bytes(b"")
    assert wrong(tmp_path / "data", texts, [])


def test_a_process_that_falls_is_an_error(tmp_path: Path) -> None:
    """It does not count as one that said nothing."""
    with pytest.raises(RuntimeError, match="ended with 1"):
        apart(lambda _: (tmp_path / "nothing").read_text() and None)
