"""Build the index from the terminal: the last step of every command that changes the texts."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.terminal.progress import Bar
from assistant.settings import Settings
from corpus.build import BuildReport


def build_index(settings: Settings, texts: tuple[Path, ...] = (), ray: str = "") -> BuildReport:
    """Update the index from texts and library with a progress bar, and publish it if editions are shared."""
    from assistant.editions import publish
    from corpus.build import build
    from corpus.encoders.sentence import SentenceEncoder
    from corpus.encoders.spread import SpreadEncoder

    encoder = SpreadEncoder(settings.encoder, ray) if ray else SentenceEncoder(settings.encoder)
    with Bar() as bar:
        report = build(settings.sources(texts), encoder, bar.show)
    if publish(settings):
        click.echo(f"Published at {settings.editions}: {report.edition}", err=True)
    return report
