"""The commands around labels by people: `evaluate label` and `evaluate agree`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from assistant.evaluation.options import file_type, questions_argument, seed_option
from assistant.options import json_option
from corpus.errors import InputError


@click.command()
@questions_argument
@click.argument("answers", nargs=-1, required=True, type=file_type)
@click.option("--out", required=True, type=file_type, help="The XLSX file to write.")
@click.option("--n", "count", default=50, show_default=True, type=click.IntRange(1), help="How many answers.")
@seed_option
def label(questions: Path, answers: tuple[Path, ...], out: Path, count: int, seed: int) -> None:
    """Draw a blind, shuffled, stratified sample of answers for people to label."""
    from assistant.evaluation.evaluating import read_sets
    from assistant.evaluation.labelling import draw_sample, write_sheet

    held, sets = read_sets(questions, answers)
    key = write_sheet(out, draw_sample(held, sets, count, seed))
    click.echo(f"{count} answers to label: {out}. Keep {key} from those who label.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=file_type)
@seed_option
@json_option
def agree(files: tuple[Path, ...], seed: int, as_json: bool) -> None:
    """Say how far labellers agree: a filled-in sheet each, Cohen's and Fleiss' kappa with intervals."""
    from dataclasses import asdict

    from assistant.evaluation.exports import number
    from assistant.evaluation.labelling import agreement, read_labels

    if len(files) < 2:
        raise InputError("Agreement needs two sheets of labels or more, one from each labeller.")
    rows = agreement([read_labels(path) for path in files], [path.stem for path in files], seed)
    if as_json:
        cells = [{name: number(value) if isinstance(value, float) else value for name, value in asdict(row).items()}
                 for row in rows]  # fmt: skip
        click.echo(json.dumps({"agreement": cells, "seed": seed}))
        return
    for row in rows:
        click.echo(
            f"{row.name}: kappa {row.kappa:.3f} [{row.low:.3f}, {row.high:.3f}], agreement {row.observed:.1%},"
            f" {row.items} items"
        )
