"""Write an evaluation into a folder beside its destination, and then move it there in one step."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.evaluation.flow import Evaluation
from assistant.evaluation.judges.panel import mark_rows
from assistant.evaluation.report import render
from assistant.evaluation.report.exports import (
    comparison_rows,
    junit,
    manifest,
    manifest_json,
    slice_rows,
    summary_rows,
    write_scores,
    write_workbook,
)
from assistant.evaluation.sets.trec import trec_judgements, trec_run
from assistant.exporting.spreadsheets import csv_text
from corpus.errors import InputError

MANIFEST = "manifest.json"


def check_place(out: Path) -> None:
    """Raise InputError where an evaluation would overwrite something that is none."""
    if out.exists() and not (out.is_dir() and ((out / MANIFEST).is_file() or not any(out.iterdir()))):
        raise InputError(f"{out} exists and is not an earlier evaluation: name another folder with --out.")


def write_evaluation(out: Path, evaluation: Evaluation, files: Sequence[Path]) -> None:
    """Write scores, averages, comparison, report, exports and manifest; an earlier evaluation there is replaced."""
    check_place(out)
    out.parent.mkdir(parents=True, exist_ok=True)

    def fill(folder: Path) -> None:
        write_scores(folder / "scores.csv", evaluation.own)
        for name, rows in (
            ("summary.csv", summary_rows(evaluation)),
            ("comparison.csv", comparison_rows(evaluation)),
            ("slices.csv", slice_rows(evaluation)),
        ):
            (folder / name).write_text(csv_text(rows), encoding="utf-8")
        if evaluation.judgement:
            (folder / "judge.csv").write_text(csv_text(mark_rows(evaluation.judgement)), encoding="utf-8")
        (folder / "junit.xml").write_bytes(junit(evaluation))
        (folder / "gold.qrels").write_text("".join(trec_judgements(evaluation.questions.questions)), encoding="utf-8")
        for answers in evaluation.sets:
            slug = re.sub(r"[^\w.-]+", "-", answers.name)
            (folder / f"{slug}.run").write_text("".join(trec_run(answers)), encoding="utf-8")
        write_workbook(folder / "report.xlsx", evaluation)
        (folder / "report.html").write_text(render(evaluation, manifest(evaluation, files)), encoding="utf-8")
        (folder / MANIFEST).write_text(manifest_json(evaluation, files), encoding="utf-8")

    _whole(out, fill)


def _whole(out: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside the place and move it there; an earlier one comes back where that fails."""
    with TemporaryDirectory(dir=out.parent, prefix=".evaluation-") as scratch:
        new, old = Path(scratch) / "new", Path(scratch) / "old"
        new.mkdir()
        fill(new)
        if out.exists():
            out.replace(old)
        try:
            new.replace(out)
        except OSError:
            if old.exists():
                old.replace(out)
            raise
