"""Support: whether the sources bear a statement out as a whole, by small fitted detectors that say what is wrong.

One for each kind of fault: a few boosted trees over its own features of `alignment`, kept as text in `support.json`.
How they were fitted and how well they do is told in the card beside it (`support.md`) and measured by
`python -m benchmarks.checks.adjudicated`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.answers.records import Check
from assistant.verification.alignment import features
from assistant.verification.evidence import Evidence
from assistant.verification.figures import figures
from corpus.language.dates import mentions

MODEL = Path(__file__).with_name("support.json")
SWEEPING = re.compile(r"\b(?:everything|anything|nothing|whatsoever)\b", re.IGNORECASE)
TOO_WIDE = "it allows, forbids or demands of all what the source does not"
ENOUGH, SCARCE = 4, 0.3  # content words, and the share of them below which a source says something else
Node = tuple[int, float, int, int, float]


@dataclass(frozen=True, slots=True)
class Detector:
    """What tells one kind of fault: trees of nodes (feature, threshold, left, right, value), leaves with feature -1.

    A chance of `doubt` or more leaves a statement in doubt, and one of `against` or more speaks against it; `why` says
    so to a reader.
    """

    name: str
    why: str
    trees: tuple[tuple[Node, ...], ...]
    start: float
    doubt: float
    against: float

    def chance(self, values: Sequence[float]) -> float:
        """Return the chance in [0, 1] that a statement has this fault."""
        total = self.start
        for tree in self.trees:
            node = tree[0]
            while node[0] >= 0:
                node = tree[node[2] if values[node[0]] <= node[1] else node[3]]
            total += node[4]
        return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def detectors() -> tuple[Detector, ...]:
    """Read the fitted detectors."""
    found = []
    for row in json.loads(MODEL.read_text(encoding="utf-8"))["detectors"]:
        trees = tuple(tuple((int(a), b, int(c), int(d), e) for a, b, c, d, e in tree) for tree in row["trees"])
        found.append(Detector(row["name"], row["why"], trees, row["start"], row["doubt"], row["against"]))
    return tuple(found)


def check_support(text: str, english: str, evidence: Evidence) -> Check:
    """Check that the sources bear a text out; what no detector is sure of, but one finds likely, is in doubt."""
    found = features(text, english, evidence)
    values = list(found.values())
    chances = [(made.chance(values), made) for made in detectors()]
    plain = [*_plainly(text, evidence, found)]
    against = [*plain, *(made.why for chance, made in chances if chance >= made.against)]
    wide = [TOO_WIDE] if not plain and found["all added"] and found["force nowhere"] else []
    doubts = [*against, *wide, *(made.why for chance, made in chances if chance >= made.doubt)]
    return Check("support", not doubts, "; ".join(against or doubts), doubt=bool(doubts) and not against)


def _plainly(text: str, evidence: Evidence, found: Mapping[str, float]) -> Iterator[str]:
    """Yield what no fitting may weigh up: a ban for a permission or the reverse, a sweeping rule, words of no source.

    An obeying model writes such sentences ("Everything is allowed under the circular") over passages that are cited
    rightly.
    """
    if found["must not added"] and found["may lost"] and not found["source denials"]:
        yield "it forbids what the source allows"
    if found["may added"] and found["must not lost"] and not found["denials"] and not found["foreign"]:
        yield "it allows what the source forbids"
    if SWEEPING.search(text) and not SWEEPING.search(evidence.text):
        yield TOO_WIDE
    if not found["words"] and not figures(text) and not mentions(text):
        yield "there is nothing in it that could be compared"
    if not found["foreign"] and found["words"] >= ENOUGH and found["in sources or above"] < SCARCE:
        yield "hardly a word of it stands in the cited passages"
