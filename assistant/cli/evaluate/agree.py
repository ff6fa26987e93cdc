"""The command `evaluate agree`: measure how far labellers agree, and estimate the mean that they would give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.evaluate.options import seed_option
from assistant.cli.terminal.options import file_type, json_option
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.evaluation.people.prediction import People


@click.command()
@click.argument("files", nargs=-1, required=True, type=file_type)
@click.option("--scores", type=file_type, help="The scores.csv of these answers: estimate what people would give.")
@click.option("--measure", default="correct", show_default=True, help="The automatic score that the estimate draws on.")
@click.option("--key", type=file_type, help="The key of the sheets; the one next to the first sheet if not given.")
@click.option("--questions", type=file_type, help="The question set, for its clusters.")
@seed_option
@json_option
def agree(
    files: tuple[Path, ...], scores: Path | None, measure: str, key: Path | None, questions: Path | None, seed: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Show how far labellers agree (kappa) and, with --scores, the mean that people would give all answers."""
    from dataclasses import asdict

    from assistant.evaluation.people.labelling import agreement, read_labels
    from assistant.evaluation.report.exports import number

    if len(files) < 2 and scores is None:
        raise InputError("Agreement needs two sheets of labels or more, one from each labeller; an estimate --scores.")
    rows = []
    if len(files) > 1:
        rows = agreement([read_labels(path) for path in files], [path.stem for path in files], seed)
    means = [] if scores is None else _means(files, scores, measure, key, questions)
    if as_json:
        cells = [{name: number(value) if isinstance(value, float) else value for name, value in asdict(row).items()}
                 for row in rows]  # fmt: skip
        click.echo(json.dumps({"agreement": cells, "means": [_cells(row) for row in means], "seed": seed}))
        return
    for row in rows:
        click.echo(
            f"{row.name}: kappa {row.kappa:.3f} [{row.low:.3f}, {row.high:.3f}], agreement {row.observed:.1%},"
            f" {row.items} items"
        )
    for mean in means:
        click.echo(mean.line)


def _means(
    files: tuple[Path, ...], scores: Path, measure: str, key: Path | None, questions: Path | None
) -> list[People]:
    from assistant.evaluation.people.prediction import by_people, key_beside, read_people, read_scores
    from assistant.evaluation.sets import read_question_set

    people = read_people(files, key or key_beside(files[0]))
    held = read_question_set(questions).questions if questions else ()
    return by_people(people, read_scores(scores, measure), {question.id: question.cluster for question in held})


def _cells(row: People) -> dict[str, object]:
    from dataclasses import asdict

    from assistant.evaluation.report.exports import number

    def tidy(means: dict[str, float]) -> dict[str, float | None]:
        return {name: number(value) for name, value in means.items()}

    return {"set": row.set_name, "labels": tidy(asdict(row.alone)), "powered": tidy(asdict(row.together))}
