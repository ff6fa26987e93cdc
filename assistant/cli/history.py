"""The commands about time: `changes`, `lineage` and `calendar`."""

from __future__ import annotations

import difflib
import json
from datetime import date
from pathlib import Path

import click

from assistant.answers.rows import change_row, coming_row, edited_row, lineage_row
from assistant.cli.terminal.options import Day, json_option, place_option
from assistant.cli.terminal.printing import print_calendar, print_changes, print_edited, print_lineage
from assistant.editions import open_index
from assistant.settings import load_settings
from corpus.errors import InputError
from corpus.index.edition import Edition

topic_option = click.option("--topic", default="", help="Only policies on this topic, such as stablecoins.")


def _edition() -> Edition:
    settings = load_settings()
    return open_index(settings).edition()


def _known_topic(edition: Edition, topic: str) -> str:
    """Return the topic as the texts write it; raise InputError, naming the nearest, where none has it."""
    topics = {name for policy in edition.policies.values() for name in policy.topics}
    if topic and topic.lower() not in topics:
        nearest = difflib.get_close_matches(topic.lower(), topics, n=1, cutoff=0)
        raise InputError(f"No policy is on the topic {topic!r}" + (f": did you mean {nearest[0]}?" if nearest else "."))
    return topic.lower()


@click.command()
@click.option("--from", "begin", type=Day(), help="The earlier day.")
@click.option("--to", "end", type=Day(), help="The later day.")
@click.option("--since-edition", "since", default="", help="An earlier edition of the index, in place of the two days.")
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

    edition = _edition()
    moved = changes_between(edition, begin, end, places, _known_topic(edition, topic))
    if as_json:
        rows = [change_row(change) for change in moved]
        click.echo(json.dumps({"from": str(begin), "to": str(end), "changes": rows}, ensure_ascii=False))
    else:
        print_changes(moved)


def _changes_since(since: str, places: tuple[str, ...], topic: str, *, as_json: bool) -> None:
    from corpus.history.editions import earlier_edition, edited

    now = _edition()
    edits = edited(earlier_edition(load_settings().index, since), now, places, _known_topic(now, topic))
    if as_json:
        head = {"since": since, "edition": now.manifest.edition}
        click.echo(json.dumps(head | {"changes": [edited_row(edit) for edit in edits]}, ensure_ascii=False))
    else:
        print_edited(edits)


@click.command()
@click.argument("policy_id")
@click.option("--as-of", type=Day(), help="Only what was published by this day; today if not given.")
@json_option
def lineage(policy_id: str, as_of: date | None, as_json: bool) -> None:
    """Describe where a policy comes from and what came of it."""
    from corpus.history.lineage import lineage as lineage_of

    line = lineage_of(_edition().policies, policy_id, as_of or date.today())  # noqa: DTZ011 - the user's own day
    if as_json:
        click.echo(json.dumps(lineage_row(line), ensure_ascii=False))
    else:
        print_lineage(line)


@click.command()
@click.option("--from", "begin", type=Day(), help="The day after which the list begins; today if not given.")
@place_option
@topic_option
@click.option("--ics", "file", type=click.Path(path_type=Path), help="Write the dates as an iCalendar file.")
@json_option
def calendar(begin: date | None, places: tuple[str, ...], topic: str, file: Path | None, as_json: bool) -> None:
    """List the dates to come: what takes effect and what ends."""
    from corpus.history.upcoming import coming, icalendar

    begin = begin or date.today()  # noqa: DTZ011 - the user's own day
    edition = _edition()
    dates = coming(edition, begin, places, _known_topic(edition, topic))
    if file:
        file.write_bytes(icalendar(dates, begin))
    if as_json:
        rows = [coming_row(date_) for date_ in dates]
        click.echo(json.dumps({"from": str(begin), "dates": rows}, ensure_ascii=False))
    else:
        print_calendar(dates)
