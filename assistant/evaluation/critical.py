"""Critical tokens: the figures, dates, strength of duty and negations on which a rule turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.dates import mentions, without_dates
from assistant.evaluation.text import parts, stems
from corpus.numbers import Quantity, quantities

NEGATIVE = r"(?:not|never|no longer|n['’]t)"
# The stronger first: "must not" is no "must".
STRENGTHS = {
    "must not": re.compile(
        rf"\b(?:must|shall|may)\s+{NEGATIVE}\b|\b(?:cannot|can\s+not|can['’]t|mustn['’]t)\b|\b(?:prohibit|forbid|ban)\w*\b"
        rf"|\b{NEGATIVE}\s+(?:be\s+)?(?:allowed|permitted)\b|不得|禁止",
        re.IGNORECASE,
    ),
    "must": re.compile(
        r"\b(?:must|shall|has to|have to|requires?|required|obliged)\b|必須|必须|應當|应当", re.IGNORECASE
    ),
    "should": re.compile(r"\b(?:should|ought to|expected to|recommended)\b|應該|应该", re.IGNORECASE),
    "may": re.compile(r"\b(?:may(?!\s+\d)|can|allowed|permitted|permits?|allows?)\b|可以|允許|允许", re.IGNORECASE),
}
NEGATION = re.compile(rf"\b(?:{NEGATIVE}|no|none|neither|nor|without|cannot)\b|n['’]t\b|[不沒没未無无]", re.IGNORECASE)
ALIGNED = 0.5  # of a sentence's stems that its source sentence must hold before negations are compared


@dataclass(frozen=True, slots=True)
class Critical:
    """The critical tokens of one sentence."""

    figures: tuple[Quantity, ...]
    dates: tuple[str, ...]
    strengths: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """How many critical tokens were looked at, and those that the source does not hold, in words."""

    total: int
    wrong: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def critical(sentence: str) -> Critical:
    """Find the critical tokens of a sentence."""
    return Critical(
        tuple(quantities(without_dates(sentence))),
        tuple(mention.when.text for mention in mentions(sentence)),
        _strengths(sentence),
        NEGATION.search(sentence) is not None,
    )


def _strengths(sentence: str) -> frozenset[str]:
    found = set()
    for name, pattern in STRENGTHS.items():
        sentence, count = pattern.subn(" ", sentence)
        if count:
            found.add(name)
    return frozenset(found)


def compare(sentence: str, source: str) -> Finding:
    """Look for the critical tokens of a sentence in the source sentence that it is aligned with.

    A negation on one side alone counts once, and only where the two sentences say much the same.
    """
    said, held = critical(sentence), critical(source)
    wrong = [figure.text for figure in said.figures if not any(figure.same_as(other) for other in held.figures)]
    wrong += [day for day in said.dates if day not in held.dates]
    wrong += sorted(said.strengths - held.strengths)
    total = len(said.figures) + len(said.dates) + len(said.strengths)
    meant = stems(sentence)
    close = len(meant & stems(source)) >= ALIGNED * len(meant)
    if close and (said.negated or held.negated) and "must not" not in said.strengths:
        total += 1
        wrong += ["negation"] if said.negated != held.negated else []
    return Finding(total, tuple(wrong))


def aligned(sentence: str, sources: Sequence[str]) -> str:
    """Give the source sentence that shares most stems with a sentence, of the shortest where several do."""
    meant = stems(sentence)
    candidates = [candidate for source in sources for candidate in parts(source)]
    return min(candidates, key=lambda text: (-len(meant & stems(text)), len(text), text), default="")


def examine(answer: str, sources: Sequence[str]) -> Finding:
    """Compare each sentence of an answer with its aligned source sentence."""
    findings = [compare(sentence, aligned(sentence, sources)) for sentence in parts(answer)]
    return Finding(
        sum(finding.total for finding in findings), tuple(word for finding in findings for word in finding.wrong)
    )
