"""Confidence: whether the corpus holds an answer at all, and which names of the question it does not know.

Not calibrated yet: two signals with a plain meaning. `coverage` is the share of the question's weight (idf) that the
best sentence and the first passages hold; `similarity` is the cosine of the question to the nearest passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.dates import without_dates
from assistant.records import Hit
from corpus.lexical import CJK, terms
from corpus.places import without_places

LEAST = 0.34  # below it an answer is refused
COVERAGE_SHARE = 0.6
LOOKED_AT = 3  # passages whose words count as covered
NAME = re.compile(r"(?<![\w'’])(?:[A-Z][\w-]*[A-Za-z]|\w*\d\w*[A-Za-z]\w*|[A-Za-z]+\d\w*)(?![\w-])")


def confidence(weights: Mapping[str, float], hits: Sequence[Hit], sentence: str) -> float:
    """Give the confidence in [0, 1] that the best sentence answers a question of these weighted terms."""
    if not hits:
        return 0.0
    words = set(terms(sentence)).union(*(_words(hit) for hit in hits[:LOOKED_AT]))
    total = sum(weights.values())
    covered = sum(weight for term, weight in weights.items() if term in words) / total if total else 0.0
    similarity = max(hit.similarity for hit in hits)
    return round(COVERAGE_SHARE * covered + (1 - COVERAGE_SHARE) * max(0.0, min(1.0, similarity)), 3)


def rare_names(question: str, is_rare: Callable[[str], bool]) -> tuple[str, ...]:
    """Name the names and codes of a question that few or no passages hold, as the question writes them.

    A question for Brazil or for circular 26EC199 is answered by a passage that names it, or not at all. The first
    word of a sentence is no name for its capital alone, and places that the corpus covers have filtered already.
    """
    found: list[str] = []
    text = without_places(without_dates(question))
    for match in NAME.finditer(text):
        name = match.group(0)
        opens = re.search(r"(?:^|[.?!:]\s+|\n)[\"'“‘(]*$", text[: match.start()])
        if CJK.search(name) or (opens and name[1:].islower() and name.isalpha()):
            continue
        words = terms(name)
        if words and all(is_rare(word) for word in words):
            found.append(name)
    return tuple(dict.fromkeys(found))


def naming(hits: Sequence[Hit], names: Sequence[str]) -> list[Hit]:
    """Keep the hits whose passage, headings or title hold every one of the names."""
    wanted = {term for name in names for term in terms(name)}
    return [hit for hit in hits if wanted <= _words(hit)]


def _words(hit: Hit) -> set[str]:
    return set(terms(" ".join((hit.passage.text, hit.policy.title, *hit.passage.headings))))
