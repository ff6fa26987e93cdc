"""Links into the chat: `?q=...&as_of=YYYY-MM-DD&place=...` is a question to be asked; and out of it, to a feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from assistant.conversations.recording import Wanted
from corpus.errors import InputError
from corpus.language.dates import iso_day
from corpus.language.places import PLACES

ON = "on"  # the query parameter that sets the day of a register or a note
EARLIEST = date(2009, 1, 3)  # the first bitcoin block: no crypto policy is older
FEED = "watched"  # the path of feeds, before their token
SHOWN = 40  # characters of a wrong value that the message repeats


def linked(text: str, as_of: str, places: Sequence[str], longest: int) -> Wanted:
    """Read a link's question of at most `longest` characters; an empty text only sets the date and the places.

    Raises InputError for what it cannot be: a day that is none or before 2009, an unknown place, a long question.
    """
    if len(text) > longest:
        raise InputError(
            f"The question of this link has {len(text):,} characters and may have {longest:,}: shorten it."
        )
    return Wanted(text.strip(), _day(as_of.strip()), tuple(dict.fromkeys(map(_place, places))), scoped=True)


def feed_address(page: str, token: str) -> str:
    """Return the address of the feed of a token, at the host of the page that has an address."""
    return urlsplit(page)._replace(path=f"/{FEED}/{token}", query="", fragment="").geturl()


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        day = iso_day(written)
    except ValueError as error:
        raise InputError(f"as_of={written[:SHOWN]} in this link is not a date: write it as 2026-03-31.") from error
    if day < EARLIEST:
        raise InputError(f"as_of={day} in this link is before {EARLIEST}: no crypto policy is older.")
    return day


def _place(written: str) -> str:
    name = written.strip().casefold()
    for place, names in PLACES.items():
        if name in (place.casefold(), *names):
            return place
    raise InputError(f"place={written[:SHOWN]} in this link is not known: write one of {', '.join(PLACES)}.")
