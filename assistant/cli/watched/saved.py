"""The command `saved`: answer the saved questions again and list what changed."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict

import click

from assistant.cli.terminal.options import json_option
from assistant.cli.terminal.printing import wrapped
from assistant.conversations.saved import TERMINAL, Saved, describe_changes
from assistant.settings import load_settings


@click.command()
@click.option("--remove", metavar="ID", help="Forget a saved question.")
@json_option
def saved(remove: str | None, as_json: bool) -> None:
    """Answer the saved questions again if the index has a new edition, and report what changed."""
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
