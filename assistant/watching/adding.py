"""Adding what a feed announces: the document that it links to, with what the feed says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from assistant.watching.feeds import Item
from assistant.watching.fetching import LARGEST, Fetcher
from assistant.watching.publishers import Publisher
from corpus.errors import InputError
from corpus.library import Details
from corpus.records import PartialDate

KNOWN_BY_NAME = (".xml", ".docx")  # a PDF is known by its first bytes; all else that is linked to is a page


@dataclass(frozen=True, slots=True)
class Announced:
    """A document that was fetched: its bytes, a name for its file, and what the feed says of it."""

    data: bytes
    name: str
    details: Details


def announced(item: Item, publishers: Sequence[Publisher]) -> Announced:
    """Fetch what an item links to; errors as `Fetcher.get` raises them, and for an item of a publisher not given."""
    publisher = next((one for one in publishers if one.name == item.publisher), None)
    if publisher is None:
        raise InputError(f"{item.publisher} is not in the list of publishers: it is not asked.")
    data = Fetcher(publishers).get(item.link, most=LARGEST).data or b""
    path = PurePosixPath(urlsplit(item.link).path)
    suffix = ".pdf" if data.startswith(b"%PDF") else path.suffix if path.suffix in KNOWN_BY_NAME else ".html"
    details = Details(
        title=item.title,
        issuer=publisher.issuer,
        jurisdiction=publisher.place,
        published=PartialDate.parse(item.day.isoformat()) if item.day else None,
        url=item.link,
    )
    return Announced(data, f"{path.stem or item.publisher}{suffix}", details)
