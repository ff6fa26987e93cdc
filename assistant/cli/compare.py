"""The command `python -m assistant compare`: places side by side, on the terminal or as a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from assistant.answers.records import Question
from assistant.cli.terminal.options import Day, file_type, json_option, place_option
from assistant.cli.terminal.printing import print_comparison
from assistant.cli.terminal.progress import Bar
from assistant.exporting.comparison_table import check_ending, comparison_row, write_comparison
from assistant.settings import load_settings
from corpus.errors import InputError


@click.command()
@click.argument("question", default="")
@place_option
@click.option("--topic", default="", help="Compare on this topic's aspects, such as stablecoins.")
@click.option(
    "--aspect",
    "aspects",
    multiple=True,
    help="Compare on this aspect, in your own words if you like; repeat for several.",
)
@click.option("--as-of", type=Day(), help="Compare as of this day; today if not given.")
@click.option("--out", type=file_type, help="Write the table to a file: .xlsx, .csv or .md.")
@json_option
def compare(
    question: str,
    places: tuple[str, ...],
    topic: str,
    aspects: tuple[str, ...],
    as_of: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Put two to five places side by side, aspect by aspect, with a source in each cell."""
    from assistant.chain import open_chain

    asked = question or ", ".join(filter(None, (topic, *aspects)))
    if not asked:
        raise InputError("Say what to compare: a question, or --topic and at least two of --jurisdiction.")
    if out is not None:
        check_ending(out)
    chain = open_chain(load_settings())
    comparison = chain.plan(Question(asked, as_of, places), topic, aspects)
    cells = []
    with Bar() as bar:
        for cell in chain.compare(comparison):
            cells.append(cell)
            bar.show("Comparing", len(cells), len(comparison.places) * len(comparison.aspects))
    if out is not None:
        write_comparison(out, comparison, cells)
        click.echo(f"{len(comparison.aspects)} aspects of {len(comparison.places)} places: {out}", err=as_json)
    if as_json:
        click.echo(json.dumps(comparison_row(comparison, cells), ensure_ascii=False))
    elif out is None:
        print_comparison(comparison, cells)
