"""Tuning: fit the ranker to a user's own judged questions, in folds, and report the gain honestly.

Questions with the same first relevant passage are in one fold, unless asked otherwise. Each fold is ranked by what was
fitted on the others: weights, a forest, a cross-encoder or an adapted encoder. The gain over the default is a paired
difference with a 95 % interval, bootstrapped over those clusters. What has no interval above 0 is written down and not
used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.evaluation.statistics import Estimate, Floats, cluster_numbers, estimates
from assistant.retrieval.forest import Forest
from assistant.retrieval.known_questions import KNOWN, Known
from assistant.retrieval.ranking import DEFAULT, Ranker
from assistant.retrieval.signals import NAMES, Column, Signals
from assistant.retrieval.tuned import FOREST_NAMES, Tuned, with_known
from corpus.errors import InputError
from corpus.language.terms import terms

FOLDS = 5
SEED = 1
LEARNT_FROM = 40  # candidates of a question, by the default ranker: those below teach little and take most of the time
FIRST = 10  # ranks that are measured
RIDGE = 1.0
FEWEST = 50  # questions: below, an interval is wider than any gain
WEIGHTED_NAMES = (*NAMES, KNOWN)
MEASURES = ("R@10", "AP@10")


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged question: its candidates with their signals, and the ids of the passages that answer it.

    Questions of one `group` are never fitted on one another.
    """

    id: str
    signals: Signals
    relevant: frozenset[str]
    group: int = 0
    text: str = ""

    @property
    def hits(self) -> NDArray[np.bool_]:
        """Which candidates are relevant."""
        return np.array([passage.id in self.relevant for passage in self.signals.passages], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A ranker, and what it was worth on questions that it had not seen.

    `ours` and `base` hold the measures of the cross-fitted and the default ranking: shape (questions, measures).
    `seen` is the share of a question's relevant passages that other folds' questions have too.
    """

    tuned: Ranker
    ours: Floats
    base: Floats
    gains: tuple[Estimate, ...]
    levels: tuple[Estimate, ...]
    seen: Floats
    folds: int = FOLDS

    @property
    def won(self) -> bool:
        """Return whether average precision is higher beyond chance, and recall not lower."""
        return self.gains[1].low > 0 and self.gains[0].mean >= 0


Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to tune: `fit` gives a ranker; models are kept in the folder that it is given.

    `asked` gives questions with the candidates that they have under a ranker, where these are other ones.
    """

    fit: Callable[[Sequence[Judged], Known, Path], Ranker]
    asked: Callable[[Ranker, Sequence[Judged]], Sequence[Judged]] = lambda _, questions: questions


def tune(
    questions: Sequence[Judged],
    method: Method,
    out: Path,
    progress: Told,
    *,
    whole_clusters: bool = True,
    folds: int = FOLDS,
) -> Fitted:
    """Fit a ranker in folds, see what it is worth, and fit it on everything; raise InputError for too few questions.

    `whole_clusters` keeps questions with the same first relevant passage in one fold. A model that is fitted on
    everything is written to `out`.
    """
    if len(questions) < FEWEST:
        raise InputError(f"{len(questions)} judged questions are too few to tune on: bring {FEWEST} or more.")
    clusters = cluster_numbers([min(question.relevant) for question in questions])
    groups = clusters if whole_clusters else np.arange(len(questions))
    fold_of = np.random.default_rng(SEED).permutation(int(groups.max()) + 1)[groups] % folds
    questions = [replace(question, group=int(group)) for question, group in zip(questions, groups, strict=True)]
    base = np.array([measures(DEFAULT.scores("", question.signals), question) for question in questions])
    ours, seen = np.zeros_like(base), np.zeros(len(questions))
    for fold in range(folds):
        held = np.flatnonzero(fold_of == fold)
        rest = [question for question, own in zip(questions, fold_of, strict=True) if own != fold]
        answered = frozenset[str]().union(*(question.relevant for question in rest))
        with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            ranker = method.fit(rest, known_of(rest), Path(scratch))
            for row, question in zip(held, method.asked(ranker, [questions[row] for row in held]), strict=True):
                ours[row] = measures(ranker.scores(question.text, question.signals), question)
                seen[row] = len(question.relevant & answered) / len(question.relevant)
        progress("Fitting in folds", fold + 1, folds + 1)
    ranker = method.fit(questions, known_of(questions), out)
    progress("Fitting in folds", folds + 1, folds + 1)
    means = estimates(np.hstack([ours - base, ours]), np.ones(len(ours)), clusters)
    return Fitted(ranker, ours, base, tuple(means[: len(MEASURES)]), tuple(means[len(MEASURES) :]), seen, folds)


def known_of(questions: Sequence[Judged]) -> Known:
    """Make judged questions known."""
    vectors = np.array([question.signals.question for question in questions], dtype=np.float32)
    words = [sorted(set(terms(question.text))) for question in questions]
    return Known(vectors, [sorted(question.relevant) for question in questions], words)


def measures(scores: Column, question: Judged) -> tuple[float, float]:
    """Return recall and average precision at 10 of one ranking, equal scores in the order of passage ids."""
    hits = question.hits[np.argsort(-scores, kind="stable")[:FIRST]]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(hits.sum() / len(question.relevant)), float((precision * hits).sum() / len(question.relevant))


def _lessons(
    questions: Sequence[Judged], known: Known, names: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.bool_], list[int]]:
    """Return the first candidates of each question as rows, which of them are relevant, and how many each question has.

    What is known of a question leaves out its own group, as it is when it is held out: a ranker that was fitted
    with more known than it will meet trusts it too much. One of which no candidate is relevant teaches nothing.
    """
    groups: dict[int, set[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(question.group, set()).add(place)
    rows, hits, sizes = [], [], []
    for question in questions:
        first = np.argsort(-DEFAULT.scores("", question.signals), kind="stable")[:LEARNT_FROM]
        if question.hits[first].any():
            signals = with_known(question.text, question.signals, known, groups[question.group])
            rows.append(signals.matrix(names)[first])
            hits.append(question.hits[first])
            sizes.append(len(first))
    return np.concatenate(rows), np.concatenate(hits), sizes


def fit_weights(questions: Sequence[Judged], known: Known, _: Path) -> Tuned:
    """Fit weights of 0 and more that make the relevant candidates likely: a softmax over each question's candidates."""
    rows, hits, sizes = _lessons(questions, known, WEIGHTED_NAMES)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)
    wanted = hits / np.add.reduceat(hits.astype(np.float64), starts)[group]
    matrix = rows.astype(np.float64)

    def loss(weights: Floats) -> tuple[float, Floats]:
        values = matrix @ weights
        values -= np.maximum.reduceat(values, starts)[group]
        mass = np.add.reduceat(np.exp(values), starts)
        likely = np.exp(values) / mass[group]
        cost = float(np.log(mass).sum() - wanted @ values + RIDGE / 2 * weights @ weights)
        return cost, matrix.T @ (likely - wanted) + RIDGE * weights

    begin, bounds = np.ones(len(WEIGHTED_NAMES)), [(0.0, None)] * len(WEIGHTED_NAMES)
    weights = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds).x
    shares = {
        name: round(float(weight / weights.sum()), 4) for name, weight in zip(WEIGHTED_NAMES, weights, strict=True)
    }
    return Tuned("tuned weights", known, shares)


def fit_forest(questions: Sequence[Judged], known: Known, _: Path) -> Tuned:
    """Fit LambdaMART to all signals."""
    rows, hits, sizes = _lessons(questions, known, FOREST_NAMES)
    return Tuned("LambdaMART", known, {}, Forest.fit(rows, hits, sizes))
