"""The commands: what they write and print, exit codes, the same bytes for the same inputs, and labels by people."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from openpyxl import load_workbook

from assistant.cli import main
from assistant.evaluation.paired import compare, design_of, gate
from assistant.evaluation.people.labelling import agreement
from assistant.evaluation.scoring import ScoreTable
from assistant.evaluation.sets import read_question_set
from assistant.exporting.spreadsheets import safe
from corpus.errors import InputError
from tests.assistant.evaluation.helpers import jsonl, scored, sheets, write

Rows = list[dict[str, Any]]
EVIL = "=1+1 <script>alert(1)</script>"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Write one policy text, so that no test depends on the shipped ones."""
    folder = tmp_path / "texts"
    folder.mkdir()
    note = """\
---
id: a
title: Circular
issuer: SFC
jurisdiction: Hong Kong
kind: circular
published: 2026-02-11
effective: 2026-02-11
sources: [https://example.org/a]
confidence: high
evidence_to: 2026-06-01
---
# Circular

## Rules
1. Platforms must keep 98% of client assets in cold storage.
2. Issuers must redeem coins within one business day.
"""
    write(folder / "a.md", note)
    return folder


def question_rows(count: int = 40) -> Rows:
    """Make questions of which every fourth should be refused, in clusters of two."""
    return [
        {
            "id": f"q{n:02d}", "user_input": f"What of rule {n}?", "cluster_id": f"c{n // 2}",
            "slice": {"topic": "custody" if n % 2 else "redemption"},
            **({"expected_behavior": "refuse"} if n % 4 == 0 else
               {"reference": f"Platforms keep share {n} cold.", "gold_sources": [{"passage_id": "a#p1"}]}),
        }
        for n in range(count)
    ]  # fmt: skip


