"""The command `restore`: bring back removed documents."""

from __future__ import annotations

import click

from assistant.cli.library.building import build_index
from assistant.cli.terminal.printing import print_build
from assistant.settings import load_settings


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
def restore(ids: tuple[str, ...]) -> None:
    """Bring back documents that were removed in the last 30 days; without an id, list them."""
    from corpus.library import Library

    settings = load_settings()
    library = Library(settings.library)
    if not ids:
        for document in library.removed():
            click.echo(f"{document.policy.id}: {document.policy.title} ({document.name})")
        return
    for policy_id in ids:
        document = library.restore(policy_id)
        click.echo(f"Brought back: {document.policy.title} ({document.name})")
    print_build(build_index(settings), as_json=False)
