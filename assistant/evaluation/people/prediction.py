"""Prediction-powered estimates: the mean that people would give, from few labels and many automatic scores.

Angelopoulos et al. 2023 (prediction-powered inference) with the power tuning of PPI++ (Angelopoulos, Duchi and Zrnic
2023), by cluster. The estimate is unbiased whatever the automatic score is worth; one that says nothing is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from assistant.evaluation.people.labelling import read_labels
from assistant.evaluation.scoring import ScoreTable
from assistant.evaluation.sets.records import WORTH, Status
from assistant.evaluation.sets.tables import read_rows
from assistant.evaluation.statistics import FEWEST, LEVEL, Floats, Whole
from corpus.errors import InputError

Labelled = dict[tuple[str, str], list[str]]  # people's labels by set and question
Scored = dict[tuple[str, str], float]  # an automatic score by set and question


@dataclass(frozen=True, slots=True)
class Powered:
    """A mean with its 95 % interval; `weight` is how far the automatic scores are trusted, from 0 to 1."""

    labels: int
    scores: int
    clusters: int
    mean: float
    low: float
    high: float
    weight: float

    @property
    def width(self) -> float:
        """The width of the interval."""
        return self.high - self.low

    @property
    def interval(self) -> str:
        """The bounds as they are written."""
        known = np.isfinite(self.low)
        return (
            f"[{self.low:.3f}, {self.high:.3f}]" if known else f"[no interval: fewer than {FEWEST} labelled clusters]"
        )


def powered(labels: Floats, scores: Floats, clusters: Whole, weight: float | None = None) -> Powered:
    """Estimate the mean label. All three have shape (answers,); `labels` is NaN where people gave none.

    With L the labelled and U the other answers: mean_L(label) + weight * (mean_U(score) - mean_L(score)). The error is
    that of sums of influences over clusters, whichever of the two parts a cluster's answers are in; the interval is of
    t with the labelled clusters less one. `weight` makes the error least where it is not given; 0 is the labels alone.
    Bounds are NaN below five labelled clusters.
    """
    seen = np.isfinite(labels)
    rest = ~seen
    groups = len(np.unique(clusters[seen]))
    number = np.unique(clusters, return_inverse=True)[1]
    own = np.where(seen, labels - labels[seen].mean(), 0.0) / seen.sum()
    shift, spread = 0.0, np.zeros(len(scores))
    if rest.any():
        shift = float(scores[rest].mean() - scores[seen].mean())
        spread = np.where(
            seen, -(scores - scores[seen].mean()) / seen.sum(), (scores - scores[rest].mean()) / rest.sum()
        )
    mine, other = np.bincount(number, weights=own), np.bincount(number, weights=spread)
    if weight is None:
        weight = float(np.clip(-(mine @ other) / (other @ other), 0.0, 1.0)) if other.any() else 0.0
    mean = float(labels[seen].mean()) + weight * shift
    if groups < FEWEST:
        return Powered(int(seen.sum()), len(scores), groups, mean, np.nan, np.nan, weight)
    error = float(np.sqrt(groups / (groups - 1) * ((mine + weight * other) ** 2).sum()))
    reach = float(stats.t.ppf((1 + LEVEL) / 2, groups - 1)) * error
    return Powered(int(seen.sum()), len(scores), groups, mean, mean - reach, mean + reach, weight)


def read_key(path: Path) -> dict[str, tuple[str, str]]:
    """Read which answer, by set and question, stands behind each item of a sheet."""
    systems = {}
    for number, row in read_rows(path):
        if not {"item", "set", "id"} <= row.keys():
            raise InputError(
                f"{path}, row {number}: a key has the columns item, set and id, as `evaluate label` writes it."
            )
        systems[str(row["item"])] = (str(row["set"]), str(row["id"]))
    return systems


def read_people(sheets: Sequence[Path], key: Path) -> Labelled:
    """Read the labels of all sheets by set and question; "cannot tell" is left out."""
    places = read_key(key)
    labelled: Labelled = {}
    for path in sheets:
        for item, label in read_labels(path).items():
            if item not in places:
                raise InputError(f"{path}: the item {item!r} is not in {key}; give the key of this sheet.")
            if label in WORTH:
                labelled.setdefault(places[item], []).append(label)
            elif label != "cannot tell":
                raise InputError(
                    f"{path}, item {item}: {label!r} is not a label; one of {', '.join(WORTH)}, cannot tell."
                )
    return labelled


def key_beside(sheet: Path) -> Path:
    """Return the key that `evaluate label` wrote beside a sheet; raise InputError where it is not there."""
    key = sheet.with_suffix(".key.csv")
    if not key.is_file():
        raise InputError(f"{key} is missing: put the key that `evaluate label` wrote beside the sheet, or give --key.")
    return key


@dataclass(frozen=True, slots=True)
class People:
    """What people give a set: by the labels alone, and with the automatic scores."""

    set_name: str
    alone: Powered
    together: Powered

    @property
    def line(self) -> str:
        """Say it in one line."""
        one, both = self.alone, self.together
        return (
            f"{self.set_name}: {both.mean:.3f} {both.interval} from {both.labels} labels and "
            f"{both.scores} automatic scores (weight {both.weight:.2f}); "
            f"{one.mean:.3f} {one.interval} from the labels alone."
        )


def by_people(people: Labelled, scores: Scored, clusters: dict[str, str]) -> list[People]:
    """Estimate the mean label of each set that has labels, over its answers that have an automatic score.

    `scores` are by set and question, `clusters` by question. Raises InputError for a label without a score.
    """
    for place in people:
        if place not in scores:
            raise InputError(
                f"The scores hold none for question {place[1]!r} of {place[0]!r}: give the scores of these sets."
            )
    estimated = []
    for name in dict.fromkeys(name for name, _ in people):
        ids = sorted(id_ for set_name, id_ in scores if set_name == name)
        marks = [people.get((name, id_), []) for id_ in ids]
        labels = np.array([np.mean([WORTH[label] for label in row]) if row else np.nan for row in marks])
        values = np.array([scores[name, id_] for id_ in ids])
        numbers = np.unique([clusters.get(id_, id_) for id_ in ids], return_inverse=True)[1]
        estimated.append(People(name, powered(labels, values, numbers, 0.0), powered(labels, values, numbers)))
    return estimated


def scores_of(tables: Sequence[ScoreTable], measure: str) -> Scored:
    """Take one measure of the answers that were given, by set and question."""
    return {
        (table.name, id_): float(value)
        for table in tables
        for id_, status, value in zip(table.ids, table.statuses, table.column(measure), strict=True)
        if status is Status.OK and np.isfinite(value)
    }


def read_scores(path: Path, measure: str) -> Scored:
    """Read one measure of the answers that were given from a `scores.csv`, by set and question."""
    scores = {
        (str(row["set"]), str(row["id"])): float(row["value"])
        for _, row in read_rows(path)
        if row.get("measure") == measure and row.get("status") == "ok" and row.get("value")
    }
    if not scores:
        raise InputError(
            f"{path} holds no scores of {measure!r}: give a scores.csv of `evaluate score` and its --measure."
        )
    return scores
