"""The commands about ranking: measure retrieval, and fit the ranker to a user's own questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.terminal.options import json_option
from assistant.cli.terminal.progress import Bar
from assistant.retrieval.ranking import open_ranker
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.evaluation.tuning import Judged, Method

COLUMNS = ("R@10", "AP@10", "nDCG@10")
SETTINGS = {  # what `tune` fits, and the setting that uses it
    "weights": "ASSISTANT_RANKING",
    "lambdamart": "ASSISTANT_RANKING",
    "reranker": "ASSISTANT_RERANKER",
    "encoder": "ASSISTANT_ENCODER",
}
A_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=A_FILE)
@click.option("--split", required=True, help="The name of the judgements: qrels/NAME.tsv.")
@click.option("--run", "run_file", type=A_FILE, help="Write the ranking as a TREC run file.")
@click.option("--rows", "rows_file", type=A_FILE, help="Write one CSV row per question and system.")
@click.option("--against", default="", help="Measure others in the same run: plain,bm25,dense,... or all.")
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


@click.command()
@click.argument("source", type=A_FILE)
@click.option(
    "--split", default="", help="qrels/NAME.tsv of a BEIR folder, or the half (slice.part) of a question set."
)
@click.option("--with", "method", default="weights", type=click.Choice(list(SETTINGS)), show_default=True)
@click.option("--folds", "by", default="cluster", type=click.Choice(["cluster", "question"]), show_default=True)
@click.option("--parts", default=5, type=click.IntRange(2, 20), show_default=True, help="The number of folds.")
@click.option("--out", required=True, type=A_FILE, help="The folder to write.")
@json_option
def tune(source: Path, split: str, method: str, by: str, parts: int, out: Path, as_json: bool) -> None:
    """Fit the ranking or a model to judged questions, of a BEIR folder or a question set, and say what it gains."""
    from assistant.evaluation.tuning import tune as fit_in_folds
    from assistant.evaluation.tuning.card import card, figures
    from assistant.evaluation.tuning.judged import judged_questions
    from assistant.retrieval.tuned import Tuned, write_artefact
    from corpus.encoders.verdict import write_verdict
    from corpus.files import write_whole

    settings = load_settings()
    with Bar() as bar:
        way = _method(method, settings, lambda of: judged_questions(source, split, of, bar.show), bar.show)
        questions = judged_questions(source, split, settings, bar.show)
        fitted = fit_in_folds(questions, way, out, bar.show, whole_clusters=by == "cluster", folds=parts)
    about = figures(fitted)
    text = card(fitted, f"{source.name} {split}".strip(), settings.encoder, SETTINGS[method], about)
    if isinstance(fitted.tuned, Tuned):
        write_artefact(out, fitted.tuned, settings.encoder, about, text)
    else:
        write_whole(out / "CARD.md", text.encode())
        write_verdict(out, about)
    click.echo(json.dumps(about) if as_json else text)


def _method(
    name: str,
    settings: Settings,
    judge: Callable[[Settings], Sequence[Judged]],
    progress: Callable[[str, int, int], None],
) -> Method:
    """Return a way to tune by name; what is not installed is said before the work begins."""
    from assistant.evaluation.tuning import Method, fit_forest, fit_weights
    from assistant.evaluation.tuning.adapting import encoders, rerankers
    from assistant.retrieval.forest import lightgbm
    from corpus.encoders.training import check_packages

    if name == "weights":
        return Method(fit_weights)
    if name == "lambdamart":
        lightgbm()
        return Method(fit_forest)
    check_packages()
    return rerankers(settings, progress) if name == "reranker" else encoders(settings, judge, progress)
