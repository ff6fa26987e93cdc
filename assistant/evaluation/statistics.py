"""Uncertainty: cluster bootstrap intervals, cluster sign flips, McNemar, Holm, and the least difference to be seen.

Questions on one source are alike, so a cluster is drawn as a whole. Everything works on per-cluster sums, for many
columns (measures, pairs of sets) at once; NaN is a question that a column does not apply to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
DRAWS = 10_000
LEVEL = 0.95
FEW = 50  # clusters below which an interval is corrected for bias and skew
FEWEST = 5  # clusters below which no interval is given: four or fewer draw a handful of different means
BLOCK = 2_000_000  # numbers drawn at a time, about 16 MB
POWER = 2.8  # 1.96 + .84: a two-sided test at 5 % that sees the difference four times of five


@dataclass(frozen=True, slots=True)
class Estimate:
    """A weighted mean with its 95 % interval; `n` questions in `clusters`, NaN bounds below five clusters."""

    n: int
    clusters: int
    mean: float
    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Per-cluster sums for one column, of the clusters that it applies to: weight times value, and weight."""

    totals: Floats
    weights: Floats

    @property
    def mean(self) -> float:
        """The weighted mean; NaN without any weight."""
        weight = self.weights.sum()
        return float(self.totals.sum() / weight) if weight else float("nan")


def cluster_numbers(names: Sequence[str]) -> Whole:
    """Number clusters by the order of their names, so that the order of rows does not matter; shape (questions,)."""
    return np.asarray(np.unique(np.asarray(names), return_inverse=True)[1], dtype=np.int64)


def estimates(
    values: Floats, weights: Floats, clusters: Whole, draws: int = DRAWS, seed: int = 1, level: float = LEVEL
) -> list[Estimate]:
    """Return the mean of each column with a cluster bootstrap interval.

    `values` has shape (questions, columns), `weights` and `clusters` (questions,). Columns that apply to the same
    clusters share their draws. Percentile interval, BCa (Efron 1987) below 50 clusters; both with the percentiles
    widened as t is wider than z, for bootstrap intervals of few clusters are too narrow (Hesterberg 2015, expanded
    percentiles).
    """
    groups: dict[bytes, list[int]] = {}
    sums: list[Sums] = []
    for column in range(values.shape[1]):
        there = np.isfinite(values[:, column]) & (weights > 0)
        present, numbers = np.unique(clusters[there], return_inverse=True)
        sums.append(
            Sums(
                _summed(numbers, (values[:, column] * weights)[there], len(present)),
                _summed(numbers, weights[there], len(present)),
            )
        )
        groups.setdefault(present.tobytes(), []).append(column)
    counts = (np.isfinite(values) & (weights > 0)[:, None]).sum(axis=0)
    by_column: dict[int, Estimate] = {}
    for columns in groups.values():
        drawn = _bootstrap([sums[column] for column in columns], draws, seed)
        for column, means in zip(columns, drawn.T, strict=True):
            by_column[column] = _estimate(int(counts[column]), sums[column], means, level)
    return [by_column[column] for column in range(values.shape[1])]


def _summed(numbers: Whole, worth: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(numbers, weights=worth, minlength=size), dtype=np.float64)


def _bootstrap(columns: Sequence[Sums], draws: int, seed: int) -> Floats:
    """Draw whole clusters with replacement; give the means, shape (draws, columns)."""
    size = len(columns[0].totals)
    totals = np.column_stack([column.totals for column in columns])
    weights = np.column_stack([column.weights for column in columns])
    if size < FEWEST:
        return np.full((1, len(columns)), np.nan)
    means = [(counts @ totals) / (counts @ weights) for counts in drawn_counts(size, draws, seed)]
    return np.concatenate(means)


