"""The command `evaluate score`: score answer sets, and compare each with the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assistant.cli.evaluate.options import questions_argument, scoring_options
from assistant.cli.evaluate.scoring import score_and_write
from assistant.cli.terminal.options import file_type, json_option


@click.command()
@questions_argument
@click.argument("answers", nargs=-1, required=True, type=file_type)
@scoring_options
@json_option
def score(questions: Path, answers: tuple[Path, ...], out: Path, **options: Any) -> None:
    """Score answer sets, compare each with the first, and write the report."""
    score_and_write(questions, answers, out, **options)
