"""The commands about ranking: measure retrieval, and fit the ranker to a user's own questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from assistant.console import Bar
from assistant.options import json_option
from assistant.rankers import open_ranker
from assistant.settings import load_settings

COLUMNS = ("R@10", "AP@10", "nDCG@10")
A_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=A_FILE)
@click.option("--split", required=True, help="The name of the judgements: qrels/NAME.tsv.")
@click.option("--run", "run_file", type=A_FILE, help="Write the ranking as a TREC run file.")
@click.option("--rows", "rows_file", type=A_FILE, help="Write a CSV row a question and system.")
@click.option("--against", default="", help="Measure others in the same run: plain,bm25,dense,... or all.")
@json_option
def benchmark(
    folder: Path, split: str, run_file: Path | None, rows_file: Path | None, against: str, as_json: bool
) -> None:
    """Measure retrieval on a BEIR-format folder, in a temporary index."""
    from assistant.evaluation.benchmark import run_benchmark
    from assistant.evaluation.rivals import rival_names

    settings, rivals = load_settings(), rival_names(against)
    with Bar() as bar:
        found = run_benchmark(folder, split, settings.encoder, bar.show, rivals, open_ranker(settings))
    if run_file is not None:
        found.write_run(run_file)
    if rows_file is not None:
        found.write_rows(rows_file)
    report = found.report()
    if as_json:
        click.echo(json.dumps(report))
        return
    for name, value in report.items():
        if name != "systems":
            click.echo(f"{name:>18}  {value}")
    if rivals:
        click.echo("\n".join(["", *_table(report["systems"])]))


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
