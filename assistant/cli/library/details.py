"""The options that describe a document, shared by `add` and `describe`."""

from __future__ import annotations

from collections.abc import Callable

import click

from assistant.cli.terminal.options import Partial
from corpus.language.places import PLACES
from corpus.register.standing import STATUSES

OPTIONS = (
    click.option("--title", default="", help="Title, if the first page does not say."),
    click.option("--issuer", default="", help="Who issued it."),
    click.option(
        "--jurisdiction", default="", type=click.Choice(["", *PLACES], case_sensitive=False), help="Where it applies."
    ),
    click.option("--kind", default="", help="act, regulation, guideline, bill, ..."),
    click.option("--published", type=Partial(), help="When it was published."),
    click.option(
        "--effective",
        "--from",
        "effective",
        type=Partial(),
        help="When it starts to apply; without it no standing is claimed.",
    ),
    click.option("--until", "ended", type=Partial(), help="When it ended."),
    click.option(
        "--status",
        type=click.Choice(["", *STATUSES]),
        default="",
        metavar=f"[{'|'.join(STATUSES)}]",
        help="Its standing, if the dates do not say.",
    ),
    click.option("--url", default="", help="Its official link."),
)


def details_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what a document is."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
