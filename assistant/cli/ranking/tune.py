"""The command `tune`: fit the ranking or a model to judged questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.terminal.options import file_type, json_option
from assistant.cli.terminal.progress import Bar
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.evaluation.tuning import Judged, Method

SETTINGS = {  # what `tune` fits, and the setting that uses it
    "weights": "ASSISTANT_RANKING",
    "lambdamart": "ASSISTANT_RANKING",
    "reranker": "ASSISTANT_RERANKER",
    "encoder": "ASSISTANT_ENCODER",
}


@click.command()
@click.argument("source", type=file_type)
@click.option(
    "--split", default="", help="qrels/NAME.tsv of a BEIR folder, or the half (slice.part) of a question set."
)
@click.option("--with", "method", default="weights", type=click.Choice(list(SETTINGS)), show_default=True)
@click.option("--folds", "by", default="cluster", type=click.Choice(["cluster", "question"]), show_default=True)
@click.option("--parts", default=5, type=click.IntRange(2, 20), show_default=True, help="The number of folds.")
@click.option("--out", required=True, type=file_type, help="The folder to write.")
@json_option
def tune(source: Path, split: str, method: str, by: str, parts: int, out: Path, as_json: bool) -> None:
    """Fit the ranking or a model to judged questions, of a BEIR folder or a question set, and report the gain."""
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
