"""A process that answers: `python -m tests.assistant.conversations.answering CONVERSATION` says each step and waits."""

from __future__ import annotations

import sys

from assistant.conversations import open_conversations
from assistant.settings import load_settings
from tests.assistant.conversations.samples import ASKED, question, statement


def main(conversation: str) -> None:
    """Ask in a conversation of Anna and add a statement for each line that is read."""
    mine = open_conversations(load_settings()).of("anna")
    exchange = mine.ask(conversation, question(), None, ASKED)
    print(exchange, flush=True)  # noqa: T201 - the test reads it
    for line in sys.stdin:
        mine.add(exchange, statement(line.strip()))
        print("added", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(sys.argv[1])
