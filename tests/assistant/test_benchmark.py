"""The benchmark: on a folder small enough to know the ranking by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.benchmark import run_benchmark
from corpus.embedding import DEFAULT_ENCODER
from corpus.errors import InputError

TEXTS = {
    "d1": "Issuers must keep reserve assets in segregated accounts.",
    "d2": "Platforms must keep client assets in cold storage.",
    "d3": "Advisers must hold a licence before they advise clients.",
    "d4": "Too short",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a BEIR folder of four texts and two questions."""
    corpus = [{"_id": id_, "title": "", "text": text} for id_, text in TEXTS.items()]
    queries = [
        {"_id": "q1", "text": "reserve assets of issuers"},
        {"_id": "q2", "text": "cold storage"},
        {"_id": "q3", "text": "x"},
    ]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n", encoding="utf-8")
    return tmp_path


def test_measures_are_those_of_the_ranking(folder: Path) -> None:
    """Both relevant texts come first, so every measure is 1; unjudged questions and short texts are left out."""
    run = folder / "run.trec"
    report = run_benchmark(folder, "dev", DEFAULT_ENCODER, run, lambda *_: None)
    assert (report["questions"], report["passages"]) == (2, 3)
    assert (report["R@10"], report["AP@10"], report["nDCG@10"]) == (1.0, 1.0, 1.0)
    assert run.read_text(encoding="utf-8").startswith("q1 Q0 d1 1 ")


def test_a_broken_folder_is_said_with_its_line(folder: Path) -> None:
    """A row without text names file and line."""
    (folder / "corpus.jsonl").write_text('{"_id": "d1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"corpus.jsonl, line 1"):
        run_benchmark(folder, "dev", DEFAULT_ENCODER, None, lambda *_: None)
