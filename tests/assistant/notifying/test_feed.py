"""The feed of watched questions, as a feed reader sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lxml import etree

from assistant.chain import PolicyChain
from assistant.conversations import Conversations
from assistant.conversations.saved import Saved
from assistant.notifying.feed import ATOM, feed
from assistant.notifying.telling import watched_by
from assistant.watching.feeds import items_of
from assistant.watching.publishers import Publisher
from tests.assistant.notifying.conftest import ANN, MARGIN

ADDRESS, PAGE = "https://policy.example.org/watched/secret", "https://policy.example.org/"


def entries(watched: Sequence[Saved]) -> list[dict[str, str]]:
    """Read the entries of a feed: id, title, day, content, and the link."""
    root = etree.fromstring(feed(watched, ADDRESS, PAGE))
    return [
        {etree.QName(child).localname: child.text or child.get("href", "") for child in entry}
        for entry in root.iter(f"{{{ATOM}}}entry")
    ]


def now(conversations: Conversations, chain: PolicyChain) -> list[Saved]:
    """Return what Ann watches, answered again where there is a new edition."""
    return watched_by(conversations, ANN, chain.edition(), chain.invoke)


def test_a_change_is_an_entry(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """With what changed and a link that asks again; without one the feed is whole and empty."""
    assert entries(now(conversations, chain)) == []
    change("70")
    (entry,) = entries(now(conversations, chain))
    assert entry["title"] == MARGIN
    assert "<p>Now said (in force): " in entry["content"]
    assert "at least 70%" in entry["content"]
    assert entry["link"] == f"{PAGE}?q=Is+margin+financing+against+bitcoin+allowed%3F"


def test_a_later_change_is_news_again_and_the_same_one_is_not(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """A reader tells entries apart by their ids: the same bytes until an answer changes once more."""
    change("70")
    first = now(conversations, chain)
    assert feed(now(conversations, chain), ADDRESS, PAGE) == feed(first, ADDRESS, PAGE)
    change("80")
    (earlier,), (later,) = entries(first), entries(now(conversations, chain))
    assert earlier["id"] != later["id"]
    assert earlier["updated"] <= later["updated"]


def test_a_reader_of_feeds_reads_it(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """Our own reader of publishers' feeds finds title, link and day."""
    change("70")
    (one,) = (saved for saved in now(conversations, chain) if saved.difference)
    publisher = Publisher(name="own", issuer="own", place="", feed=ADDRESS, form="atom")
    (item,) = items_of(publisher, feed([one], ADDRESS, PAGE))
    assert (item.title, item.link.partition("?")[0]) == (MARGIN, PAGE)
    assert one.changed is not None
    assert item.day == one.changed.date()


def test_what_is_seen_is_no_news(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """A change that its owner has seen leaves the feed."""
    change("70")
    (one,) = (saved for saved in now(conversations, chain) if saved.difference)
    conversations.saved(ANN).seen(one.id, one.day)
    assert entries(now(conversations, chain)) == []


def test_no_sign_breaks_the_feed(
    watched: None, conversations: Conversations, chain: PolicyChain, change: Callable[[str], None]
) -> None:
    """Tags, ampersands and signs that XML has no place for stay words."""
    change("70")
    (one,) = (saved for saved in now(conversations, chain) if saved.difference)
    (entry,) = entries([replace(one, text='<b>A & "B"</b>\x0b穩定幣')])
    assert entry["title"] == '<b>A & "B"</b>�穩定幣'
