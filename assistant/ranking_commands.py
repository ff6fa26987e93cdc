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
        click.echo("\n".join(["", *_table(found.rows())]))


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


@click.command()
@click.argument("source", type=A_FILE)
@click.option(
    "--split", default="", help="qrels/NAME.tsv of a BEIR folder, or the half (slice.part) of a question set."
)
@click.option("--with", "method", default="weights", type=click.Choice(["weights", "lambdamart"]), show_default=True)
@click.option("--folds", "by", default="cluster", type=click.Choice(["cluster", "question"]), show_default=True)
@click.option("--out", required=True, type=A_FILE, help="The folder to write.")
@json_option
def tune(source: Path, split: str, method: str, by: str, out: Path, as_json: bool) -> None:
    """Fit the ranking to judged questions, of a BEIR folder or a question set, and say what it gains."""
    from assistant.artefacts import write_artefact
    from assistant.evaluation.judged import judged_questions
    from assistant.evaluation.tuning import fit_forest, fit_weights
    from assistant.evaluation.tuning import tune as fit_in_folds
    from assistant.evaluation.tuning_card import card, figures
    from assistant.forest import lightgbm

    settings = load_settings()
    if method == "lambdamart":
        lightgbm()  # what is missing is said before the work begins
    with Bar() as bar:
        questions = judged_questions(source, split, settings, bar.show)
        fit = fit_forest if method == "lambdamart" else fit_weights
        fitted = fit_in_folds(questions, fit, bar.show, whole_clusters=by == "cluster")
    about = figures(fitted)
    text = card(fitted, f"{source.name} {split}".strip(), settings.encoder, about)
    write_artefact(out, fitted.tuned, settings.encoder, about, text)
    click.echo(json.dumps(about) if as_json else text)
