"""Fit the confidence: `python -m benchmarks.fitting.confidence`.

Two logistic models over the clues of an answer: whether the texts hold one, on the tuning parts of answerable.jsonl,
core.jsonl, time.jsonl, newcomers.jsonl and asked.jsonl; and whether the answer given holds every vital fact, on those
of core, time and newcomers. The threshold of refusing lets at most `REFUSED_WRONGLY` of the answerable questions go
that were asked as people ask; the threshold of high confidence is the lowest at which, in five folds, `RIGHT` of the
answers above it are whole; the lowest quarter has low confidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answering.confidence import MODEL
from assistant.answers.assurance import BOUNDS
from assistant.answers.clues import Clues
from assistant.answers.reading import Form
from assistant.answers.records import Intent
from assistant.chain import open_chain
from assistant.evaluation.sets.answer_questions import read_questions
from assistant.settings import load_settings
from benchmarks.questions import FIRST_WORDS, facts
from tests import SETS

WITH_FACTS = ("core", "time", "newcomers")
AS_PEOPLE_ASK = (*WITH_FACTS, "asked")  # not to try what is refused
WEAK = 3.0  # inverse regularisation: nine weights on some 700 questions need little
REFUSED_WRONGLY = 0.035
OTHERWISE = (Form.TALK, Form.OVERVIEW, Form.CHANGE, Form.DEADLINE, Form.DOCUMENT)  # not decided by these clues
RIGHT = 0.92
LOWEST = 0.25  # of the answers have low confidence
FOLDS = 5
NAMES = tuple(field.name for field in fields(Clues))
AGAINST = ("lacks", "unmet", "declined")  # clues that speak against an answer

Floats = NDArray[np.float64]


def outcomes(part: str) -> Iterator[tuple[str, Clues, bool, bool | None]]:
    """Yield for each question of one half its set, its clues, whether it can be answered, and whether it was."""
    chain = open_chain(load_settings())
    for name in ("answerable", *AS_PEOPLE_ASK):
        path = SETS / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        kept: dict[str, dict[str, Any]] = {
            row["id"]: row for row in rows if (row.get("part") or row.get("slice", {}).get("part")) == part
        }
        for asked in read_questions(path):
            query = chain.understood(asked.question) if asked.id in kept else None
            if query is None or query.refusal or query.intent is Intent.COMPARISON or query.reading.form in OTHERWISE:
                continue
            row, found = kept[asked.id], chain.found(query)
            if found.clues is None:
                continue
            said = " ".join(" ".join(one.text for one in found.drafted).split()[:FIRST_WORDS])
            held, can = facts(row, said), row.get("answerable", row.get("expected_behavior") != "refuse")
            yield name, found.clues, can, all(held) if held else None


def fitted(values: Floats, truth: NDArray[np.bool_]) -> Floats:
    """Fit a logistic model whose clues only ever speak for an answer, or against it: intercept first."""
    share = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))  # both kinds weigh the same
    inputs = np.hstack([np.ones((len(values), 1)), values])

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = inputs @ weights
        sure = 1 / (1 + np.exp(-odds))
        wrong = -np.log(np.where(truth, sure, 1 - sure) + 1e-12)
        penalty = weights[1:] @ weights[1:] / (2 * WEAK * len(truth))
        slope = inputs.T @ (share * (sure - truth)) / len(truth)
        slope[1:] += weights[1:] / (WEAK * len(truth))
        return float((share * wrong).mean() + penalty), slope

    bounds = [(None, None), *((None, 0) if name in AGAINST else (0, None) for name in NAMES)]
    found = minimize(loss, np.zeros(inputs.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x)


def crossed(values: Floats, truth: NDArray[np.bool_]) -> Floats:
    """Return the probability of each row by a model that was fitted without its fold."""
    folds = np.random.default_rng(1).permutation(len(truth)) % FOLDS
    sure = np.zeros(len(truth))
    for fold in range(FOLDS):
        weights = fitted(values[folds != fold], truth[folds != fold])
        sure[folds == fold] = 1 / (1 + np.exp(-(weights[0] + values[folds == fold] @ weights[1:])))
    return sure


def main() -> None:
    """Fit, write models and bounds, and print the card."""
    rows = list(outcomes("tune"))
    values = np.array([[float(getattr(clues, name)) for name in NAMES] for _, clues, _, _ in rows])
    can = np.array([answerable for _, _, answerable, _ in rows])
    sure = crossed(values, can)
    asked = np.array([name in AS_PEOPLE_ASK for name, _, _, _ in rows])
    least = float(np.quantile(sure[can & asked], REFUSED_WRONGLY))
    judged = np.array([whole is not None for _, _, _, whole in rows]) & can
    full = np.array([bool(whole) for _, _, _, whole in rows])[judged]
    close = crossed(values[judged], full)
    high, medium = bound(close, full, RIGHT), float(np.quantile(close, LOWEST))
    models = {
        "answered": _model(fitted(values, can), least),
        "whole": _model(fitted(values[judged], full), medium),
    }
    models = json.loads(MODEL.read_text(encoding="utf-8")) | models  # that of own documents is fitted by itself
    MODEL.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    BOUNDS.write_text(json.dumps({"high": round(high, 3), "medium": round(medium, 3)}, indent=1) + "\n", "utf-8")
    above, kept, refused = close >= high, np.mean(sure[can] >= least), np.mean(sure[~can] < least)
    card = [
        f"# Confidence, fitted on {len(rows)} questions, {int(can.sum())} of them answerable",
        "",
        f"In {FOLDS} folds: answered of the answerable {kept:.3f}, refused of the others {refused:.3f}.",
        f"High: {np.mean(full[above]):.3f} of {int(above.sum())} whole; all answers {full.mean():.3f} of {len(full)}.",
    ]
    MODEL.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    print("\n".join(card))


def bound(close: NDArray[np.float64], full: NDArray[np.bool_], right: float) -> float:
    """Return the lowest probability from which on this share of the answers is whole; 1 if there is none."""
    order = np.argsort(-close)
    shares = np.cumsum(full[order]) / np.arange(1, len(full) + 1)
    enough = [place for place in range(len(full) // 20, len(full)) if shares[place] >= right]
    return float(close[order][enough[-1]]) if enough else 1.0


def _model(weights: Floats, least: float) -> dict[str, Any]:
    named = {name: round(float(weight), 3) for name, weight in zip(NAMES, weights[1:], strict=True)}
    return {"base": round(float(weights[0]), 3), "weights": named, "least": round(least, 3)}


if __name__ == "__main__":
    main()
