"""How many questions an owner may ask per minute, counted in the store so that all processes agree."""

from __future__ import annotations

import math
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.conversations.records import LimitError
from assistant.conversations.sql.pulse import now
from assistant.conversations.sql.tables import Conversation, Exchange

MINUTE = timedelta(minutes=1)


def within(session: Session, owner: str, most: int, *, sqlite: bool) -> None:
    """Raise LimitError where the owner has asked `most` questions within a minute; 0 is no limit."""
    if not most:
        return
    if not sqlite:
        # SQLite lets one writer in at a time; in Postgres two questions of one owner take turns by this lock.
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(owner))))
    moment = now()
    asked = select(Exchange.at).join(Conversation, Conversation.id == Exchange.conversation)
    asked = asked.where(Conversation.owner == owner, Exchange.at > moment - MINUTE)
    times = session.scalars(asked.order_by(Exchange.at.desc()).limit(most)).all()
    if len(times) == most:
        raise LimitError(most, max(1, math.ceil((times[-1] + MINUTE - moment).total_seconds())))
