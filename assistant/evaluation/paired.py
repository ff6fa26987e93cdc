"""Comparing answer sets: paired by question, measure by measure, slice by slice, and the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.scoring import ScoreTable
from assistant.evaluation.scoring.measures import BY_KEY, FAMILY, HEADLINES, MEASURES, Measure
from assistant.evaluation.sets.records import QuestionSet
from assistant.evaluation.statistics import (
    DRAWS,
    Estimate,
    Floats,
    Whole,
    cluster_numbers,
    estimates,
    flip_p_values,
    holm,
    mcnemar,
    power,
)

FEWEST = 20  # questions below which a slice is greyed
ALPHA = 0.05


class Finding(StrEnum):
    """What a comparison shows of the second set."""

    BETTER = "better"
    WORSE = "worse"
    DIFFERENT = "different"
    NOTHING = "no difference shown"


class Outcome(StrEnum):
    """The three answers of the gate."""

    PASS = "pass"  # noqa: S105 - an outcome
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Design:
    """What all estimates share: weights and clusters of the questions in their order, draws and seed."""

    weights: Floats
    clusters: Whole
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of a pair of sets; the difference is second minus first. `holm` is None outside the family."""

    measure: Measure
    first: str
    second: str
    first_mean: float
    second_mean: float
    difference: Estimate
    p: float
    holm: float | None
    mcnemar: float | None
    wins: int
    ties: int
    losses: int
    effective: float
    detectable: float

    @property
    def finding(self) -> Finding:
        """What is shown: by the corrected p where the measure is in the family, else by p."""
        value = self.p if self.holm is None else self.holm
        if not value < ALPHA:
            return Finding.NOTHING
        if not self.measure.better:
            return Finding.DIFFERENT
        return Finding.BETTER if self.difference.mean * self.measure.better > 0 else Finding.WORSE


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice of the questions: the estimate of each set, in the order of the sets, for one measure."""

    name: str
    value: str
    n: int
    measure: Measure
    estimates: tuple[Estimate, ...]

    @property
    def small(self) -> bool:
        """Return whether it has too few questions to say much."""
        return self.n < FEWEST


def design_of(questions: QuestionSet, draws: int = DRAWS, seed: int = 1) -> Design:
    """Take weights and clusters from a question set."""
    rows = questions.questions
    weights = np.array([row.weight for row in rows], dtype=np.float64)
    return Design(weights, cluster_numbers([row.cluster for row in rows]), draws, seed)


def measured(tables: Sequence[ScoreTable]) -> list[Measure]:
    """Name the measures that at least one set has a value for."""
    there = np.any([np.isfinite(table.values).any(axis=0) for table in tables], axis=0)
    return [measure for measure, known in zip(MEASURES, there, strict=True) if known]


def headline(tables: Sequence[ScoreTable], family: Sequence[str] = FAMILY) -> Measure:
    """Choose what the verdict is about: the first declared measure that is there, else qIDF F1, right answers, nDCG."""
    known = measured(tables)
    return next(
        (BY_KEY[key] for key in (*family, *HEADLINES) if BY_KEY[key] in known), known[0] if known else BY_KEY["correct"]
    )


def scoreboard(tables: Sequence[ScoreTable], design: Design) -> list[list[Estimate]]:
    """Return the estimate of every measure of every set: one row per set, one column per measure of MEASURES."""
    stacked = np.concatenate([table.values for table in tables], axis=1)
    means = estimates(stacked, design.weights, design.clusters, design.draws, design.seed)
    width = len(MEASURES)
    return [means[start : start + width] for start in range(0, len(means), width)]


def compare(first: ScoreTable, second: ScoreTable, design: Design, family: Sequence[str] = FAMILY) -> list[Comparison]:
    """Compare two sets in every measure that both have, questions that a measure applies to in both."""
    both = np.isfinite(first.values) & np.isfinite(second.values)
    differences = np.where(both, second.values - first.values, np.nan)
    gains = estimates(differences, design.weights, design.clusters, design.draws, design.seed)
    p_values = flip_p_values(differences, design.weights, design.clusters, design.draws, design.seed)
    known = [number for number, estimate in enumerate(gains) if estimate.n]
    declared = [number for number in known if MEASURES[number].key in family]
    corrected = dict(zip(declared, holm([p_values[number] for number in declared]), strict=True))
    rows = []
    for number in known:
        column, there = differences[:, number], both[:, number]
        able = power(column, design.weights, design.clusters)
        signs = np.sign(np.round(column[there], 9)) * (MEASURES[number].better or 1)
        wins, losses = int((signs > 0).sum()), int((signs < 0).sum())
        rows.append(
            Comparison(
                measure=MEASURES[number],
                first=first.name,
                second=second.name,
                first_mean=_mean(first.values[:, number], there, design.weights),
                second_mean=_mean(second.values[:, number], there, design.weights),
                difference=gains[number],
                p=p_values[number],
                holm=corrected.get(number),
                mcnemar=mcnemar(wins, losses) if MEASURES[number].binary else None,
                wins=wins,
                ties=int(there.sum()) - wins - losses,
                losses=losses,
                effective=able.effective,
                detectable=able.difference,
            )
        )
    return rows


def _mean(values: Floats, there: NDArray[np.bool_], weights: Floats) -> float:
    return float(np.average(values[there], weights=weights[there])) if weights[there].sum() else float("nan")


def slices_of(questions: QuestionSet, tables: Sequence[ScoreTable], measure: Measure, design: Design) -> list[Slice]:
    """Estimate one measure in every slice of the questions, by name and value."""
    members: dict[tuple[str, str], list[int]] = {}
    for number, question in enumerate(questions.questions):
        for key in question.slices:
            members.setdefault(key, []).append(number)
    columns = np.column_stack([table.column(measure.key) for table in tables])
    rows = []
    for (name, value), numbers in sorted(members.items()):
        picked = np.array(numbers)
        means = estimates(
            columns[picked], design.weights[picked], design.clusters[picked], design.draws, design.seed
        )  # fmt: skip
        n = max(estimate.n for estimate in means)
        if n:
            rows.append(Slice(name, value, n, measure, tuple(means)))
    return rows


def gate(comparison: Comparison, margin: float) -> Outcome:
    """Judge non-inferiority: pass when the whole interval lies above minus the margin, fail when it lies below.

    The difference counts in the direction in which the measure is better. Without an interval it is inconclusive.
    """
    bounds = (comparison.difference.low, comparison.difference.high)
    low, high = sorted(bound * (comparison.measure.better or 1) for bound in bounds)
    if low > -margin:
        return Outcome.PASS
    return Outcome.FAIL if high < -margin else Outcome.INCONCLUSIVE
