"""What the commands about time share: the edition in force, and the option for a topic."""

from __future__ import annotations

import difflib

import click

from assistant.editions import open_index
from assistant.settings import load_settings
from corpus.errors import InputError
from corpus.index.edition import Edition

topic_option = click.option("--topic", default="", help="Only policies on this topic, such as stablecoins.")


def open_edition() -> Edition:
    """Open the edition in force; raise InputError where there is no index."""
    settings = load_settings()
    return open_index(settings).edition()


def known_topic(edition: Edition, topic: str) -> str:
    """Return the topic as the texts write it; raise InputError, naming the nearest, where none has it."""
    topics = {name for policy in edition.policies.values() for name in policy.topics}
    if topic and topic.lower() not in topics:
        nearest = difflib.get_close_matches(topic.lower(), topics, n=1, cutoff=0)
        raise InputError(f"No policy is on the topic {topic!r}" + (f": did you mean {nearest[0]}?" if nearest else "."))
    return topic.lower()
