"""Confidence in words.

The bounds are in `bounds.json`, which `python -m benchmarks.fitting.confidence` writes with the model of whole answers.
What each word was worth on the reported halves of the question sets is in `assurance.json`, written by
`python -m benchmarks.assurance`; page and documentation take it from there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

BOUNDS = Path(__file__).with_name("bounds.json")
HIGH, MEDIUM = (json.loads(BOUNDS.read_text(encoding="utf-8"))[word] for word in ("high", "medium"))
COLUMNS = ("hold every vital fact", "of answers")
MEASURED = Path(__file__).with_name("assurance.json")


class Assurance(StrEnum):
    """How far an answer is likely to answer its question in full; what it says is checked in any case."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def assurance(closeness: float) -> Assurance:
    """Return the word for the probability that an answer is whole (see `assistant.answering.confidence`)."""
    if closeness >= HIGH:
        return Assurance.HIGH
    return Assurance.MEDIUM if closeness >= MEDIUM else Assurance.LOW


@dataclass(frozen=True, slots=True)
class Record:
    """Of how many answers with one word how many held every vital fact, when it was last measured."""

    holds: int
    of: int

    @property
    def in_ten(self) -> int:
        """Of ten such answers, how many held every fact; rounded."""
        return round(10 * self.holds / self.of)


@cache
def records() -> dict[Assurance, Record]:
    """Return what was measured for each word."""
    rows = {row["name"]: row["figures"] for row in json.loads(MEASURED.read_text(encoding="utf-8"))["rows"]}
    return {word: Record(*(rows[word.value][column]["value"] for column in COLUMNS)) for word in Assurance}
