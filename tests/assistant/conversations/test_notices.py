"""By which ways an owner is told: a feed whose address is secret, and an address for e-mail."""

from __future__ import annotations

import pytest

from assistant.conversations import Conversations, NotFoundError
from assistant.conversations.notices import Ways
from corpus.errors import InputError


def test_nobody_is_told_who_did_not_ask(conversations: Conversations) -> None:
    """At first there is neither a feed nor an address."""
    assert conversations.notices("anna").ways() == Ways()
    assert conversations.mailed() == {}
    for token in ("", "anna"):
        with pytest.raises(NotFoundError):
            conversations.owner_of_feed(token)


def test_a_feed_leads_to_its_owner_until_another_is_made(conversations: Conversations) -> None:
    """A new address ends the one before; what was ended leads nowhere, and ends nobody else's."""
    anna, bob = conversations.notices("anna"), conversations.notices("bob")
    first, his = anna.new_feed(), bob.new_feed()
    assert conversations.owner_of_feed(first) == "anna"
    second = anna.new_feed()
    assert conversations.owner_of_feed(second) == "anna"
    with pytest.raises(NotFoundError):
        conversations.owner_of_feed(first)
    anna.end_feed()
    assert anna.ways() == Ways()
    with pytest.raises(NotFoundError):
        conversations.owner_of_feed(second)
    assert conversations.owner_of_feed(his) == "bob"


def test_the_address_of_a_feed_is_not_kept(conversations: Conversations) -> None:
    """Who reads the database cannot read a feed by what stands there."""
    token = conversations.notices("anna").new_feed()
    with conversations.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM notices").all()
    assert token not in str(rows)


def test_an_address_is_kept_and_taken_back(conversations: Conversations) -> None:
    """Beside a feed, which stays as it is."""
    anna = conversations.notices("anna")
    token = anna.new_feed()
    anna.mail_to("anna@example.org")
    assert (anna.ways(), conversations.mailed()) == (
        Ways(feed=True, mail="anna@example.org"),
        {"anna": "anna@example.org"},
    )
    anna.mail_to("")
    assert conversations.mailed() == {}
    assert conversations.owner_of_feed(token) == "anna"


@pytest.mark.parametrize("address", ["anna", "anna@", "a@b, c@d", "a@b\nBcc: c@d", "Anna <a@b>"])
def test_what_is_no_address_is_refused(conversations: Conversations, address: str) -> None:
    """One address, and nothing that could name a second reader."""
    with pytest.raises(InputError, match="is not an e-mail address"):
        conversations.notices("anna").mail_to(address)
    assert conversations.mailed() == {}
