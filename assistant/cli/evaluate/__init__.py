"""The commands `python -m assistant evaluate ...`: each reads its files, calls the flow, and prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.evaluate.options import (
    cache_option,
    draws_option,
    file_type,
    questions_argument,
    scoring_options,
    seed_option,
    texts_option,
)
from assistant.cli.evaluate.people import agree, label
from assistant.cli.evaluate.sets import convert, validate
from assistant.cli.terminal.options import json_option
from assistant.cli.terminal.progress import Bar
from assistant.evaluation.scoring.measures import BY_KEY, FAMILY, JUDGED
from assistant.settings import SHIPPED_TEXTS, load_settings
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.evaluation.flow import Evaluation
    from assistant.evaluation.judges.panel import Panel
    from assistant.evaluation.paired import Comparison
    from assistant.evaluation.scoring.cache import ScoreCache

EXIT_CODES = {"pass": 0, "fail": 1, "inconclusive": 3}


@click.group()
def evaluate() -> None:
    """Score answer sets against a question set, compare them, and judge whether one may replace another."""


for command in (validate, convert, label, agree):
    evaluate.add_command(command)


@evaluate.command()
@questions_argument
@click.argument("answers", nargs=-1, required=True, type=file_type)
@scoring_options
@json_option
def score(questions: Path, answers: tuple[Path, ...], out: Path, **options: Any) -> None:
    """Score answer sets, compare each with the first, and write the report."""
    _run(questions, answers, out, **options)


@evaluate.command()
@questions_argument
@click.argument("first", type=file_type)
@click.argument("second", type=file_type)
@scoring_options
@json_option
def compare(questions: Path, first: Path, second: Path, out: Path, **options: Any) -> None:
    """Compare two answer sets, question by question, and write the report."""
    _run(questions, (first, second), out, **options)


def _run(
    questions: Path,
    answers: Sequence[Path],
    out: Path,
    family: tuple[str, ...],
    texts: tuple[Path, ...],
    draws: int,
    seed: int,
    *,
    no_cache: bool,
    judge: str | None,
    repeats: int,
    sheet: Path | None,
    primary: bool,
    as_json: bool,
) -> None:
    from assistant.evaluation.flow import known_measures, verdicts
    from assistant.evaluation.report.writing import check_place, write_evaluation

    check_place(out)
    declared = (*((JUDGED,) if primary else ()), *(known_measures(family) or FAMILY))
    panel = _panel(judge, repeats, sheet, primary=JUDGED in declared)
    evaluation = _evaluated(questions, answers, declared, texts, draws, seed, _cache(no_cache), panel)
    write_evaluation(out, evaluation, (questions, *answers))
    if as_json:
        click.echo(json.dumps(_summary(evaluation) | {"out": str(out)}, ensure_ascii=False))
        return
    for line in verdicts(evaluation):
        click.echo(line)
    if evaluation.judgement:
        click.echo(evaluation.judgement.line)
    for rows in evaluation.comparisons:
        _print_comparison(rows)
    click.echo(f"{draws} draws, seed {seed}. Report: {out / 'report.html'}")


def _evaluated(
    questions: Path,
    answers: Sequence[Path],
    family: Sequence[str],
    texts: Sequence[Path],
    draws: int,
    seed: int,
    cache: ScoreCache | None,
    panel: Panel | None = None,
) -> Evaluation:
    from assistant.evaluation.flow import evaluate as run
    from assistant.evaluation.flow import read_sets
    from assistant.evaluation.scoring.collection import edition_in_force

    held, sets = read_sets(questions, answers)
    edition = None if texts else edition_in_force(load_settings())  # who names texts wants those and no other
    with Bar() as bar:
        return run(held, sets, texts or (SHIPPED_TEXTS,), bar.show, family, draws, seed, cache, panel, edition)


def _cache(no_cache: bool) -> ScoreCache | None:
    from assistant.evaluation.scoring.cache import ScoreCache

    return None if no_cache else ScoreCache.of(load_settings().data)


def _panel(judge: str | None, repeats: int, sheet: Path | None, *, primary: bool) -> Panel | None:
    from assistant.evaluation.judges.panel import open_panel

    return open_panel(judge, load_settings, repeats, sheet, primary=primary)


def _print_comparison(rows: Sequence[Comparison]) -> None:
    from assistant.evaluation.flow import interval

    for row in rows:
        if row.holm is not None:
            click.echo(
                f"  {row.measure.key:<20} {row.first_mean:.3f} -> {row.second_mean:.3f}  {row.difference.mean:+.3f} "
                f"{interval(row.difference)}  p {row.p:.4f}, Holm {row.holm:.4f}  wins/ties/losses "
                f"{row.wins}/{row.ties}/{row.losses}  {row.finding}"
            )


def _summary(evaluation: Evaluation) -> dict[str, Any]:
    from assistant.evaluation.flow import failures, verdicts
    from assistant.evaluation.report.exports import COMPARISON_COLUMNS, comparison_rows, number
    from assistant.evaluation.scoring.measures import MEASURES

    scores = {
        table.name: {
            measure.key: {"mean": number(one.mean), "low": number(one.low), "high": number(one.high), "n": one.n}
            for measure, one in zip(MEASURES, row, strict=True)
            if one.n
        }
        for table, row in zip(evaluation.tables, evaluation.board, strict=True)
    }
    rows = list(comparison_rows(evaluation))[1:]
    return {
        "verdicts": verdicts(evaluation),
        "judge": evaluation.judgement and evaluation.judgement.line,
        "headline": evaluation.headline.key,
        "questions": len(evaluation.questions.questions),
        "failures": {table.name: failures(table) for table in evaluation.own},
        "scores": scores,
        "comparisons": [dict(zip(COMPARISON_COLUMNS, row, strict=True)) for row in rows],
        "seed": evaluation.design.seed,
        "draws": evaluation.design.draws,
    }


@evaluate.command()
@questions_argument
@click.argument("base", type=file_type)
@click.argument("candidate", type=file_type)
@click.option("--measure", "key", required=True, help="The measure that must not fall.")
@click.option("--margin", required=True, type=click.FloatRange(0, min_open=True), help="The loss that is accepted.")
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
    evaluation = _evaluated(questions, (base, candidate), (measure,), texts, draws, seed, _cache(no_cache))
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
