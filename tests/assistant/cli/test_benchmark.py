"""The benchmark: on a folder small enough to know the ranking by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.sets.beir import read_collection
from assistant.evaluation.tuning.baselines import BASELINES, baseline_names
from assistant.evaluation.tuning.benchmark import run_benchmark
from corpus.encoders.sentence import DEFAULT_ENCODER
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
    found = run_benchmark(folder, "dev", DEFAULT_ENCODER, lambda *_: None)
    report = found.report()
    assert (report["questions"], report["passages"]) == (2, 3)
    assert (report["R@10"], report["AP@10"], report["nDCG@10"]) == (1.0, 1.0, 1.0)
    found.write_run(folder / "run.trec")
    assert (folder / "run.trec").read_text(encoding="utf-8").startswith("q1 Q0 d1 1 ")


def test_baselines_stand_beside_ours_in_one_run(folder: Path) -> None:
    """Every baseline finds both texts on so small a folder, and differs from ours by nothing; builds are compared."""
    found = run_benchmark(folder, "dev", DEFAULT_ENCODER, lambda *_: None, baseline_names("all"))
    systems = found.report()["systems"]
    assert [system["name"] for system in systems] == ["ours", *BASELINES]
    assert all(system["R@10"][0] == 1 and system["minus_ours"]["R@10"][0] == 0 for system in systems)
    assert found.report()["build_speed"] > 0
    found.write_rows(folder / "rows.csv")
    assert len((folder / "rows.csv").read_text(encoding="utf-8").splitlines()) == 1 + 2 * len(systems)


def test_an_unknown_baseline_is_named() -> None:
    """The message lists what there is."""
    with pytest.raises(InputError, match="--against google: nothing has this name; write some of plain, bm25"):
        baseline_names("plain,google")


def test_headings_are_the_title_and_what_stands_above(folder: Path) -> None:
    """A text at 5.13.(1) has the short texts at 5 and 5.13 above it, and not the paragraph at 5.13.(0)."""
    rows = [
        ("5", "FUNDS"),
        ("5.13", "Borrowing limits"),
        ("5.13.(0)", "w " * 20),
        ("5.13.(1)", "A fund may borrow a tenth."),
    ]
    about = [
        {"_id": place, "title": "Rules", "text": text, "metadata": {"document": 6, "locator": place}}
        for place, text in rows
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in about), encoding="utf-8")
    ((_, passages),) = read_collection(folder, "dev").passages.values()
    assert [passage.headings for passage in passages] == [("Rules", "FUNDS", "Borrowing limits")] * 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1"}\n', "corpus.jsonl, line 1"),
        ("qrels/dev.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tgood\n", "dev.tsv, line 2: write query-id"),
        ("qrels/dev.tsv", "query-id\tcorpus-id\tscore\nq9\td1\t1\n", "judges none of the questions"),
    ],
)
def test_a_broken_folder_is_said_with_its_line(folder: Path, name: str, content: str, message: str) -> None:
    """What cannot be read names file and line."""
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        run_benchmark(folder, "dev", DEFAULT_ENCODER, lambda *_: None)
