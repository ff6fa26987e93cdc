"""Conversations that last: what was asked and answered, kept apart by owner in SQL."""

from __future__ import annotations

from assistant.conversations.mine import Mine
from assistant.conversations.records import (
    Feedback,
    Kept,
    LimitError,
    NotFoundError,
    Rated,
    Shared,
    State,
    Summary,
)
from assistant.conversations.store import Conversations, open_conversations

__all__ = [
    "Conversations",
    "Feedback",
    "Kept",
    "LimitError",
    "Mine",
    "NotFoundError",
    "Rated",
    "Shared",
    "State",
    "Summary",
    "open_conversations",
]
