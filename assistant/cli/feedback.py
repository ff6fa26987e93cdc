"""The command `feedback`: writes what people said about answers as a question set."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from assistant.settings import load_settings


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The JSONL file to write.")
def feedback(out: Path) -> None:
    """Write readers' feedback on answers as a question set."""
    from assistant.conversations import open_conversations
    from assistant.conversations.feedback import write_feedback

    with closing(open_conversations(load_settings())) as conversations:
        count = write_feedback(conversations.feedback(), out)
    click.echo(f"{count} rated {'answer' if count == 1 else 'answers'}: {out}")
