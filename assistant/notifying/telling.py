"""Answer watched questions again, and send an e-mail on those whose answer changed since the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from assistant.answers.records import Answer, Question
from assistant.conversations import Conversations
from assistant.conversations.saved import Saved, describe_changes

LONGEST_SUBJECT = 120  # characters
END = (
    "You watch these questions in the crypto policy assistant. To end these messages, turn e-mail off below "
    "the watched questions, or remove the questions."
)
Ask = Callable[[Question], Answer]


def watched_by(
    conversations: Conversations, owner: str, edition: str, ask: Ask, sees: str | None = None
) -> list[Saved]:
    """Return the questions that an owner watches, answered again where their answer is of another edition.

    They are answered from the documents that `sees` sees, the owner unless another is named.
    """
    whose = owner if sees is None else sees
    return conversations.saved(owner).again(edition, lambda question: ask(replace(question, owner=whose)))


def untold(watched: Sequence[Saved]) -> list[Saved]:
    """Return those whose answer changed, and whose owner was not sent this change yet."""
    return [saved for saved in watched if saved.difference and (saved.changed is None or saved.changed != saved.told)]


def tell(
    conversations: Conversations, owner: str, news: Sequence[Saved], send: Callable[[EmailMessage], None], **ends: str
) -> None:
    """Send one e-mail on all that changed, and remember it (`ends`: `sender` and `to`); errors as of `send`."""
    send(message(news, **ends))
    kept = conversations.saved(owner)
    for saved in news:
        kept.tell(saved)


def message(news: Sequence[Saved], *, sender: str, to: str) -> EmailMessage:
    """Write the e-mail: a question and what changed, below each other."""
    written = EmailMessage()
    written["From"], written["To"] = sender, to
    written["Subject"] = _subject(news)
    written["Date"], written["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2])
    written["Auto-Submitted"] = "auto-generated"
    parts = ["\n".join([saved.text, *(f"  {line}" for line in describe_changes(saved))]) for saved in news]
    written.set_content("\n\n".join([*parts, END]) + "\n")
    return written


def _subject(news: Sequence[Saved]) -> str:
    if len(news) > 1:
        return f"The answers to {len(news)} watched questions changed"
    words = " ".join(news[0].text.split())
    short = words if len(words) <= LONGEST_SUBJECT else f"{words[:LONGEST_SUBJECT].rsplit(' ', 1)[0]}…"
    return f"Changed: {short}"
