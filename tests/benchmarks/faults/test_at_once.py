"""A few commands at once and a few kills: nothing is wrong after them, and what is wrong is seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.faults.at_once import apart, sources, wrong
from benchmarks.faults.double import Words
from benchmarks.faults.injuries import notes
from corpus.build import build
from corpus.current import CurrentIndex
from tests import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Copy a few notes."""
    return notes(tmp_path / "texts")


def test_a_few_commands_and_kills(tmp_path: Path) -> None:
    """By the command itself: its processes are forks, and one that has Chroma's threads cannot be forked."""
    out = tmp_path / "figures.json"
    few = ["--processes", "2", "--commands", "3", "--kills", "2", "--out", str(out)]
    subprocess.run([sys.executable, "-m", "benchmarks.faults.at_once", *few], cwd=ROOT, check=True, timeout=300)
    seen = {row["name"]: row["figures"] for row in json.loads(out.read_text())["rows"]}
    assert seen["at once"]["commands"]["value"] == 6
    assert seen["at once"]["documents"]["value"] >= 1
    assert seen["killed"]["kills"]["value"] == 2
    assert (
        seen["at once"]["errors"]["value"] == seen["at once"]["wrong"]["value"] == seen["killed"]["wrong"]["value"] == 0
    )


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