def answer_rows(right: float, seed: int, count: int = 40) -> Rows:
    """Make answers of which a share is right; the first is missing and the second failed."""
    draw = random.Random(seed)
    rows: Rows = []
    for n in range(1, count):
        good = draw.random() < right
        answer = "I do not have that." if n % 4 == 0 else f"Platforms keep share {n} cold [1]."
        rows.append(
            {
                "id": f"q{n:02d}", "response": answer if good else EVIL, "refused": good and n % 4 == 0,
                "citations": ["a#p1"] if good else ["=z"], "retrieved_context_ids": ["a#p1"],
                "retrieved_contexts": ["Platforms must keep 98% cold."], "confidence": draw.random(),
                "error": "no <model>" if n == 1 else None,
            }
        )  # fmt: skip
    return rows


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Write a question set, a poor answer set and a good one."""
    paths = {
        "questions": jsonl(tmp_path / "questions.jsonl", *question_rows()),
        "poor": jsonl(tmp_path / "poor.jsonl", *answer_rows(0.3, 1)),
        "good": jsonl(tmp_path / "good.jsonl", *answer_rows(0.9, 2)),
    }
    return {name: str(path) for name, path in paths.items()}


def test_validate_says_how_columns_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Recognised columns are named before anything is scored, in words and as JSON."""
    path = str(write(tmp_path / "r.csv", "question,answer,ground_truth,mood\nQ?,A.,R.,fine\n"))
    assert main(["evaluate", "validate", path, path]) == 0
    assert "question is read as user_input" in capsys.readouterr().out
    assert main(["evaluate", "validate", path, path, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["columns"] == {"question": "user_input", "answer": "response", "ground_truth": "reference"}
    assert report["sets"]["r"]["missing"] == 0


def test_compare_writes_everything(
    files: dict[str, str], texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder holds rows, averages, report, exports and a manifest; failures and the verdict are told."""
    out = tmp_path / "out"
    command = ["evaluate", "compare", files["questions"], files["poor"], files["good"], "--texts", str(texts)]
    assert main([*command, "--out", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["verdicts"][0].startswith("good is better than poor in qIDF F1: +")
    assert report["failures"]["good"] == {"missing": 1, "error": 1}
    assert report["scores"]["control: the reference itself"]["qidf_f1"]["mean"] == 1
    assert {row["measure"] for row in report["comparisons"] if row["holm_p"] is not None} == {"qidf_f1", "correct"}
    assert {path.name for path in out.iterdir()} == {
        "scores.csv", "summary.csv", "comparison.csv", "slices.csv", "junit.xml", "gold.qrels", "good.run", "poor.run",
        "report.xlsx", "report.html", "manifest.json",
    }  # fmt: skip
    rows = list(csv.DictReader((out / "scores.csv").read_text("utf-8").splitlines()))
    assert {row["status"] for row in rows} == {"ok", "missing", "error", "n/a"}
    gaps = {row["measure"] for row in rows if row["status"] in ("missing", "error") and not row["value"]}
    assert gaps == {"words", "copy_rate"}
    assert {row["value"] for row in rows if row["status"] == "n/a"} == {""}
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["seed"] == 1
    assert [file["name"] for file in manifest["files"]] == ["questions.jsonl", "poor.jsonl", "good.jsonl"]
    suite = ET.parse(out / "junit.xml").getroot()[1]
    assert (suite.get("name"), suite.get("tests"), suite.get("errors")) == ("good", "40", "2")
    assert (out / "gold.qrels").read_text("utf-8").startswith("q01 0 a#p1 1\n")
    assert (out / "good.run").read_text("utf-8").startswith("q01 Q0 a#p1 1 1 good\n")


def test_the_report_is_one_offline_file_in_which_nothing_runs(
    files: dict[str, str], texts: Path, tmp_path: Path
) -> None:
    """No script, no address but in words, text of answers escaped; spreadsheets get no formula."""
    out = tmp_path / "out"
    assert main(["evaluate", "score", files["questions"], files["poor"], "--texts", str(texts), "--out", str(out)]) == 0
    page = (out / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert re.search(r"""(?:src|href)\s*=|url\(|@import""", page) is None
    assert "&lt;script&gt;" in page
    assert "no &lt;model&gt;" in page
    for heading in ("Scores", "Slices", "Refusals", "Where errors arise", "Citations", "Controls", "Trust cards"):
        assert f"<h2>{heading}" in page
    assert "Risk over coverage" in page
    for sheet in load_workbook(out / "report.xlsx"):
        assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_the_same_inputs_give_the_same_bytes(files: dict[str, str], texts: Path, tmp_path: Path) -> None:
    """Rows in another order, in questions and answers, and a second run over the first: scores.csv does not change."""
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for name, rows in (("questions", question_rows()), ("poor", answer_rows(0.3, 1))):
        random.Random(5).shuffle(rows)
        jsonl(mixed / f"{name}.jsonl", *rows)
    again = {name: str(mixed / f"{name}.jsonl") for name in ("questions", "poor")}
    written = []
    for source in (files, again, again):
        command = ["evaluate", "score", source["questions"], source["poor"], "--texts", str(texts), "--draws", "200"]
        assert main([*command, "--out", str(tmp_path / "out")]) == 0
        names = ("scores.csv", "summary.csv", "slices.csv", "poor.run", "junit.xml")
        written.append([(tmp_path / "out" / name).read_bytes() for name in names])
    assert written[0] == written[1] == written[2]


def test_a_folder_that_is_no_evaluation_is_not_overwritten(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with something else in it is left alone, and so is an unknown measure."""
    out = tmp_path / "mine"
    out.mkdir()
    write(out / "thesis.txt", "precious")
    command = ["evaluate", "score", files["questions"], files["poor"], "--out"]
    assert main([*command, str(out)]) == 2
    assert "not an earlier evaluation" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]
    assert main([*command, str(tmp_path / "new"), "--measure", "charm"]) == 2
    assert "'charm' is not a measure" in capsys.readouterr().err
    gate_on = ["evaluate", "gate", files["questions"], files["poor"], files["good"], "--margin", "1", "--measure"]
    assert main([*gate_on, "words"]) == 2
    assert "neither better high nor low" in capsys.readouterr().err


def test_the_gate_ends_with_its_exit_code(
    files: dict[str, str], texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The better set passes, the worse one fails, and by half the difference it is inconclusive."""
    outcomes = [
        main(["evaluate", "gate", files["questions"], files[base], files[candidate], "--texts", str(texts), "--json",
              "--measure", "correct", "--margin", margin])
        for base, candidate, margin in (("poor", "good", "0.05"), ("good", "poor", "0.05"), ("good", "poor", "0.45"))
    ]  # fmt: skip
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert outcomes == [0, 1, 3]
    assert [line["outcome"] for line in said] == ["pass", "fail", "inconclusive"]
    assert said[1]["low"] < said[1]["difference"] < said[1]["high"] < -0.05


def pair(folder: Path, first: list[float], second: list[float]) -> tuple[ScoreTable, ScoreTable]:
    """Make two score tables of one measure."""
    rows = [{"id": f"q{n:03d}", "user_input": "Q", "reference": "R"} for n in range(len(first))]
    blank = scored(folder, rows, [{"id": row["id"], "response": "R"} for row in rows])
    tables = []
    for name, values in (("a", first), ("b", second)):
        held = np.full_like(blank.values, np.nan)
        held[:, 0] = values
        tables.append(ScoreTable(name, blank.ids, held, blank.statuses, blank.refusals, blank.confidence))
    return tables[0], tables[1]


def test_a_comparison_by_hand_and_an_inconclusive_gate(tmp_path: Path) -> None:
    """Three wins, one loss and four ties: +.25, McNemar 5/8; an interval around the margin is inconclusive."""
    first, second = pair(tmp_path, [0, 0, 0, 1, 1, 1, 0, 0], [1, 1, 1, 0, 1, 1, 0, 0])
    questions = read_question_set(tmp_path / "questions.jsonl")
    (row,) = compare(first, second, design_of(questions))
    assert (row.wins, row.ties, row.losses) == (3, 4, 1)
    assert row.difference.mean == pytest.approx(0.25)
    assert row.mcnemar == pytest.approx(5 / 8)
    assert row.holm == pytest.approx(row.p)
    assert row.detectable == pytest.approx(2.8 * np.std([1, 1, 1, -1, 0, 0, 0, 0], ddof=1) / np.sqrt(8))
    assert row.finding == "no difference shown"
    assert gate(row, 0.05) == "inconclusive"
    assert gate(row, 0.9) == "pass"


def test_cells_that_would_run_are_escaped() -> None:
    """Texts that begin as a formula does get an apostrophe."""
    assert [safe(text) for text in ("=1", "+1", "-1", "@a", "a=1")] == ["'=1", "'+1", "'-1", "'@a", "a=1"]


def test_labels_are_blind_and_agreement_is_printed(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sheet names no set, the key does; two labellers who agree but once are measured with an interval."""
    sheet = tmp_path / "labels.xlsx"
    command = ["evaluate", "label", files["questions"], files["poor"], files["good"], "--out", str(sheet), "--n", "20"]
    assert main(command) == 0
    rows = list(load_workbook(sheet).active.iter_rows(values_only=True))
    assert rows[0][0] == "item"
    assert len(rows) == 21
    assert not any("poor" in str(cell) or "good" in str(cell) for row in rows[1:] for cell in row)
    key = list(csv.DictReader((tmp_path / "labels.key.csv").read_text("utf-8").splitlines()))
    assert 8 <= sum(row["set"] == "poor" for row in key) <= 12
    labelled = [(row[0], "right" if n % 2 else "wrong") for n, row in enumerate(rows[1:])]
    paths = [
        str(sheets(tmp_path / f"{name}.xlsx", Labels=[("item", "label"), *labels]))
        for name, labels in (("ann", labelled), ("bo", [(labelled[0][0], "Right"), *labelled[1:]]))
    ]
    capsys.readouterr()
    assert main(["evaluate", "agree", *paths, "--json"]) == 0
    cohen, fleiss = json.loads(capsys.readouterr().out)["agreement"]
    assert cohen["observed"] == pytest.approx(0.95)
    assert cohen["kappa"] == pytest.approx(0.9)
    assert cohen["low"] < 0.9 < cohen["high"] <= 1
    assert fleiss["items"] == 20
    assert main(["evaluate", "agree", paths[0]]) == 2
    assert main([*command[:-1], "500"]) == 2


def test_kappas_by_hand() -> None:
    """Cohen's example of 1960 in small, and the fourteen raters' example of Fleiss in Wikipedia: .21."""
    ann = {str(n): "yes" if n < 25 else "no" for n in range(50)}
    bo = {str(n): "yes" if n < 20 or 25 <= n < 35 else "no" for n in range(50)}
    cohen = agreement([ann, bo], ["ann", "bo"])[0]
    assert (cohen.observed, cohen.kappa) == pytest.approx((0.7, 0.4))
    votes = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    raters: list[dict[str, str]] = [{} for _ in range(14)]
    for item, counts in enumerate(votes):
        marks = [str(kind) for kind, count in enumerate(counts) for _ in range(count)]
        for rater, mark in zip(raters, marks, strict=True):
            rater[str(item)] = mark
    fleiss = agreement(raters, [str(n) for n in range(14)])[-1]
    assert fleiss.kappa == pytest.approx(0.210, abs=0.001)
    with pytest.raises(InputError, match="fewer than two items"):
        agreement([{"1": "a"}, {"2": "a"}], ["ann", "bo"])
