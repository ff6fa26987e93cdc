"""Questions a minute: counted in the store, for each owner, over all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assistant.conversations import LimitError, Mine, open_conversations
from assistant.conversations.sql.pulse import now
from assistant.conversations.sql.tables import Exchange
from assistant.settings import Settings
from tests.assistant.conversations.samples import ASKED, question


def test_the_next_question_waits_until_the_first_is_a_minute_old(settings: Settings) -> None:
    """Three a minute: the fourth is told how long to wait, and then it is taken."""
    conversations = open_conversations(settings.model_copy(update={"questions_per_minute": 3}))
    mine = conversations.of("anna")
    conversation = mine.start("Haircuts")
    first, *_ = [mine.ask(conversation, question(), None, ASKED) for _ in range(3)]
    since = update(Exchange).where(Exchange.id == first)
    with conversations.database.writing() as session:
        session.execute(since.values(at=now() - timedelta(seconds=47.5)))
    with pytest.raises(LimitError, match=r"3 questions a minute is the limit: wait 1[23] s") as raised:
        mine.ask(conversation, question(), None, ASKED)
    assert raised.value.seconds in (12, 13)
    assert len(mine.path(conversation)[0].versions) == 3
    conversations.of("bob").start("not concerned")
    with conversations.database.writing() as session:
        session.execute(since.values(at=now() - timedelta(seconds=60)))
    mine.ask(conversation, question(), None, ASKED)
    conversations.close()


def test_processes_that_ask_at_once_agree(settings: Settings) -> None:
    """Two stores over one database take five questions together, whoever comes first."""
    limited = settings.model_copy(update={"questions_per_minute": 5})
    stores = [open_conversations(limited) for _ in range(2)]
    conversation = stores[0].of("anna").start("Haircuts")

    def asks(number: int) -> bool:
        try:
            stores[number % 2].of("anna").ask(conversation, question(), None, ASKED)
        except LimitError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(asks, range(16))) == 5
    for store in stores:
        store.close()


def test_no_limit_is_none(mine: Mine) -> None:
    """With 0 any number is taken."""
    conversation = mine.start("Haircuts")
    for _ in range(30):
        mine.ask(conversation, question(), None, ASKED)
    with mine._database.reading() as session:
        assert len(session.scalars(select(Exchange.id)).all()) == 30
