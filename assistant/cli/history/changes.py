"""The command `changes`: what changed between two days, or since an earlier edition of the index."""

from __future__ import annotations

import json
from datetime import date

import click

from assistant.answers.rows import change_row, edited_row
from assistant.cli.history.register import known_topic, open_edition, topic_option
from assistant.cli.terminal.options import Day, json_option, place_option
from assistant.cli.terminal.printing import print_changes, print_edited
from assistant.settings import load_settings
from corpus.errors import InputError


@click.command()
@click.option("--from", "begin", type=Day(), help="The earlier day.")
@click.option("--to", "end", type=Day(), help="The later day.")
@click.option("--since-edition", "since", default="", help="An earlier edition of the index, instead of two days.")
@place_option
@topic_option
@json_option
def changes(
    begin: date | None, end: date | None, since: str, places: tuple[str, ...], topic: str, *, as_json: bool
) -> None:
    """Describe what changed between two days, or what the index in force changed since an earlier edition.

    Between two days: what was published, took effect or ended. Since an edition: which notes and paragraphs are new,
    gone, reworded or dated anew. `doctor` names the edition in force; the one before stays on disk.
    """
    if since and not (begin or end):
        _changes_since(since, places, topic, as_json=as_json)
    elif begin and end and not since:
        _changes_between(begin, end, places, topic, as_json=as_json)
    else:
        raise InputError("Give either --from and --to, or --since-edition.")


def _changes_between(begin: date, end: date, places: tuple[str, ...], topic: str, *, as_json: bool) -> None:
    from corpus.history.changes import changes as changes_between

    edition = open_edition()
    moved = changes_between(edition, begin, end, places, known_topic(edition, topic))
    if as_json:
        rows = [change_row(change) for change in moved]
        click.echo(json.dumps({"from": str(begin), "to": str(end), "changes": rows}, ensure_ascii=False))
    else:
        print_changes(moved)


def _changes_since(since: str, places: tuple[str, ...], topic: str, *, as_json: bool) -> None:
    from corpus.history.editions import earlier_edition, edited

    now = open_edition()
    edits = edited(earlier_edition(load_settings().index, since), now, places, known_topic(now, topic))
    if as_json:
        head = {"since": since, "edition": now.manifest.edition}
        click.echo(json.dumps(head | {"changes": [edited_row(edit) for edit in edits]}, ensure_ascii=False))
    else:
        print_edited(edits)
