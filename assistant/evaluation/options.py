"""The arguments and options that several commands of `evaluate` share."""

from __future__ import annotations

from pathlib import Path

import click

file_type = click.Path(path_type=Path)
questions_argument = click.argument("questions", type=file_type)
out_option = click.option("--out", required=True, type=file_type, help="The folder to write.")
seed_option = click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of all draws.")
draws_option = click.option(
    "--draws", default=10_000, show_default=True, type=click.IntRange(100, 1_000_000), help="Bootstrap draws."
)
texts_option = click.option(
    "--texts",
    multiple=True,
    type=file_type,
    help="Policy texts that say how rare a word is; the shipped ones if not given.",
)
measures_option = click.option(
    "--measure", "family", multiple=True, help="Declare a measure of the comparison; repeat for several."
)
