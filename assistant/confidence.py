"""Confidence: whether the corpus holds an answer at all, and which names of the question it does not know.

Not calibrated yet: two signals with a plain meaning. `coverage` is the share of the question's weight (idf) that the
best sentence and its heading hold; `similarity` is the cosine of the question to the nearest passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.records import Hit
from corpus.lexical import CJK, terms

LEAST = 0.34  # below it an answer is refused: chosen on questions of the tests' making, reported in the README
NAME = re.compile(r"\b(?:[A-Z][\w-]*[A-Za-z]|\w*\d\w*[A-Za-z]\w*|[A-Za-z]+\d\w*)\b")
COVERAGE_SHARE = 0.6


def confidence(weights: Mapping[str, float], hits: Sequence[Hit], sentence: str) -> float:
    """Give the confidence in [0, 1] that the best sentence answers a question of these weighted terms."""
    if not hits:
        return 0.0
    best = max(hits, key=lambda hit: hit.similarity)
    total = sum(weights.values())
    words = set(terms(sentence)) | {
        term
        for hit in hits[:3]
        for term in terms(" ".join((hit.passage.text, hit.policy.title, *hit.passage.headings)))
    }
    covered = sum(weight for term, weight in weights.items() if term in words) / total if total else 0.0
    return round(COVERAGE_SHARE * covered + (1 - COVERAGE_SHARE) * max(0.0, min(1.0, best.similarity)), 3)


def unknown_names(question: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Name the names and codes of a question that no text of the index holds, as the question writes them."""
    found = []
    for number, match in enumerate(NAME.finditer(question)):
        name = match.group(0)
        first_word = number == 0 and match.start() == len(question) - len(question.lstrip())
        if CJK.search(name) or (first_word and name[1:].islower() and name.isalpha()):
            continue
        if not any(knows(term) for term in terms(name)) and terms(name):
            found.append(name)
    return tuple(dict.fromkeys(found))
