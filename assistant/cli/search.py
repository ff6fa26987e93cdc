"""The command `search`: the passages that a question finds, ranked."""

from __future__ import annotations

import json
from datetime import date

import click

from assistant.answers.records import Question
from assistant.answers.rows import hit_row
from assistant.cli.terminal.options import Day, document_option, json_option, place_option
from assistant.cli.terminal.printing import print_hits
from assistant.settings import load_settings


@click.command()
@click.argument("question")
@click.option("--k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--as-of", type=Day(), help="Only what was published by this day.")
@place_option
@document_option
@json_option
def search(
    question: str,
    count: int,
    as_of: date | None,
    places: tuple[str, ...],
    documents: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the passages found for a question, with scores and standing."""
    from assistant.chain import open_chain

    hits = open_chain(load_settings()).search(Question(question, as_of, places, documents=documents), count)
    if as_json:
        rows = [hit_row(hit, rank) for rank, hit in enumerate(hits, 1)]
        click.echo(json.dumps({"question": question, "hits": rows}, ensure_ascii=False))
    else:
        print_hits(hits)
