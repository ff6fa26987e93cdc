"""The kinds of values and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus.language.dates import iso_day
from corpus.language.places import PLACES
from corpus.records import PartialDate

file_type = click.Path(path_type=Path)
place_option = click.option(
    "--jurisdiction", "places", multiple=True, type=click.Choice(list(PLACES), case_sensitive=False),
    help="Only this place; repeat for several.",
)  # fmt: skip
document_option = click.option(
    "--document", "documents", multiple=True, metavar="NAME",
    help="Only this document, by its id, file name or title; repeat for several; `mine` stands for all of yours.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


class Day(click.ParamType[Any]):
    """A day written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a `datetime.date`."""
        try:
            return iso_day(value)
        except ValueError:
            self.fail(f"{value!r} is not a day: write YYYY-MM-DD", param, ctx)


class Partial(click.ParamType[Any]):
    """A day, a month or a year."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a `PartialDate`."""
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
