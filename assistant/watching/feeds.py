"""What feeds say: RSS, Atom and JSON become items. Nothing in them is trusted to be well-formed, safe or short."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from lxml import etree

from assistant.answers.characters import whole
from assistant.watching.publishers import Publisher
from corpus.errors import InputError
from corpus.language.dates import iso_day

MOST_ITEMS = 500
LONGEST_TEXT = 1_000  # characters of a title or an address
ATOM = "{http://www.w3.org/2005/Atom}"
DATES = ("pubDate", "published", "date", "updated")  # of RSS 2.0, Atom, RSS 1.0 with Dublin Core, and Atom again


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed announces; `day` is None where the feed does not tell it."""

    publisher: str
    title: str
    link: str
    day: date | None


def items_of(publisher: Publisher, data: bytes) -> list[Item]:
    """Read the items of a feed in its order; those without a title or a link are left out.

    Raises InputError for what is not of the form that the list of publishers says.
    """
    read = _of_json if publisher.form == "json" else _of_xml
    found: list[Item] = []
    for title, link, day in read(publisher, data):
        if title and link:
            found.append(Item(publisher.name, title, urljoin(publisher.feed, link), day))
        if len(found) == MOST_ITEMS:
            break
    return found


def _of_xml(publisher: Publisher, data: bytes) -> Iterator[tuple[str, str, date | None]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{publisher.name}: what {publisher.feed} gives is no {publisher.form.upper()}.") from error
    wanted = "entry" if publisher.form == "atom" else "item"
    for entry in root.iter(f"{{*}}{wanted}"):
        fields = {etree.QName(child).localname: _text("".join(child.itertext())) for child in entry}
        link = _text(_atom_link(entry)) or fields.get("link", "")
        day = next(filter(None, (_day(fields.get(name, "")) for name in DATES)), None)
        yield fields.get("title", ""), link, day


def _atom_link(entry: etree._Element) -> str:
    """Return the page that an entry of Atom stands for: the link without a relation, or the first alternate one."""
    links = entry.findall(f"{ATOM}link")
    plain = [one for one in links if one.get("rel") is None]
    alternate = [one for one in links if one.get("rel") == "alternate"]
    return next((str(one.get("href", "")).strip() for one in [*plain, *alternate]), "")


def _of_json(publisher: Publisher, data: bytes) -> Iterator[tuple[str, str, date | None]]:
    try:
        held = json.loads(data)
        for step in filter(None, publisher.items.split(".")):
            held = held[step]
        rows = [row for row in held if isinstance(row, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{publisher.name}: what {publisher.feed} gives is no JSON with a list at {publisher.items!r}."
        ) from error
    for row in rows:
        title, link, day = (
            next((_text(str(row[name])) for name in names if row.get(name)), "")
            for names in (publisher.title, publisher.link, publisher.date)
        )
        yield title, link, _day(day)


def _text(said: str) -> str:
    """Return a text on one line, without what a terminal would take for an order."""
    printable = "".join(letter if letter.isprintable() else " " for letter in whole(said))
    return " ".join(printable.split())[:LONGEST_TEXT]


def _day(said: str) -> date | None:
    """Read a date as RFC 822 and RFC 3339 write it; None where it is written otherwise."""
    if not said:
        return None
    try:
        return iso_day(said[:10])
    except ValueError:
        pass
    try:
        read: datetime = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return None
    return read.date()
