"""The command `lineage`: where a policy comes from, and what came of it."""

from __future__ import annotations

import json
from datetime import date

import click

from assistant.answers.rows import lineage_row
from assistant.cli.history.register import open_edition
from assistant.cli.terminal.options import Day, json_option
from assistant.cli.terminal.printing import print_lineage, print_texts
from corpus.history.official import texts_of


@click.command()
@click.argument("policy_id")
@click.option("--as-of", type=Day(), help="Only what was published by this day; today if not given.")
@json_option
def lineage(policy_id: str, as_of: date | None, as_json: bool) -> None:
    """Show where a policy comes from and what came of it."""
    from corpus.history.lineage import lineage as lineage_of

    edition = open_edition()
    line = lineage_of(edition.policies, policy_id, as_of or date.today())  # noqa: DTZ011 - the user's own day
    texts = texts_of(edition.policies, line.policy)
    if as_json:
        click.echo(json.dumps(lineage_row(line) | {"texts": [text.id for text in texts]}, ensure_ascii=False))
    else:
        print_lineage(line)
        print_texts(line.policy, texts)
