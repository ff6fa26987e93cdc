"""The command `evaluate gate`: judge whether a candidate is worse by more than a margin."""

from __future__ import annotations

import json
from pathlib import Path

import click

from assistant.cli.evaluate.options import cache_option, draws_option, questions_argument, seed_option, texts_option
from assistant.cli.evaluate.scoring import evaluate_files, open_cache
from assistant.cli.terminal.options import file_type, json_option
from assistant.evaluation.scoring.measures import BY_KEY
from corpus.errors import InputError

EXIT_CODES = {"pass": 0, "fail": 1, "inconclusive": 3}


@click.command()
@questions_argument
@click.argument("base", type=file_type)
@click.argument("candidate", type=file_type)
@click.option("--measure", "key", required=True, help="The measure that must not fall.")
@click.option(
    "--margin", required=True, type=click.FloatRange(0, min_open=True), help="The largest loss that is accepted."
)
@texts_option
@draws_option
@seed_option
@cache_option
@json_option
def gate(
    questions: Path, base: Path, candidate: Path, key: str, margin: float, texts: tuple[Path, ...], draws: int,
    seed: int, no_cache: bool, as_json: bool,
) -> None:  # fmt: skip
    """Judge whether the candidate is worse by more than the margin: pass (0), fail (1), inconclusive (3)."""
    from assistant.evaluation.flow import interval, known_measures
    from assistant.evaluation.paired import gate as judge
    from assistant.evaluation.report.exports import number

    (measure,) = known_measures((key,))
    if not BY_KEY[measure].better:
        raise InputError(f"{key} is neither better high nor low: gate on another measure.")
    evaluation = evaluate_files(
        questions, (base, candidate), (measure,), texts, draws, seed, open_cache(unused=no_cache)
    )
    row = next((row for row in evaluation.comparisons[0] if row.measure.key == key), None)
    if row is None:
        raise InputError(f"{key} cannot be compared: the two sets share no question with it.")
    outcome = judge(row, margin)
    gap = row.difference
    if as_json:
        report = {"outcome": outcome.value, "measure": key, "margin": margin, "difference": number(gap.mean)}
        bounds = {"low": number(gap.low), "high": number(gap.high), "n": gap.n, "seed": seed, "draws": draws}
        click.echo(json.dumps(report | bounds))
    else:
        click.echo(
            f"{outcome}: {key} {gap.mean:+.3f} {interval(gap)} against a margin of {margin:g} on {gap.n} questions"
            f" ({draws} draws, seed {seed})."
        )
    raise SystemExit(EXIT_CODES[outcome.value])
