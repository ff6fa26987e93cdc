"""The terminal: exit codes, one line for every mistake, and JSON that is nothing but JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assistant.cli import main
from tests import ROOT


@pytest.fixture
def shipped_index(shipped: Path, tmp_path: Path) -> None:
    """Put the index of the shipped texts, built once, into the test's own data folder: `add` builds on it."""
    shutil.copytree(shipped, tmp_path / "data")


@pytest.fixture
def indexed(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Build the four policies into the test's own data folder with the real encoder."""
    assert main(["index", "--texts", str(texts)]) == 0
    capsys.readouterr()


def test_index_says_what_it_did_and_then_that_nothing_changed(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first build adds four policies, the second changes nothing and embeds nothing."""
    assert main(["index", "--texts", str(texts), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert main(["index", "--texts", str(texts), "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert (first["added"], first["encoded"]) == (4, 7)
    assert (second["unchanged"], second["encoded"], second["edition"]) == (4, 0, first["edition"])


@pytest.mark.usefixtures("indexed")
def test_ask_prints_the_answer_and_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader sees the statement, the marker, the title, the locator and the standing."""
    assert main(["ask", "Is margin financing against bitcoin allowed?"]) == 0
    printed = capsys.readouterr().out
    assert "may offer margin financing against bitcoin and ether" in " ".join(printed.split())
    assert "[1] Our note on" in printed
    assert "margin financing, ¶1 (in force)" in printed


@pytest.mark.usefixtures("indexed")
def test_ask_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output holds the answer row and nothing else."""
    assert main(["ask", "Is margin financing against bitcoin allowed?", "--as-of", "2025-03-01", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["as_of"] == "2025-03-01"
    assert {citation["policy_id"] for citation in row["citations"]} <= {"hk-platform-rules-2023", "hk-remarks-2025"}


@pytest.mark.usefixtures("indexed")
def test_search_ranks_with_standing(capsys: pytest.CaptureFixture[str]) -> None:
    """Passages come with rank, score and standing, in the terminal and as JSON."""
    assert main(["search", "cold storage", "--k", "2", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert {hit["standing"] for hit in hits} == {"superseded", "proposed"}
    assert main(["search", "cold storage", "--k", "1"]) == 0
    assert capsys.readouterr().out.startswith(" 1. ")


@pytest.mark.usefixtures("shipped_index")
def test_own_documents_are_answered_from_and_cited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that the user adds can be asked about at once, with its locator."""
    own = tmp_path / "memo.txt"
    own.write_text(
        "Quokka custody memo\n\nThe quokka custodian must report to the wombat board every 14 days.\n", encoding="utf-8"
    )
    assert main(["add", str(own), "--title", "Quokka memo", "--published", "2026-01-05"]) == 0
    assert "Quokka memo" in capsys.readouterr().out
    assert main(["ask", "How often must the quokka custodian report?", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert "14 days" in row["response"]
    assert row["citations"][0]["title"] == "Quokka memo"


@pytest.mark.usefixtures("shipped_index")
def test_a_zip_is_a_folder_of_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its files are added and found; a bad one is named in a line, with exit code 2; none takes another's place."""
    docs = tmp_path / "docs.zip"
    with zipfile.ZipFile(docs, "w") as archive:
        archive.writestr("sub/numbat.csv", "Place,Rule\nNumbat Island,The numbat board meets every 14 days.\n")
        archive.writestr("broken.pdf", "no PDF")
    assert main(["add", str(docs)]) == 2
    told = capsys.readouterr()
    assert [line for line in told.err.splitlines() if line.startswith("docs.zip/broken.pdf is not a PDF")]
    assert told.out.count("Added: ") == 1
    assert main(["search", "numbat board", "--json"]) == 0
    assert "numbat board meets" in capsys.readouterr().out
    assert main(["add", str(docs), "--replace", "own-1"]) == 2
    assert "unpack docs.zip" in capsys.readouterr().err


@pytest.mark.usefixtures("shipped_index")
def test_a_broken_file_stops_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands before and after it is added and found; the broken one is named in a line, with exit code 2."""
    files = [tmp_path / name for name in ("wombat.txt", "broken.pdf", "quokka.txt")]
    for file in files:
        file.write_text(f"Memo on the {file.stem}\n\nThe {file.stem} board meets every 14 days.\n")
    assert main(["add", *map(str, files)]) == 2
    told = capsys.readouterr()
    assert [line for line in told.err.splitlines() if "broken.pdf" in line]
    assert told.out.count("Added: ") == 2
    assert main(["search", "quokka board", "--json"]) == 0
    assert "quokka board meets" in capsys.readouterr().out


@pytest.mark.usefixtures("shipped_index")
def test_own_documents_are_replaced_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a new version only its figure is found, and after its removal neither."""
    own = tmp_path / "memo.txt"
    ids: list[str] = []
    for days in (14, 31):
        own.write_text(f"Memo\n\nThe quokka custodian must report to the wombat board every {days} days.\n")
        replacing = ["--replace", ids[-1]] if ids else []
        assert main(["add", str(own), "--title", "Quokka memo", *replacing]) == 0
        ids += [word for word in capsys.readouterr().out.split() if word.startswith("own-")]
    assert main(["search", "quokka custodian", "--json"]) == 0
    found = capsys.readouterr().out
    assert "31 days" in found
    assert "14 days" not in found
    assert main(["remove", ids[-1]]) == 0
    assert "Removed: Quokka memo (memo.txt)" in capsys.readouterr().out
    assert main(["search", "quokka custodian", "--json"]) == 0
    assert "quokka custodian must" not in capsys.readouterr().out


@pytest.mark.usefixtures("indexed")
def test_a_set_is_answered_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two questions, of which one is too long: one answer, one error row, exit code 1."""
    questions = tmp_path / "q.jsonl"
    rows = [{"id": "a", "user_input": "Is margin financing allowed?"}, {"id": "b", "user_input": "x" * 100_000}]
    questions.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["answer", str(questions), "--out", str(tmp_path / "a.jsonl")]) == 1
    assert "1 answered, 0 kept from before, 1 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ask"], "Missing argument 'QUESTION'."),
        (["ask", "q", "--as-of", "soon"], "write YYYY-MM-DD"),
        (["ask", "q", "--jurisdiction", "Atlantis"], "Atlantis"),
        (["ask", "Is it allowed?"], "Build it with `make index`."),
        (["ask", "x" * 100_000], "shorten it"),
        (["ask", "  "], "ask something"),
        (["add", "none.pdf"], "none.pdf is not a file."),
        (["add"], "Missing argument"),
        (["add", "a.pdf", "b.pdf", "--replace", "own-1"], "One file can take the place of own-1: 2 were given."),
        (["remove"], "Missing argument"),
        (["remove", "own-000000000000"], "The library holds no document 'own-000000000000' of yours."),
        (["index", "--texts", "nowhere"], "nowhere is not a folder"),
        (["answer", "none.jsonl", "--out", "out.jsonl"], "none.jsonl does not exist"),
        (["benchmark", "nowhere", "--split", "dev"], "does not exist: a BEIR folder holds"),
        (["dance"], "No such command 'dance'."),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad input says what is wrong and what to do in one line, and prints nothing else."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert reason in captured.err
    assert captured.err.count("\n") == 1


def test_bad_documents_are_one_line_and_nothing_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty file, a page named .pdf, a wrong extension and 50 MB of text: each refused, the library stays empty."""
    cases = {
        "empty.txt": b"",
        "page.pdf": b"<!doctype html><html>",
        "image.png": b"\x89PNG",
        "long.txt": b"word " * 10_000_001,
    }
    for name, data in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert main(["add", str(path)]) == 2
        error = capsys.readouterr().err
        assert name in error
        assert error.count("\n") == 1
    assert not (tmp_path / "data" / "library").exists()


def test_a_data_folder_that_cannot_be_written_is_one_line(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands where the data folder should be: the error names it."""
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "blocked"))
    assert main(["index", "--texts", str(texts)]) == 2
    assert str(tmp_path / "blocked") in capsys.readouterr().err


def test_the_door_works_from_outside(tmp_path: Path) -> None:
    """`python -m assistant` ends with the exit code and shows no traceback."""
    environment = os.environ | {"ASSISTANT_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "Is it allowed?"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert "make index" in done.stderr
    assert "Traceback" not in done.stderr
