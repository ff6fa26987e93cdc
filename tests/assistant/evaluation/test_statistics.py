"""Statistics: against scipy and statsmodels, sums worked by hand, and a simulation of the intervals' coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as their_mcnemar
from statsmodels.stats.multitest import multipletests

from assistant.evaluation.statistics import (
    cluster_numbers,
    estimates,
    flip_p_values,
    holm,
    mcnemar,
    power,
)
from benchmarks.evaluation import covered


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_holm_is_that_of_statsmodels(size: int) -> None:
    """Corrected p values are the same, in the same places, ties among them."""
    values = [float(value) for value in np.round(np.random.default_rng(size).random(size) ** 3, 1)]
    assert holm(values) == pytest.approx(list(multipletests(values, method="holm")[1]))


@pytest.mark.parametrize(("first", "second"), [(0, 0), (3, 0), (10, 2), (7, 7)])
def test_mcnemar_is_that_of_statsmodels(first: int, second: int) -> None:
    """The exact p of the discordant pairs is the same."""
    theirs = their_mcnemar([[5, first], [second, 5]], exact=True).pvalue
    assert mcnemar(first, second) == pytest.approx(min(theirs, 1.0))


def test_sign_flips_are_those_of_scipy() -> None:
    """On single-question clusters the p is that of scipy's paired permutation test, to its simulation error."""
    random = np.random.default_rng(3)
    differences = random.normal(0.3, 1, 40)
    theirs = stats.permutation_test(
        (differences, np.zeros(40)), lambda a, b: np.mean(a - b), permutation_type="samples",
        n_resamples=20_000, rng=np.random.default_rng(1),
    ).pvalue  # fmt: skip
    ours = flip_p_values(differences[:, None], np.ones(40), np.arange(40), 20_000)[0]
    assert ours == pytest.approx(theirs, abs=0.01)


def test_sign_flips_by_hand() -> None:
    """Four clusters that all gained: 2 of 16 sign patterns are as extreme, and p is never 0."""
    p = flip_p_values(np.ones((8, 1)), np.ones(8), np.repeat(np.arange(4), 2), 10_000)[0]
    assert p == pytest.approx(2 / 16, abs=0.01)
    assert flip_p_values(np.ones((60, 1)), np.ones(60), np.arange(60), 1_000)[0] == pytest.approx(1 / 1_001)
    assert flip_p_values(np.zeros((5, 1)), np.ones(5), np.arange(5), 100)[0] == 1
    assert np.isnan(flip_p_values(np.full((5, 1), np.nan), np.ones(5), np.arange(5), 100)[0])


def test_the_mean_is_weighted_and_skips_what_does_not_apply() -> None:
    """(1*1 + 3*0) / 4 over the two questions that apply."""
    values = np.array([[1.0], [0.0], [np.nan]])
    found = estimates(values, np.array([1.0, 3.0, 9.0]), np.arange(3), 200)[0]
    assert (found.n, found.clusters, found.mean) == (2, 2, 0.25)
    assert np.isnan(found.low)
    assert found.method == "none: fewer than 5 clusters"


def test_intervals_agree_with_scipy() -> None:
    """On single-question clusters: BCa of 30 and percentile of 200 are those of scipy, widened as t is to z."""
    for size, method in ((30, "BCa"), (200, "percentile")):
        sample = np.random.default_rng(size).gamma(2, 1, size)
        level = 1 - 2 * stats.norm.cdf(np.sqrt(size / (size - 1)) * stats.t.ppf(0.025, size - 1))
        theirs = stats.bootstrap(
            (sample,), np.mean, method=method, confidence_level=level, n_resamples=9_999, rng=np.random.default_rng(1)
        ).confidence_interval
        ours = estimates(sample[:, None], np.ones(size), np.arange(size))[0]
        assert ours.method == method
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.03)


def test_repeating_the_questions_of_a_cluster_tells_nothing_new() -> None:
    """Ten copies of each question in its own cluster leave the cluster interval as it was; the naive one shrinks."""
    sample = np.random.default_rng(5).random(60)
    once = estimates(sample[:, None], np.ones(60), np.arange(60), 2_000)[0]
    copies = np.repeat(sample, 10)[:, None]
    ten = estimates(copies, np.ones(600), np.repeat(np.arange(60), 10), 2_000)[0]
    naive = estimates(copies, np.ones(600), np.arange(600), 2_000)[0]
    assert (ten.low, ten.high) == pytest.approx((once.low, once.high))
    assert naive.high - naive.low < 0.4 * (once.high - once.low)


def test_columns_do_not_disturb_one_another() -> None:
    """A column has the same interval alone and beside others that apply elsewhere."""
    random = np.random.default_rng(2)
    values = random.random((80, 3))
    values[:30, 1] = np.nan
    together = estimates(values, np.ones(80), np.arange(80) // 2, 500)
    for column in range(3):
        alone = estimates(values[:, [column]], np.ones(80), np.arange(80) // 2, 500)[0]
        assert (alone.low, alone.high, alone.n) == pytest.approx(
            (together[column].low, together[column].high, together[column].n)
        )


def test_power_by_hand() -> None:
    """Single questions: n_eff is n, and 2.8 sd / sqrt(n). Five copies of each: n_eff is near n / 5."""
    sample = np.random.default_rng(4).normal(0, 1, 100)
    alone = power(sample, np.ones(100), np.arange(100))
    assert alone.effective == pytest.approx(100)
    assert alone.difference == pytest.approx(2.8 * sample.std(ddof=1) / 10)
    copies = power(np.repeat(sample, 5), np.ones(500), np.repeat(np.arange(100), 5))
    assert copies.effective == pytest.approx(100, rel=0.02)


def test_clusters_are_numbered_by_name() -> None:
    """The order of the rows does not change which draws a cluster gets."""
    assert cluster_numbers(["b", "a", "b"]).tolist() == [1, 0, 1]


@pytest.mark.parametrize("clusters", [20, 80])
def test_the_interval_covers_and_the_naive_one_does_not(clusters: int) -> None:
    """300 draws of clustered data: the 95 % interval holds the truth in 92-98 %, the naive one in under 80 %.

    The full simulation is `python -m benchmarks.evaluation coverage`.
    """
    random = np.random.default_rng(clusters)
    held = np.mean([covered(clusters, 500, random) for _ in range(300)], axis=0)
    assert 0.92 <= held[0] <= 0.98
    assert held[1] < 0.8
