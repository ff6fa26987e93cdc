"""Commands on a bad day: an index that is damaged, and a data folder that cannot be written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.cli.doctor import examine
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.encoders.sentence import BASE_ENCODER, SentenceEncoder

QUESTION = "Is margin financing against bitcoin allowed?"


@pytest.fixture(autouse=True)
def _own_encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run with the encoder of the double, without the developer's `.env`."""
    monkeypatch.setenv("ASSISTANT_ENCODER", BASE_ENCODER)
    monkeypatch.chdir(tmp_path)


def test_index_says_what_it_mended(sources: Sources, index: CurrentIndex, capsys: pytest.CaptureFixture[str]) -> None:
    """The line of the build names the damage; the next one has nothing to say."""
    (index.edition().folder / "lexical" / "words" / "lengths.npy").unlink()
    command = ["index", "--texts", str(sources.texts[0])]
    assert main(command) == 0
    assert "0 added, 0 changed, 0 removed, 4 unchanged" in (said := capsys.readouterr().out)
    assert said.endswith("; mended (lexical/words/lengths.npy is gone)\n")
    assert main(command) == 0
    assert "mended" not in capsys.readouterr().out


@pytest.mark.parametrize("part", ["texts.db", "vectors.npy", "chroma/chroma.sqlite3", "manifest.json"])
def test_doctor_names_the_damage(
    sources: Sources, index: CurrentIndex, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A damaged file of any part is BAD on one line, with the command that mends it."""
    with (index.edition().folder / part).open("r+b") as file:
        file.truncate(100)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out.splitlines()
    (place,) = (place for place, line in enumerate(said) if line.startswith("BAD"))
    assert part in said[place]
    assert said[place + 1] == "     -> make index"


def test_deep_reads_what_is_not_read_at_once(index: CurrentIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bit of a large file that changed is found by `doctor --deep`."""
    monkeypatch.setattr("corpus.current.AT_ONCE", 0)
    monkeypatch.setattr("corpus.current.CurrentIndex._look_behind", lambda *_: None)
    path = index.edition().folder / "texts.db"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert [one for one in examine() if "texts.db" in one.what] == []
    (found,) = (one for one in examine(deep=True) if "texts.db" in one.what)
    assert not found.good


def test_answers_of_the_edition_before_say_so(
    sources: Sources,
    index: CurrentIndex,
    minilm: SentenceEncoder,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the edition in force is damaged, an answer stands on the one before, and its first note says why."""
    monkeypatch.delenv("ASSISTANT_ENCODER")
    build(sources, minilm)
    (sources.texts[0] / "sg-custody-bill.md").unlink()
    latest = build(sources, minilm).edition
    (sources.index / latest / "texts.db").write_bytes(b"")
    assert main(["ask", QUESTION]) == 0
    said = capfd.readouterr().out
    assert "brokers may offer margin financing" in said
    assert f"The index edition {latest} is damaged: texts.db has 0 bytes" in " ".join(said.split())


@pytest.fixture
def locked(
    sources: Sources, minilm: SentenceEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Show the data folder as one that cannot be written; skip the test where that is not allowed."""
    monkeypatch.delenv("ASSISTANT_ENCODER")
    build(sources, minilm)
    shown = tmp_path / "shown"
    shown.mkdir()
    mount = ["mount", "--bind", str(tmp_path / "data"), str(shown)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a folder read-only: run as root, or in a container that may")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(shown)], check=True)
    monkeypatch.setenv("ASSISTANT_DATA", str(shown))
    yield shown
    subprocess.run(["umount", "--lazy", str(shown)], check=True)


def test_a_reader_needs_no_right_to_write(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Asking, searching and the doctor work; what would write says on one line that it cannot."""
    assert main(["ask", QUESTION]) == 0
    assert "brokers may offer margin financing" in capsys.readouterr().out
    assert main(["search", QUESTION]) == 0
    assert "Circular on margin financing" in capsys.readouterr().out
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("BAD")] == [
        f"BAD  data folder {locked} cannot be written"
    ]
    memo = locked.parent / "memo.md"
    memo.write_text("Our brokers lend against bitcoin on margin.\n", encoding="utf-8")
    for command in (["save", QUESTION], ["saved"], ["add", str(memo)], ["index"], ["remove", "own-0123456789ab"]):
        assert main(command) == 2, command
        told = capsys.readouterr()
        assert len(told.err.splitlines()) == 1, told
        assert "Read-only file system" in told.err, told
