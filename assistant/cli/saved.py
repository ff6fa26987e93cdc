"""The commands of saved questions: `save` and `saved`."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from datetime import date

import click

from assistant.answers.records import Question
from assistant.cli.terminal.options import Day, json_option, place_option
from assistant.cli.terminal.printing import wrapped
from assistant.conversations.saved import TERMINAL, Saved, describe_changes
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


@click.command()
@click.option("--remove", metavar="ID", help="Forget a saved question.")
@json_option
def saved(remove: str | None, as_json: bool) -> None:
    """Answer the saved questions again where the index has a new edition, and say what changed."""
    from assistant.chain import open_chain
    from assistant.conversations import open_conversations

    settings = load_settings()
    with closing(open_conversations(settings)) as conversations:
        store = conversations.saved(TERMINAL)
        if remove is not None:
            store.remove(remove)
            click.echo(f"Removed {remove}.")
            return
        chain = open_chain(settings)
        kept = store.again(chain.edition(), chain.invoke) if store.all() else []
    if as_json:
        click.echo(json.dumps({"saved": [_row(one) for one in kept]}, ensure_ascii=False))
        return
    for one in kept:
        click.secho(f"{one.id}  {one.text}", bold=True)
        for line in describe_changes(one):
            click.echo(wrapped(f"  {line}", "      "))
    if not kept:
        click.echo("No question is saved: `python -m assistant save QUESTION`.")


def _row(saved: Saved) -> dict[str, object]:
    return {
        "id": saved.id,
        "user_input": saved.text,
        "as_of": saved.as_of and saved.as_of.isoformat(),
        "jurisdictions": list(saved.jurisdictions),
        "day": saved.day.isoformat(),
        "editions": [saved.then["edition"], saved.now["edition"]],
        "changed": bool(saved.difference),
        "difference": asdict(saved.difference),
        "response": saved.now["response"],
    }
