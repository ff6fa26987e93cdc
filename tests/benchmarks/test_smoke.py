"""Benchmarks run: each on three rows over the four policies, so that none rots between two measurements.

`scale`, `page` and `sessions` start servers and browsers of their own and are not run here.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from corpus.build import Sources, build
from corpus.encoders.sentence import SentenceEncoder
from tests import SETS
from tests.conftest import write_notes

pytestmark = pytest.mark.slow
Run = Callable[..., str]
ROWS = [
    {
        "id": f"q{number}",
        "user_input": text,
        "cluster_id": "margin",
        "expected_behavior": behavior,
        "key_facts": [{"id": "f1", "text": "margin", "importance": "vital", "any_of": ["margin financing"]}],
        "slice": {"part": "report", "type": "status"},
    }
    for number, (text, behavior) in enumerate(
        [
            ("Is margin financing against bitcoin allowed?", "answer"),
            ("What must platforms keep in cold storage?", "answer"),
            ("Will the price of bitcoin rise?", "refuse"),
        ]
    )
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, minilm: SentenceEncoder) -> Path:
    """Build the four policies once with the real encoder, and lay three questions beside them."""
    data = tmp_path_factory.mktemp("small")
    texts = write_notes(data / "texts")
    build(Sources(data / "index", (texts,), data / "library"), minilm)
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    (data / "three.jsonl").write_text(lines, encoding="utf-8")
    return data


@pytest.fixture
def run(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the benchmark of a name with arguments, and give what it printed."""
    monkeypatch.setenv("ASSISTANT_DATA", str(small))

    def running(name: str, *arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
        import_module(f"benchmarks.{name}").main()
        return capsys.readouterr().out

    return running


def test_questions(run: Run, small: Path, tmp_path: Path) -> None:
    """Shares and times are printed, and written with commit and date."""
    assert "vital facts retrieved  1.000" in run("questions", small / "three.jsonl", "--out", tmp_path / "out.json")
    held = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert held["rows"][0]["figures"]["answerable"]["value"] == 2
    assert held["commit"]
    assert held["date"]


def test_verification(run: Run, small: Path, tmp_path: Path) -> None:
    """A copied sentence is put through the real composer and its checks, and timed."""
    printed = run("checks.verification", small / "three.jsonl", "--out", tmp_path / "out.json")
    assert "every statement" in printed
    names = [row["name"] for row in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["rows"]]
    assert names == ["first statement of an answer", "every statement"]


def test_time(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The product is judged beside itself without dates and beside plain LangChain over the same four texts."""
    monkeypatch.setattr("benchmarks.time.note_files", lambda _: sorted((small / "texts").glob("*.md")))
    assert "3 questions in 1 clusters" in run("time", small / "three.jsonl")


def test_adversarial(run: Run, tmp_path: Path) -> None:
    """Three altered sentences are verified against the shipped notes."""
    lines = [
        line for line in (SETS / "adversarial.jsonl").read_text(encoding="utf-8").splitlines() if "_meta" not in line
    ]
    (tmp_path / "three.jsonl").write_text("\n".join(lines[:3]), encoding="utf-8")
    assert "all faults" in run("checks.adversarial", tmp_path / "three.jsonl")


def test_cells(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cells are filled, and counted."""
    rows = [json.loads(line) for line in (SETS / "cells.jsonl").read_text(encoding="utf-8").splitlines()]
    three = [json.dumps(row) for row in rows if row["half"] == "report"][:3]
    (tmp_path / "cells.jsonl").write_text("\n".join(three), encoding="utf-8")
    monkeypatch.setattr("benchmarks.cells.CELLS", tmp_path / "cells.jsonl")
    assert "of 3 cells" in run("cells", "--out", tmp_path / "out.json")
    assert (tmp_path / "out.json").is_file()


def test_conversations(run: Run) -> None:
    """A store of six conversations is filled and measured."""
    assert "list all" in run("speed.conversations", "--count", 3)


def test_busy(run: Run, small: Path, tmp_path: Path) -> None:
    """Three questions are asked alone and beside another process."""
    printed = run("speed.busy", "--questions", small / "three.jsonl", "--out", tmp_path / "out.json")
    assert [line.split(":")[0] for line in printed.splitlines()] == ["alone", "beside another process", "times"]
    assert "3 questions" in (tmp_path / "out.json").read_text(encoding="utf-8")


def test_documents(run: Run, small: Path) -> None:
    """A document is read, split and encoded."""
    shutil.copy(small / "texts" / "hk-margin-2026.md", small / "memo.md")
    assert "memo.md" in run("documents", small / "memo.md")


def test_house(run: Run) -> None:
    """The import graph is printed, and every folder's children form a DAG."""
    assert "every folder's children form a DAG" in run("house")