def drawn_counts(size: int, draws: int, seed: int) -> Iterator[Floats]:
    """Yield how often each cluster is drawn, in blocks of shape (some draws, size)."""
    random = np.random.default_rng(seed)
    step = max(BLOCK // size, 1)
    for start in range(0, draws, step):
        rows = min(step, draws - start)
        picked = random.integers(0, size, (rows, size)) + (np.arange(rows) * size)[:, None]
        yield np.bincount(picked.ravel(), minlength=rows * size).reshape(rows, size).astype(np.float64)


def _estimate(n: int, sums: Sums, means: Floats, level: float) -> Estimate:
    size = len(sums.totals)
    if size < FEWEST:
        return Estimate(n, size, sums.mean, np.nan, np.nan, f"none: fewer than {FEWEST} clusters")
    tail = float(stats.norm.cdf(np.sqrt(size / (size - 1)) * stats.t.ppf((1 - level) / 2, size - 1)))
    method, shares = "percentile", (tail, 1 - tail)
    if size < FEW:
        method, shares = "BCa", _bca_shares(sums, means, tail)
    low, high = np.quantile(means, shares)
    return Estimate(n, size, sums.mean, float(low), float(high), method)


def _bca_shares(sums: Sums, means: Floats, tail: float) -> tuple[float, float]:
    """Correct the two percentiles for bias (median of the draws) and acceleration (jackknife over clusters)."""
    if np.ptp(means) == 0:
        return tail, 1 - tail
    below = (means < sums.mean).mean() + (means == sums.mean).mean() / 2
    bias = stats.norm.ppf(np.clip(below, 1 / len(means), 1 - 1 / len(means)))
    without = (sums.totals.sum() - sums.totals) / (sums.weights.sum() - sums.weights)
    spread = without.mean() - without
    power = (spread**2).sum() ** 1.5
    skew = (spread**3).sum() / (6 * power) if power else 0.0
    edges = bias + stats.norm.ppf(np.array([tail, 1 - tail]))
    scale = np.maximum(1 - skew * edges, 1e-6)  # at 0 the correction leaves the distribution: take its end
    low, high = stats.norm.cdf(bias + edges / scale)
    return float(low), float(high)


def flip_p_values(
    differences: Floats, weights: Floats, clusters: Whole, draws: int = DRAWS, seed: int = 1
) -> list[float]:
    """Test each column's mean against 0 by flipping the sign of whole clusters: p = (1 + b) / (1 + B), two-sided.

    `differences` has shape (questions, columns). Counting the observed sum keeps the test exact (Phipson and Smyth
    2010); NaN where a column applies nowhere.
    """
    worth = np.where(np.isfinite(differences), differences, 0.0) * weights[:, None]
    size = int(clusters.max()) + 1 if len(clusters) else 0
    totals = np.zeros((size, differences.shape[1]))
    np.add.at(totals, clusters, worth)
    seen = np.abs(totals.sum(axis=0))
    slack = 1e-9 * np.abs(totals).sum(axis=0)  # equal sums differ in their last digits
    random = np.random.default_rng(seed)
    step = max(BLOCK // max(size, 1), 1)
    extreme = np.zeros(differences.shape[1])
    for start in range(0, draws, step):
        signs = random.integers(0, 2, (min(step, draws - start), size), dtype=np.int8).astype(np.float64) * 2 - 1
        extreme += (np.abs(signs @ totals) >= seen - slack).sum(axis=0)
    known = np.atleast_1d(np.isfinite(differences).any(axis=0))
    return [float(p) for p in np.where(known, (1 + extreme) / (1 + draws), np.nan)]


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p of McNemar's test from the two counts of discordant pairs; 1 without any."""
    discordant = only_first + only_second
    return float(stats.binomtest(only_first, discordant).pvalue) if discordant else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """Correct a family of p values by Holm's step-down method (Holm 1979), in their own order."""
    order = np.argsort(np.asarray(p_values), kind="stable")
    corrected = np.empty(len(p_values))
    highest = 0.0
    for rank, position in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[position]))
        corrected[position] = highest
    return [float(value) for value in corrected]


@dataclass(frozen=True, slots=True)
class Power:
    """What a comparison could see: effective number of questions, and the least difference seen at 80 % power."""

    effective: float
    difference: float


def power(differences: Floats, weights: Floats, clusters: Whole) -> Power:
    """Return n_eff = sd^2 / SE^2 of the clustered mean, at most n, and 2.8 sd / sqrt(n_eff); NaN below two clusters."""
    there = np.isfinite(differences) & (weights > 0)
    values, worth = differences[there], weights[there]
    numbers = np.unique(clusters[there], return_inverse=True)[1]
    size = int(numbers.max()) + 1 if len(numbers) else 0
    if size < 2:
        return Power(np.nan, np.nan)
    rest = values - np.average(values, weights=worth)
    variance = float(np.average(rest**2, weights=worth)) * len(values) / (len(values) - 1)
    residuals = np.bincount(numbers, weights=rest * worth, minlength=size)
    error = float(size / (size - 1) * (residuals**2).sum() / worth.sum() ** 2)
    effective = min(float(len(values)), variance / error) if error else float(len(values))
    return Power(effective, float(POWER * np.sqrt(variance / effective)) if effective else np.nan)
