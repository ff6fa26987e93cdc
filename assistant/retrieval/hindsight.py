"""Removes hindsight from hits: nothing that became known after the date of an answer is shown in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answers.records import Hit
from corpus.history.hindsight import known_life, known_policy
from corpus.records import Policy


def drop_hindsight(hits: Sequence[Hit], on: date, policies: Mapping[str, Policy]) -> list[Hit]:
    """Return hits as they could be known on a date: without later ends, successors, relations and titles."""
    return [
        replace(
            hit,
            passage=replace(hit.passage, life=known_life(hit.passage.life, hit.policy, on, policies)),
            policy=known_policy(hit.policy, on, policies),
        )
        for hit in hits
    ]
