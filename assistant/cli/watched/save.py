"""The command `save`: answer a question and keep it, to be answered again later."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import click

from assistant.answers.records import Question
from assistant.cli.terminal.options import Day, place_option
from assistant.conversations.saved import TERMINAL
from assistant.settings import load_settings


@click.command()
@click.argument("question")
@click.option("--as-of", type=Day(), help="Always answer as of this day; as of the day of each answer if not given.")
@place_option
def save(question: str, as_of: date | None, places: tuple[str, ...]) -> None:
    """Answer a question and save it, to learn later what changed."""
    from assistant.chain import open_chain
    from assistant.conversations import open_conversations

    settings = load_settings()
    asked = Question(question, as_of, places)
    answer = open_chain(settings).invoke(asked)
    with closing(open_conversations(settings)) as conversations:
        saved = conversations.saved(TERMINAL).add(asked, answer, date.today())  # noqa: DTZ011 - the user's own day
    click.echo(f"Saved as {saved.id}: {saved.text} (edition {answer.edition})")
