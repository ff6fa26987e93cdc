"""What publishers announce and the register does not hold, each item with its nearest note, added by one click.

Nobody names an address here: what is fetched is a link that a feed of the list gave, by the functions of `watch`.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from assistant.watching.adding import announced
from assistant.watching.feeds import Item
from assistant.watching.news import KEPT, News, look, new_items, remembered
from assistant.watching.news import news as with_nearest
from assistant.watching.publishers import Publisher, read_publishers
from corpus.errors import AssistantError, InputError
from ui.components.sources.note import WEB, opener
from ui.components.sources.prose import plain
from ui.components.sources.upload import upload
from ui.language import day, say, term
from ui.limits import admit
from ui.services import edition, services, takes_documents

PAGE_SIZE = 25
_asking = threading.Lock()


def news(places: Sequence[str], issuers: Sequence[str]) -> None:
    """Draw what is new, the nearest to a note first; no places or issuers are all of them."""
    try:
        publishers = read_publishers(services().settings.data)
        watched = [
            one
            for one in publishers
            if one.place in (places or [one.place]) and one.issuer in (issuers or [one.issuer])
        ]
        _asked(watched)
        _found(watched)
    except AssistantError as error:
        st.error(plain(str(error)))


def _asked(watched: Sequence[Publisher]) -> None:
    """Draw what asks the publishers, and ask them where it was pressed; nothing is asked before."""
    feeds = [one for one in watched if one.feed]
    pressed = st.button(say("Ask the publishers"), key="ask-publishers", icon=":material/rss_feed:", disabled=not feeds)
    st.caption(
        say(
            "Their feeds are asked, each at most every 15 minutes. What you add is yours alone, as an upload is, and "
            "counts as a question."
        )
    )
    if not pressed:
        return
    with _alone():
        bar = st.progress(0.0)
        for done, publisher in enumerate(feeds):
            bar.progress(done / len(feeds), text=say("Asking {name}", name=plain(publisher.name)))
            look([publisher], services().settings.data)
        bar.empty()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one visitor at a time ask publishers from here; InputError for a second one, or too much in a minute."""
    if not _asking.acquire(blocking=False):
        raise InputError("Somebody else is asking the publishers: wait a moment, and try again.")
    try:
        admit()
        yield
    finally:
        _asking.release()


def _found(watched: Sequence[Publisher]) -> None:
    """List what the feeds said when they were asked last, and what of them could not be read."""
    data = services().settings.data
    looked = remembered(watched, data)
    kept = data / KEPT
    if not kept.is_file():
        st.info(say("The publishers have not been asked yet."))
    else:
        fresh = set(new_items(looked.items, edition()))
        shown = [one for one in _news(looked.items) if one.item in fresh]
        feeds = sum(bool(one.feed) for one in watched)
        st.markdown(
            say(
                "{count} new, the nearest to a note first; {read} of {feeds} feeds could be read, last on {date}.",
                count=len(shown),
                read=looked.read,
                feeds=feeds,
                date=day(date.fromtimestamp(kept.stat().st_mtime)),  # noqa: DTZ012 - the user's own day
            )
        )
        by_name = {one.name: one for one in watched}
        for one in _leaf(shown):
            _entry(one, by_name[one.item.publisher], watched)
    _unread(looked.problems, [one for one in watched if not one.feed])


def _news(items: Sequence[Item]) -> list[News]:
    """Return the items with their nearest notes: of the texts that everybody sees, so that one look does for all."""
    everybodys = services().index.edition()
    return _nearest(everybodys.folder.name, tuple(items))


@st.cache_resource(max_entries=4, show_spinner=False)
def _nearest(edition_id: str, items: tuple[Item, ...]) -> list[News]:  # noqa: ARG001 - another edition, another answer
    own = services()
    return with_nearest(items, own.index.edition(), own.chain.encoder)


def _leaf(found: Sequence[News]) -> Sequence[News]:
    leaves = -(-len(found) // PAGE_SIZE)
    leaf = st.pagination(leaves, key="news-page") if leaves > 1 else 1
    return found[(leaf - 1) * PAGE_SIZE : leaf * PAGE_SIZE]


def _entry(one: News, publisher: Publisher, publishers: Sequence[Publisher]) -> None:
    """Draw an item: what it is, the note that it is nearest to, the way to it, and what adds it."""
    item = one.item
    key = hashlib.sha256(item.link.encode()).hexdigest()[:16]
    when = day(item.day) if item.day else say("no date found")
    with st.container(gap=None, key=f"news-{key}"):
        st.markdown(f"**{plain(item.title)}**")
        facts = plain(" · ".join([when, publisher.issuer, term(publisher.place)]))
        st.caption(say("{facts} · nearest note:", facts=facts))
        opener(one.nearest, f"nearest-{key}")
        with st.container(horizontal=True, vertical_alignment="center"):
            if item.link.startswith(WEB):
                st.link_button(
                    say("Read it at {host}", host=plain(urlsplit(item.link).hostname or "")),
                    item.link,
                    type="tertiary",
                    icon=":material/open_in_new:",
                )
            pressed = takes_documents() and st.button(say("Add"), key=f"add-{key}", icon=":material/add:")
        if pressed:
            _add(item, publishers)


def _add(item: Item, publishers: Sequence[Publisher]) -> None:
    try:
        with _alone(), st.spinner(say("Fetching the document …")):
            found = announced(item, publishers)
    except AssistantError as error:
        st.error(plain(str(error)))
        return
    upload([(found.name, found.data)], details=found.details)


def _unread(problems: Sequence[str], without: Sequence[Publisher]) -> None:
    """Say which feeds could not be read, and whose pages must be looked at."""
    if problems:
        with st.expander(say("Feeds that could not be read")):
            for problem in problems:
                st.markdown(plain(problem))
    if without:
        st.caption(say("Without a feed, look yourself:"))
        with st.container(horizontal=True):
            for one in without:
                st.link_button(plain(one.issuer), one.page, type="tertiary", icon=":material/open_in_new:")
    if not takes_documents():
        st.caption(say("Documents are added on the machine that builds: `python -m assistant watch --add LINK`."))
