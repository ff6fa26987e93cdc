"""The command `mcp`: the Model Context Protocol on standard input and output."""

from __future__ import annotations

import click

from assistant.settings import load_settings


@click.command()
def mcp() -> None:
    """Serve the assistant as tools for agents (Model Context Protocol) on standard input and output."""
    import anyio

    from assistant.chain import open_chain
    from assistant.serving.application import open_tools
    from assistant.serving.tools import over_pipe

    settings = load_settings()
    chain = open_chain(settings)
    chain.edition()  # a missing index is told now
    click.echo("Serving the Model Context Protocol on standard input and output (Ctrl+D stops it).", err=True)
    anyio.run(over_pipe, open_tools(settings, chain))
