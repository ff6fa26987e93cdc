"""The files of an evaluation: rows and averages as CSV and XLSX, JUnit XML and the manifest."""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from assistant.evaluation.flow import Evaluation, verdicts
from assistant.evaluation.scoring import ScoreTable
from assistant.evaluation.scoring.measures import COLUMN, MEASURES
from assistant.evaluation.sets.records import AnswerSet, Status
from assistant.evaluation.sets.tables import located
from assistant.exporting.spreadsheets import Cell, csv_text, printable, workbook_cell

MAIN = (
    "correct",
    "qidf_f1",
    "facts_vital_strict",
    "cite_passage_f1",
    "source_overlap",
    "ndcg@10",
    "words",
    "latency_ms",
)
LIBRARIES = ("numpy", "scipy", "ir_measures", "pytrec_eval-terrier", "PyStemmer", "bm25s", "openpyxl", "Jinja2")


def number(value: float) -> float | None:
    """Return a value for JSON and tables: rounded, None for NaN."""
    return round(value, 6) if math.isfinite(value) else None


def write_scores(path: Path, tables: Sequence[ScoreTable]) -> None:
    """Write one row per set, question and measure, in this order: the same bytes for the same inputs."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("set,id,measure,value,status\n")
        for table in tables:
            there = [number for number in range(len(MEASURES)) if _measured(table, number)]
            for row, id_ in enumerate(table.ids):
                head = csv_text([(table.name, id_)]).rstrip("\n")
                file.writelines(_score_line(head, table, row, column) for column in there)


def _measured(table: ScoreTable, column: int) -> bool:
    return any(math.isfinite(value) for value in table.values[:, column])


def _score_line(head: str, table: ScoreTable, row: int, column: int) -> str:
    value = table.values[row, column]
    shown = f"{value:.6f}" if math.isfinite(value) else ""
    return f"{head},{MEASURES[column].key},{shown},{table.status(row, column)}\n"


def summary_rows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    """Yield the averages: one row per set (controls too) and measure."""
    yield ("set", "measure", "mean", "low", "high", "n", "clusters", "interval")
    for table, row in zip(evaluation.tables, evaluation.board, strict=True):
        for measure, estimate in zip(MEASURES, row, strict=True):
            if estimate.n:
                bounds = (number(estimate.mean), number(estimate.low), number(estimate.high))
                yield (table.name, measure.key, *bounds, estimate.n, estimate.clusters, estimate.method)


COMPARISON_COLUMNS = (
    "first", "second", "measure", "first_mean", "second_mean", "difference", "low", "high", "p", "holm_p",
    "mcnemar_p", "wins", "ties", "losses", "n", "n_eff", "detectable", "finding",
)  # fmt: skip


def comparison_rows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    """Yield the comparisons: a row a pair and measure."""
    yield COMPARISON_COLUMNS
    for row in (row for rows in evaluation.comparisons for row in rows):
        gap = row.difference
        yield (
            row.first, row.second, row.measure.key, number(row.first_mean), number(row.second_mean), number(gap.mean),
            number(gap.low), number(gap.high), number(row.p), row.holm if row.holm is None else number(row.holm),
            row.mcnemar if row.mcnemar is None else number(row.mcnemar), row.wins, row.ties, row.losses, gap.n,
            number(row.effective), number(row.detectable), row.finding.value,
        )  # fmt: skip


def slice_rows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    """Yield the slices: a row a slice and set."""
    yield ("slice", "value", "n", "small", "measure", "set", "mean", "low", "high")
    for part in evaluation.slices:
        for table, estimate in zip(evaluation.own, part.estimates, strict=True):
            bounds = (number(estimate.mean), number(estimate.low), number(estimate.high))
            small = "yes" if part.small else ""
            yield (part.name, part.value, part.n, small, part.measure.key, table.name, *bounds)


def question_rows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    """Yield the questions with their main scores, one row per set and question; scores.csv has all."""
    keys = [key for key in MAIN if any(_measured(table, COLUMN[key]) for table in evaluation.own)]
    yield ("set", "id", "question", "status", *keys)
    for table in evaluation.own:
        for row, question in enumerate(evaluation.questions.questions):
            scores = (number(table.values[row, COLUMN[key]]) for key in keys)
            yield (table.name, question.id, question.text, table.statuses[row].value, *scores)


def write_workbook(path: Path, evaluation: Evaluation) -> None:
    """Write all tables as one XLSX file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in (
        ("Averages", summary_rows(evaluation)),
        ("Comparison", comparison_rows(evaluation)),
        ("Slices", slice_rows(evaluation)),
        ("Questions", question_rows(evaluation)),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([workbook_cell(cell) for cell in row])
    book.save(path)


def junit(evaluation: Evaluation) -> bytes:
    """Return JUnit XML: one suite per set, one case per question; a wrong answer fails, a missing one is an error."""
    root = ET.Element("testsuites")
    for table, answers in zip(evaluation.own, evaluation.sets, strict=True):
        suite = ET.SubElement(root, "testsuite", name=printable(table.name), tests=str(len(table.ids)))
        counts = {"failures": 0, "errors": 0, "skipped": 0}
        for row, id_ in enumerate(table.ids):
            case = ET.SubElement(suite, "testcase", classname=printable(table.name), name=printable(id_))
            kind, message = _outcome(table, row, answers)
            if kind:
                ET.SubElement(case, kind.rstrip("s") if kind != "skipped" else kind, message=message)
                counts[kind] += 1
        for name, count in counts.items():
            suite.set(name, str(count))
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _outcome(table: ScoreTable, row: int, answers: AnswerSet) -> tuple[str, str]:
    right = table.values[row, COLUMN["correct"]]
    if table.statuses[row] is not Status.OK:
        error = answers.answer(table.ids[row]).error
        return "errors", printable(f"{table.statuses[row]} answer{f': {error}' if error else ''}")
    if not math.isfinite(right):
        return "skipped", "nothing says what is right"
    return ("", "") if right == 1 else ("failures", "not right; see report.html")


def manifest(evaluation: Evaluation, files: Sequence[Path]) -> dict[str, Any]:
    """Describe what the scores were made from, so that they can be made again: files, texts, code, versions, seed."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        code.update(path.read_bytes())
    return {
        "files": [{"name": path.name, "sha256": _sha(located(path)[0])} for path in files],
        "questions": len(evaluation.questions.questions),
        "question_set": evaluation.questions.meta,
        "sets": [answers.name for answers in evaluation.sets],
        "texts_sha256": evaluation.collection.hash,
        "edition": evaluation.collection.edition or None,
        "code_sha256": code.hexdigest(),
        "seed": evaluation.design.seed,
        "draws": evaluation.design.draws,
        "family": list(evaluation.family),
        "headline": evaluation.headline.key,
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        "verdicts": verdicts(evaluation),
        "judge": evaluation.judgement and evaluation.judgement.line,
    }


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_json(evaluation: Evaluation, files: Sequence[Path]) -> str:
    """Return the manifest as text."""
    return json.dumps(manifest(evaluation, files), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
