"""The command `benchmark`: measure retrieval on a folder in BEIR format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from assistant.cli.terminal.options import file_type, json_option
from assistant.cli.terminal.progress import Bar
from assistant.retrieval.ranking import open_ranker
from assistant.settings import load_settings

COLUMNS = ("R@10", "AP@10", "nDCG@10")


@click.command()
@click.argument("folder", type=file_type)
@click.option("--split", required=True, help="The name of the judgements: qrels/NAME.tsv.")
@click.option("--run", "run_file", type=file_type, help="Write the ranking as a TREC run file.")
@click.option("--rows", "rows_file", type=file_type, help="Write one CSV row per question and system.")
@click.option("--against", default="", help="Measure baselines in the same run: plain,bm25,dense,... or all.")
@json_option
def benchmark(
    folder: Path, split: str, run_file: Path | None, rows_file: Path | None, against: str, as_json: bool
) -> None:
    """Measure retrieval on a BEIR-format folder, in a temporary index."""
    from assistant.evaluation.tuning.baselines import baseline_names
    from assistant.evaluation.tuning.benchmark import run_benchmark

    settings, baselines = load_settings(), baseline_names(against)
    with Bar() as bar:
        measured = run_benchmark(folder, split, settings.encoder, bar.show, baselines, open_ranker(settings))
    if run_file is not None:
        measured.write_run(run_file)
    if rows_file is not None:
        measured.write_rows(rows_file)
    report = measured.report()
    if as_json:
        click.echo(json.dumps(report))
        return
    for name, value in report.items():
        if name != "systems":
            click.echo(f"{name:>18}  {value}")
    if baselines:
        click.echo("\n".join(["", *_table(measured.rows())]))


def _table(systems: list[dict[str, Any]]) -> list[str]:
    """Lay out the systems: means with 95 % intervals, and what they have more or less than ours."""
    lines = [f"{'system':>10}" + "".join(f"  {name:<22}{'minus ours':<24}" for name in COLUMNS) + "  ms p50   p95"]
    for system in systems:
        cells = "".join(
            f"  {_interval(system[name]):<22}{_interval(system['minus_ours'][name], '+'):<24}" for name in COLUMNS
        )
        lines.append(f"{system['name']:>10}{cells}  {system['ms_p50']:>6} {system['ms_p95']:>5}")
    return lines


def _interval(values: list[float], sign: str = "") -> str:
    mean, low, high = (f"{value:{sign}.3f}" for value in values)
    return f"{mean} [{low}, {high}]"
