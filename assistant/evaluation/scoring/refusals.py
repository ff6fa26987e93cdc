"""Refusals: whether an answer declines cleanly, in part or not at all, and its risk at each coverage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.scoring.text import parts, plain
from assistant.evaluation.sets.records import EvalAnswer
from corpus.language.verbs import SAY

Floats = NDArray[np.float64]
_SOURCES = r"(?:texts?|documents?|sources?|passages?|context|corpus|materials?|information|policies|index|database)"
REFUSING = re.compile(
    r"\b(?:I|we)\s+(?:(?:do|did|could|can|will|would|am|are)\s*(?:not|n['’]t)|cannot|can['’]t|won['’]t)\s+"
    r"(?:have|know|find|answer|help|provide|give|say|tell|determine|advise|predict|assist|able)\b"
    r"|\b(?:I|we)(?:\s+am|\s+are|['’]m|['’]re)\s+(?:sorry|unable|not able)\b"
    rf"|\b(?:the|these|this|my|our)\s+(?:\w+\s+){{0,3}}{_SOURCES}\s+(?:(?:do|does|did)\s*(?:not|n['’]t)|cannot)\s+"
    rf"(?:\w+\s+)?(?:{'|'.join(SAY.verbs)}|hold|provide|include)\b"
    rf"|\b(?:no|not enough|insufficient)\s+(?:\w+\s+){{0,2}}{_SOURCES}\s+(?:(?:is|are|was|were)\s+)?"
    r"(?:available|found|on this|about|to answer)\b"
    r"|\b(?:outside|beyond)\s+(?:the|my|our)\s+(?:scope|remit)\b"
    r"|無法回答|无法回答|沒有相關|没有相关|不能提供|未能找到",
    re.IGNORECASE,
)
COVERAGES = (0.8, 0.9)


class Refusal(StrEnum):
    """How far an answer declines."""

    CLEAN = "clean"
    MIXED = "mixed"
    NONE = "none"


def classify(answer: EvalAnswer) -> Refusal:
    """Tell how far an answer declines: cleanly, in part ("mixed": it declines and answers all the same), or not.

    A `refused` flag is believed where it says yes; statements beside it make the refusal a mixed one. Without it,
    the first sentence that declines decides: clean when it opens the answer, with at most one sentence more.
    """
    if answer.refused:
        return Refusal.MIXED if answer.statements and answer.cited else Refusal.CLEAN
    sentences = parts(plain(answer.text))
    declining = [number for number, sentence in enumerate(sentences) if REFUSING.search(sentence)]
    if not declining:
        return Refusal.NONE
    return Refusal.CLEAN if declining[0] == 0 and len(sentences) - len(declining) <= 1 else Refusal.MIXED


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Error among the answers given, by the share of questions answered, most confident first.

    `coverage` and `risk` have shape (n,). `aurc` is the mean risk over all coverages (Geifman and El-Yaniv 2017).
    """

    coverage: Floats
    risk: Floats
    aurc: float

    def accuracy(self, coverage: float) -> float:
        """Return the share of right answers among the most confident ones at a coverage in (0, 1]."""
        position = max(int(np.ceil(round(coverage * len(self.risk), 9))), 1) - 1
        return float(1 - self.risk[position])


def risk_coverage(confidence: Floats, right: Floats) -> RiskCoverage:
    """Rank answers by confidence (shape (n,)) and follow their errors; equal confidences share their errors evenly.

    An answer without confidence is -inf and comes last. So the order of the rows does not matter.
    """
    values, group, sizes = np.unique(-confidence, return_inverse=True, return_counts=True)
    errors = np.bincount(group, weights=1 - right, minlength=len(values)) / sizes
    wrong = np.cumsum(np.repeat(errors, sizes))
    count = np.arange(1, len(confidence) + 1, dtype=np.float64)
    risk = wrong / count
    return RiskCoverage(count / len(confidence), risk, float(risk.mean()))


@dataclass(frozen=True, slots=True)
class RefusalTable:
    """Refusals counted over a set; the positive class is "should be refused". Failures are wrong on either side."""

    owed_clean: int
    owed_mixed: int
    owed_none: int
    answerable_clean: int
    answerable_mixed: int
    answerable_none: int
    failed: int

    @property
    def precision(self) -> float | None:
        """Of the clean refusals, the share that was owed; None without any."""
        given = self.owed_clean + self.answerable_clean
        return self.owed_clean / given if given else None

    @property
    def recall(self) -> float | None:
        """Of the refusals owed, the share given cleanly; None where none is owed."""
        owed = self.owed_clean + self.owed_mixed + self.owed_none
        return self.owed_clean / owed if owed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean; None where neither side has a case."""
        if self.precision is None or self.recall is None:
            return None if self.recall is None else 0.0
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0
