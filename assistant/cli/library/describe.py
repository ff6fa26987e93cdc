"""The command `describe`: correct or add details of a user document."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from assistant.cli.library.building import build_index
from assistant.cli.library.details import details_options
from assistant.cli.terminal.printing import print_build
from assistant.settings import load_settings
from corpus.register.standing import standing


@click.command()
@click.argument("id_", metavar="ID")
@details_options
def describe(id_: str, **details: Any) -> None:
    """Add or correct the details of your document, such as its title or dates; what is not given stays as it is."""
    from corpus.library import Details, Library

    settings = load_settings()
    policy = Library(settings.library).describe(id_, Details(**details)).policy
    click.echo(f"{policy.title} ({policy.kind}): {standing(policy.life, date.today()).value}")  # noqa: DTZ011 - today
    print_build(build_index(settings), as_json=False)
