"""The limits of a chat model: how long and how often it is asked, and how much it may answer."""

from __future__ import annotations

from dataclasses import dataclass, field

PAUSE = 0.5  # seconds before a model that failed is asked again


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a model may take, in seconds, how often it is asked, and how many tokens it may answer with."""

    connect: float = 5.0
    first: float = 30.0  # to the first text, over all attempts: what a reader waits
    between: float = 15.0  # between two texts: a model that has begun seldom pauses for a second
    after: float = 1.0  # the end of the text, for the count of tokens that follows it
    total: float = 120.0  # of a whole answer
    attempts: int = 3
    pause: float = field(default_factory=lambda: PAUSE)  # before the second attempt; doubled each time, with jitter
    longest_wait: float = 5.0  # of a Retry-After: a longer one is a failure at once
    tokens: int = 4_000  # reasoning of the model included
