"""What is new: the feeds of publishers against the register, and what was fetched before, kept beside the index."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from assistant.watching.feeds import Item, items_of
from assistant.watching.fetching import BusyError, Fetcher
from assistant.watching.publishers import Publisher
from corpus.encoders.sentence import Encoder
from corpus.errors import WRITABLE, InputError
from corpus.files import write_whole
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.index.texts import policy_of
from corpus.language.references import codes_in
from corpus.records import Policy

KEPT = "watch.json"  # in the data folder
OFTEN = 900.0  # seconds within which a feed is not asked again
FIRST_WAIT, LONGEST_WAIT = 900.0, 86_400.0  # seconds after a failure, doubled with each that follows


@dataclass(slots=True)
class Feed:
    """What is kept of a feed: its items, what to ask it with, and when it may be asked again (seconds of the epoch).

    `problem` is why it could not be read when it was last asked, and empty where it was read.
    """

    items: list[Item] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    not_before: float = 0.0
    failures: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """An item that the register does not hold, with the note that is nearest to it and how near (a cosine)."""

    item: Item
    nearest: Policy
    nearness: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What the feeds say: the items of all, how many were read, and a line for each that could not be."""

    items: list[Item]
    read: int
    problems: list[str]


def look(publishers: Sequence[Publisher], data: Path, now: float | None = None) -> Looked:
    """Ask each feed what it has, where it may be asked, and keep that; what cannot be read gives what it had before.

    Raises InputError where nothing can be kept: then nobody would know when to ask again.
    """
    feeds = _kept(data)
    fetcher = Fetcher(publishers)
    for publisher in publishers:
        feed = feeds.setdefault(publisher.name, Feed())
        at = time.time() if now is None else now
        if publisher.feed and feed.not_before <= at:
            _ask(fetcher, publisher, feed, at)
            _keep(data, feeds)
    return _looked(publishers, feeds, now)


def remembered(publishers: Sequence[Publisher], data: Path, now: float | None = None) -> Looked:
    """Return what the feeds said when they were asked last, without asking; raise InputError for a damaged file."""
    return _looked(publishers, _kept(data), now)


def _looked(publishers: Sequence[Publisher], feeds: Mapping[str, Feed], now: float | None) -> Looked:
    """Gather what is kept of these publishers.

    A problem is told also where its feed is left alone: that there is nothing new would be no news of it.
    """
    items, read, problems = [], 0, []
    for publisher in publishers:
        feed = feeds.get(publisher.name, Feed())
        items += feed.items
        if feed.problem:
            minutes = max(0.0, feed.not_before - (time.time() if now is None else now)) / 60
            problems.append(f"{publisher.name}: {feed.problem} It is asked again in {minutes:.0f} minutes.")
        read += feed.not_before > 0 and not feed.problem
    return Looked(items, read, problems)


def _ask(fetcher: Fetcher, publisher: Publisher, feed: Feed, now: float) -> None:
    """Ask a feed, and note when it may be asked again."""
    try:
        fetched = fetcher.get(publisher.feed, feed.marks)
        if fetched.data is not None:
            feed.items = items_of(publisher, fetched.data)
    except InputError as error:
        told = error.seconds if isinstance(error, BusyError) else 0.0
        waits = min(max(told, FIRST_WAIT * 2.0 ** min(feed.failures, 10)), LONGEST_WAIT)
        feed.failures, feed.not_before, feed.problem = feed.failures + 1, now + waits, str(error)
        return
    feed.marks, feed.failures, feed.not_before, feed.problem = fetched.marks, 0, now + OFTEN, ""


def new_items(items: Iterable[Item], edition: Edition) -> list[Item]:
    """Return the items that no policy of the edition is: by link, by a number in the link, or by the whole title.

    A number in a title tells nothing: what amends a circular names it.
    """
    policies = edition.policies.values()
    links = {_page(url) for policy in policies for url in (*policy.official_urls, *policy.sources)}
    titles = {_plain(policy.title) for policy in policies}
    numbers = frozenset[str]().union(*(_numbers(link) for link in links))
    fresh: dict[str, Item] = {}
    for item in items:
        known = _page(item.link) in links or _plain(item.title) in titles or _numbers(_page(item.link)) & numbers
        if not known:
            fresh.setdefault(_page(item.link), item)
    return list(fresh.values())


def news(items: Iterable[Item], edition: Edition, encoder: Encoder) -> list[News]:
    """Return what is new with the note that is nearest by its title, the nearest first."""
    fresh = new_items(items, edition)
    if not fresh:
        return []
    found = []
    for item, vector in zip(fresh, encoder.encode([item.title for item in fresh]), strict=True):
        for passage_id, nearness in edition.nearest(vector, 1, Scope()):
            policy = edition.policies[policy_of(passage_id)]
            found.append(News(item, policy, round(float(nearness), 3)))
    return sorted(found, key=lambda one: -one.nearness)


def _page(url: str) -> str:
    """Return an address without what may differ where the page is the same."""
    parts = urlsplit(url.strip())
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}".casefold()


def _numbers(page: str) -> frozenset[str]:
    """Return the numbers of texts in the query of an address, such as `refNo=26EC5`."""
    return codes_in(" ".join(value for _, value in parse_qsl(urlsplit(page).query)))


def _plain(title: str) -> str:
    return " ".join(title.split()).rstrip(".").casefold()


def _kept(data: Path) -> dict[str, Feed]:
    path = data / KEPT
    if not path.is_file():
        return {}
    try:
        rows: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return {name: Feed(**row | {"items": [_item(one) for one in row["items"]]}) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{path} is damaged: delete it; the feeds are then asked anew.") from error


def _item(row: dict[str, Any]) -> Item:
    return Item(**row | {"day": date.fromisoformat(row["day"]) if row["day"] else None})


def _keep(data: Path, feeds: dict[str, Feed]) -> None:
    rows = {name: asdict(feed) for name, feed in feeds.items()}
    try:
        data.mkdir(parents=True, exist_ok=True)
        write_whole(data / KEPT, json.dumps(rows, default=str, ensure_ascii=False).encode())
    except OSError as error:
        raise InputError(f"{data / KEPT} cannot be written: {error}. {WRITABLE}") from error
