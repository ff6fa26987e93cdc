"""The command `calendar`: the dates to come, on the terminal or as an iCalendar file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from assistant.answers.rows import coming_row
from assistant.cli.history.register import known_topic, open_edition, topic_option
from assistant.cli.terminal.options import Day, file_type, json_option, place_option
from assistant.cli.terminal.printing import print_calendar


@click.command()
@click.option("--from", "begin", type=Day(), help="The day after which the list begins; today if not given.")
@place_option
@topic_option
@click.option("--ics", "file", type=file_type, help="Write the dates as an iCalendar file.")
@json_option
def calendar(begin: date | None, places: tuple[str, ...], topic: str, file: Path | None, as_json: bool) -> None:
    """List the dates to come: what takes effect and what ends."""
    from corpus.history.upcoming import coming, icalendar

    begin = begin or date.today()  # noqa: DTZ011 - the user's own day
    edition = open_edition()
    dates = coming(edition, begin, places, known_topic(edition, topic))
    if file:
        file.write_bytes(icalendar(dates, begin))
    if as_json:
        rows = [coming_row(date_) for date_ in dates]
        click.echo(json.dumps({"from": str(begin), "dates": rows}, ensure_ascii=False))
    else:
        print_calendar(dates)
