"""Critical tokens: the figures, dates, duties and negations that a rule turns on.

What counts as one is said where answers are checked, in `assistant.verification`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.evaluation.scoring.text import parts, stems
from assistant.verification.evidence import DENIES
from assistant.verification.figures import figures
from assistant.verification.stances import strengths
from corpus.language.dates import mentions
from corpus.language.numbers import Quantity

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
        figures(sentence),
        tuple(mention.when.text for mention in mentions(sentence)),
        strengths(sentence),
        DENIES.search(sentence) is not None,
    )


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
    """Return the source sentence that shares most stems with a sentence, of the shortest where several do."""
    meant = stems(sentence)
    candidates = [candidate for source in sources for candidate in parts(source)]
    return min(candidates, key=lambda text: (-len(meant & stems(text)), len(text), text), default="")


def examine(answer: str, sources: Sequence[str]) -> Finding:
    """Compare each sentence of an answer with its aligned source sentence."""
    findings = [compare(sentence, aligned(sentence, sources)) for sentence in parts(answer)]
    return Finding(
        sum(finding.total for finding in findings), tuple(word for finding in findings for word in finding.wrong)
    )
