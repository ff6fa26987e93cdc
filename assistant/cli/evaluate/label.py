"""The command `evaluate label`: draw a blind sample of answers for people to label."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.evaluate.options import questions_argument, seed_option
from assistant.cli.terminal.options import file_type


@click.command()
@questions_argument
@click.argument("answers", nargs=-1, required=True, type=file_type)
@click.option("--out", required=True, type=file_type, help="The XLSX file to write.")
@click.option("--n", "count", default=50, show_default=True, type=click.IntRange(1), help="How many answers.")
@seed_option
def label(questions: Path, answers: tuple[Path, ...], out: Path, count: int, seed: int) -> None:
    """Draw a blind, shuffled, stratified sample of answers for people to label."""
    from assistant.evaluation.flow import read_sets
    from assistant.evaluation.people.labelling import draw_sample, write_sheet

    held, sets = read_sets(questions, answers)
    key = write_sheet(out, draw_sample(held, sets, count, seed))
    click.echo(f"{count} answers to label: {out}. Keep {key} from those who label.")
