"""The command `evaluate convert`: write sets in the format of another program."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.terminal.options import file_type


@click.command()
@click.argument("files", nargs=-1, required=True, type=file_type)
@click.option("--to", "form", required=True, help="ragas, deepeval, promptfoo, ragchecker or trec.")
@click.option("--out", required=True, type=file_type, help="The file to write; its extension sets the kind.")
def convert(files: tuple[Path, ...], form: str, out: Path) -> None:
    """Write a question set and its answer sets in the format of another program."""
    from assistant.evaluation.sets.converting import convert as run
    from assistant.evaluation.sets.converting import read_files

    sets = read_files(files[0], files[1:])
    if lost := run(sets, form, out):
        click.echo(f"{form} does not hold {'; '.join(lost)}.", err=True)
    answers = sum(len(item.answers) for item in sets.answers)
    click.echo(f"{out}: {len(sets.questions.questions)} questions, {answers} answers, read back and compared.")
