"""The command `evaluate compare`: compare two answer sets, question by question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assistant.cli.evaluate.options import questions_argument, scoring_options
from assistant.cli.evaluate.scoring import score_and_write
from assistant.cli.terminal.options import file_type, json_option


@click.command()
@questions_argument
@click.argument("first", type=file_type)
@click.argument("second", type=file_type)
@scoring_options
@json_option
def compare(questions: Path, first: Path, second: Path, out: Path, **options: Any) -> None:
    """Compare two answer sets, question by question, and write the report."""
    score_and_write(questions, (first, second), out, **options)
