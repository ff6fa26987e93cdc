"""Conversations as a list, with what a search found in them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from assistant.conversations.records import Summary
from assistant.conversations.searching import matching, snippet, words_of
from assistant.conversations.tables import Conversation, Entry, Exchange, Share


def summaries(
    session: Session, own: Select[tuple[Conversation]], search: str, limit: int | None, *, sqlite: bool
) -> list[Summary]:
    """Give the conversations of a selection that hold every word of a search, pinned ones first, then the newest."""
    words = words_of(search)
    chosen = own.order_by(Conversation.pinned.desc(), Conversation.updated.desc(), Conversation.id).limit(limit)
    found = matching(words, sqlite=sqlite)
    if words:
        chosen = chosen.where(Conversation.id.in_(select(Entry.conversation).where(Entry.id.in_(found))))
    count = select(func.count()).where(Exchange.conversation == Conversation.id).scalar_subquery()
    shared = exists().where(Share.conversation == Conversation.id)
    rows = session.execute(chosen.add_columns(count, shared)).all()
    ids = [row[0].id for row in rows]
    snippets = _snippets(session, select(Entry).where(Entry.id.in_(found)), ids, words) if words else {}
    return [
        Summary(
            id=row.id,
            title=row.title,
            pinned=row.pinned,
            created=row.created,
            updated=row.updated,
            exchanges=exchanges,
            snippet=snippets.get(row.id, ""),
            shared=link,
        )
        for row, exchanges, link in rows
    ]


def _snippets(
    session: Session, found: Select[tuple[Entry]], ids: Sequence[str], words: tuple[str, ...]
) -> dict[str, str]:
    """Give a snippet of the last exchange found in each conversation, or else of its title."""
    entries = found.where(Entry.conversation.in_(ids)).order_by(Entry.id)
    return {entry.conversation: snippet(entry.text, words) for entry in session.scalars(entries)}
