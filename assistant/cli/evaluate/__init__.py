"""The commands `python -m assistant evaluate ...`: each reads its files, calls the flow, and prints."""

from __future__ import annotations

import click

from assistant.cli.terminal.commands import Commands

COMMANDS = Commands(__name__, {"": ("score", "compare", "gate", "validate", "convert", "label", "agree")})


@click.group(commands=COMMANDS)
def evaluate() -> None:
    """Score answer sets against a question set, compare them, and judge whether one may replace another."""
