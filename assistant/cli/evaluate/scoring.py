"""Evaluate answer files and print the result, for `score`, `compare` and `gate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.terminal.progress import Bar
from assistant.evaluation.scoring.measures import FAMILY, JUDGED
from assistant.settings import SHIPPED_TEXTS, load_settings

if TYPE_CHECKING:
    from assistant.evaluation.flow import Evaluation
    from assistant.evaluation.judges.panel import Panel
    from assistant.evaluation.paired import Comparison
    from assistant.evaluation.scoring.cache import ScoreCache


def score_and_write(
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
    """Score the answer sets, write the report, and print what it says."""
    from assistant.evaluation.flow import known_measures, verdicts
    from assistant.evaluation.report.writing import check_place, write_evaluation

    check_place(out)
    declared = (*((JUDGED,) if primary else ()), *(known_measures(family) or FAMILY))
    panel = _panel(judge, repeats, sheet, primary=JUDGED in declared)
    evaluation = evaluate_files(questions, answers, declared, texts, draws, seed, open_cache(unused=no_cache), panel)
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


def evaluate_files(
    questions: Path,
    answers: Sequence[Path],
    family: Sequence[str],
    texts: Sequence[Path],
    draws: int,
    seed: int,
    cache: ScoreCache | None,
    panel: Panel | None = None,
) -> Evaluation:
    """Evaluate answer files against a question file, with a progress bar; raise InputError where one cannot be read."""
    from assistant.evaluation.flow import evaluate as run
    from assistant.evaluation.flow import read_sets
    from assistant.evaluation.scoring.collection import edition_in_force

    held, sets = read_sets(questions, answers)
    edition = None if texts else edition_in_force(load_settings())  # who names texts wants those and no other
    with Bar() as bar:
        return run(held, sets, texts or (SHIPPED_TEXTS,), bar.show, family, draws, seed, cache, panel, edition)


def open_cache(*, unused: bool) -> ScoreCache | None:
    """Open the cache of scores; None if it is not to be used."""
    from assistant.evaluation.scoring.cache import ScoreCache

    return None if unused else ScoreCache.of(load_settings().data)


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
