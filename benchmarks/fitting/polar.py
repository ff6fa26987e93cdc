"""Fit which first lines of yes or no are shown: `python -m benchmarks.fitting.polar`.

A logistic model over the signs of a line (`assistant.composing.lead.polar`), fitted on lines that two other hands
judged by the texts alone (`polar.jsonl`: a question, the day, the line that was proposed for it, the passage it rests
on, the verdict "right", "wrong" or "odd", and whether the rules before showed it). The questions are those of the
tuning halves and questions of the notes' own, each asked with itself taken out of the index. The threshold is the
lowest at which, in five folds of notes, `RIGHT` of the lines above are right. The card says so, beside those rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.answers.records import Question
from assistant.chain import PolicyChain, open_chain
from assistant.composing.lead.polar import MODEL, Line, polar_lines
from assistant.settings import load_settings
from corpus.index.texts import policy_of

JUDGED = Path(__file__).with_name("polar.jsonl")
RIGHT = 0.85  # of the lines shown; at .9 none would be
STRENGTH = 0.03  # inverse regularisation of signs of unit variance, as scikit-learn counts it; .1 is alike in folds
FOLDS, SEED = 5, 20261130
DECIMALS = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A line as it is made now, the note it rests on, how it was judged, and whether it was shown before."""

    line: Line
    note: str
    verdict: str
    shown_before: bool


def judged(chain: PolicyChain) -> Iterator[Judged]:
    """Yield the judged lines that the labels still give, with their signs."""
    for text in JUDGED.read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        with _unknown(chain, row["question"]):
            found = chain.found(chain.understood(Question(row["question"], as_of=date.fromisoformat(row["day"]))))
        by_id = {hit.passage.id: hit for hit in found.hits}
        first = by_id.get(row["cited"])
        if first is None or found.clues is None:
            continue
        made = polar_lines(found.query, first, found.hits, found.closeness, found.clues)
        said = [one for one in made if one.text == row["line"]]
        if said:
            best = max(said, key=lambda one: one.signs["sense"])
            yield Judged(best, policy_of(row["cited"]), row["verdict"], row["before"])


@contextmanager
def _unknown(chain: PolicyChain, text: str) -> Iterator[None]:
    """Take a question out of the index of own questions for a while: people do not ask in the notes' own words."""
    index = chain.edition_seen("").questions
    row = index.vector_of.get(text)
    if row is None:
        yield
        return
    held = index._vectors[row].copy()
    index._vectors[row] = 0
    try:
        yield
    finally:
        index._vectors[row] = held


def matrix(rows: Sequence[Judged], names: Sequence[str]) -> Floats:
    """Return the signs of the lines, shape (lines, signs)."""
    return np.array([[row.line.signs[name] for name in names] for row in rows], dtype=np.float64)


def crossed(rows: Sequence[Judged], names: Sequence[str]) -> Floats:
    """Return the probability of each line by a model that was fitted without the lines of its fold of notes."""
    notes = sorted({row.note for row in rows})
    drawn = np.random.default_rng(SEED).permutation(len(notes)) % FOLDS
    fold = dict(zip(notes, drawn.tolist(), strict=True))
    folds, values, truth = np.array([fold[row.note] for row in rows]), matrix(rows, names), right_of(rows)
    sure = np.zeros(len(rows))
    for one in range(FOLDS):
        model = _model().fit(values[folds != one], truth[folds != one])
        sure[folds == one] = model.predict_proba(values[folds == one])[:, 1]
    return sure


def right_of(rows: Sequence[Judged]) -> NDArray[np.bool_]:
    """Return which lines were judged right."""
    return np.array([row.verdict == "right" for row in rows])


def least_of(sure: Floats, truth: NDArray[np.bool_]) -> float:
    """Return the lowest probability at which `RIGHT` of the lines above it are right; 1 if there is none."""
    order = np.argsort(-sure)
    shares = np.cumsum(truth[order]) / np.arange(1, len(truth) + 1)
    enough = [place for place in range(len(truth) // 20, len(truth)) if shares[place] >= RIGHT]
    return float(sure[order][enough[-1]]) if enough else 1.0


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5_000))


def weights_of(model: Pipeline, names: Sequence[str], least: float) -> dict[str, Any]:
    """Return a fitted model as one of the signs as they are, not of unit variance."""
    scaler, fitted = model[0], model[1]
    weights = fitted.coef_[0] / scaler.scale_
    return {
        "base": round(float(fitted.intercept_[0] - weights @ scaler.mean_), DECIMALS),
        "weights": {name: round(float(weight), DECIMALS) for name, weight in zip(names, weights, strict=True)},
        "least": round(least, DECIMALS),
    }


def main() -> None:
    """Fit, write the model, and print the card."""
    rows = list(judged(open_chain(load_settings())))
    names, truth = sorted(rows[0].line.signs), right_of(rows)
    sure = crossed(rows, names)
    least = least_of(sure, truth)
    written = weights_of(_model().fit(matrix(rows, names), truth), names, least)
    MODEL.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    shown, before = sure >= least, np.array([row.shown_before for row in rows])
    wrong = np.array([row.verdict == "wrong" for row in rows])
    card = [
        f"# Which first lines of yes or no are shown, fitted on {len(rows)} judged lines",
        "",
        f"- all that the labels could give: {truth.mean():.2f} right, {wrong.mean():.2f} wrong, the rest odd",
        f"- shown, in {FOLDS} folds of notes: {_shares(shown, truth, wrong)}",
        f"- shown by the rules that it replaces: {_shares(before, truth, wrong)}",
    ]
    MODEL.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    print("\n".join(card))


def _shares(shown: NDArray[np.bool_], truth: NDArray[np.bool_], wrong: NDArray[np.bool_]) -> str:
    if not shown.any():
        return "none"
    return f"{int(shown.sum())}, {truth[shown].mean():.2f} right, {wrong[shown].mean():.2f} wrong"


if __name__ == "__main__":
    main()
