"""The arguments and options that several `evaluate` commands share."""

from __future__ import annotations

from collections.abc import Callable

import click

from assistant.cli.terminal.options import file_type

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
    help="Policy texts that set how rare a word is and what may be cited; the shipped ones and the index if not given.",
)
measures_option = click.option(
    "--measure", "family", multiple=True, help="Declare a measure of the comparison; repeat for several."
)
cache_option = click.option("--no-cache", is_flag=True, help="Score every row again, including those scored before.")
JUDGE_OPTIONS = (
    click.option(
        "--judge", help="Let a judge mark the answers: provider:model, or nli:FOLDER of an NLI cross-encoder."
    ),
    click.option(
        "--repeats",
        default=3,
        show_default=True,
        type=click.IntRange(1, 20),
        help="How often the judge marks each answer.",
    ),
    click.option("--labels", "sheet", type=file_type, help="A sheet that people filled in, to compare the judge with."),
    click.option("--primary", is_flag=True, help="Base the verdict on the judge's marks; needs --labels."),
)


def judge_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a judge."""
    for option in reversed(JUDGE_OPTIONS):
        command = option(command)
    return command


def scoring_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what every command takes that scores answer sets and writes a report."""
    for option in (judge_options, cache_option, seed_option, draws_option, texts_option, measures_option, out_option):
        command = option(command)
    return command
