"""The command `remove`: take documents out of the library and the index."""

from __future__ import annotations

import click

from assistant.cli.library.building import build_index
from assistant.cli.terminal.printing import print_build
from assistant.settings import load_settings


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(ids: tuple[str, ...]) -> None:
    """Remove your documents from the library and the index."""
    from corpus.library import Library

    settings = load_settings()
    library = Library(settings.library)
    for policy_id in ids:
        document = library.remove(policy_id).document
        click.echo(f"Removed: {document.policy.title} ({document.name}); bring it back with: restore {policy_id}")
    print_build(build_index(settings), as_json=False)
