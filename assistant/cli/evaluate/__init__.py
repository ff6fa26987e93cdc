"""The commands `python -m assistant evaluate ...`: each reads its files, calls the flow, and prints."""

from __future__ import annotations

import click

from assistant.cli.evaluate.agree import agree
from assistant.cli.evaluate.compare import compare
from assistant.cli.evaluate.convert import convert
from assistant.cli.evaluate.gate import gate
from assistant.cli.evaluate.label import label
from assistant.cli.evaluate.score import score
from assistant.cli.evaluate.validate import validate


@click.group()
def evaluate() -> None:
    """Score answer sets against a question set, compare them, and judge whether one may replace another."""


for command in (score, compare, gate, validate, convert, label, agree):
    evaluate.add_command(command)
