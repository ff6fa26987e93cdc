"""Fit the ranker of passages: `python -m benchmarks.fitting.ranking`.

A linear score, fitted by the softmax over the candidates of each question (listwise, Cao et al. 2007) on the tuning
parts of core.jsonl, time.jsonl, newcomers.jsonl and asked.jsonl; gold passages count by their grade. The card gives the
share of vital facts in the first 120 words of whole paragraphs in rank order: in five folds of clusters on the tuning
parts, for the fitted ranker, for the weights that it replaces and for the cosine alone. Reported ones take no part.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answers.records import Query
from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.sets.answer_questions import read_questions
from assistant.retrieval import candidates
from assistant.retrieval.context import CONTEXT
from assistant.retrieval.ranking import DEFAULT_WEIGHTS, FITTED, Fitted
from assistant.retrieval.signals import ASKED, COSINE, LATE, MEANINGS, NAMES, Signals
from assistant.settings import load_settings
from benchmarks.questions import FIRST_WORDS, facts
from corpus.index.questions import NONE
from tests import SETS

TUNED = ("core", "time", "newcomers", "asked")
# Late interaction takes as long as all else and adds nothing beside the adapted encoder (-.001 to +.001 in folds).
INPUTS = (*(name for name in NAMES if name != LATE), *MEANINGS, *CONTEXT)
SEED, FOLDS = 20261128, 5
STRENGTH = 0.0005  # of the penalty on the weights' squares; .0003 to .001 are alike in folds
DECIMALS = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its row, what it was understood as, its candidates, and how much each is wanted."""

    row: Mapping[str, Any]
    query: Query
    signals: Signals
    wanted: Floats


def examples(chain: PolicyChain, part: str) -> Iterator[Example]:
    """Yield the questions of one half of the sets that have candidates."""
    edition = chain.edition_seen("")
    for name in TUNED:
        path = SETS / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        kept = {row["id"]: row for row in rows if row.get("slice", {}).get("part") == part}
        for asked in read_questions(path):
            if asked.id not in kept:
                continue
            row, query = kept[asked.id], chain.understood(asked.question)
            signals = candidates(query, edition, chain.encoder)
            grades = {gold["passage_id"]: gold.get("grade", 2) for gold in row.get("gold_sources", ())}
            wanted = np.array([grades.get(passage.id, 0) for passage in signals.passages], dtype=np.float64)
            if len(signals.passages):
                yield Example(row, query, signals, wanted)


def fitted(rows: Sequence[Example]) -> dict[str, float]:
    """Fit the weights on some questions."""
    data = [
        (row.signals.matrix(INPUTS).astype(np.float64), row.wanted / row.wanted.sum())
        for row in rows
        if row.wanted.sum()
    ]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for inputs, wanted in data:
            odds = inputs @ weights
            shares = np.exp(odds - odds.max())
            shares /= shares.sum()
            total -= float(wanted @ np.log(shares + 1e-12))
            slope += inputs.T @ (shares - wanted)
        return total / len(data) + STRENGTH * float(weights @ weights), slope / len(data) + 2 * STRENGTH * weights

    found = minimize(loss, np.zeros(len(INPUTS)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(weight), DECIMALS) for name, weight in zip(INPUTS, found.x, strict=True)}


def held_facts(row: Example, scores: NDArray[np.float32]) -> float | None:
    """Return the share of a question's vital facts in the first words of its passages in order; None if it has none."""
    order = np.argsort(-scores, kind="stable")
    words = " ".join(row.signals.passages[place].text for place in order[:12]).split()[:FIRST_WORDS]
    held = facts(row.row, " ".join(words))
    return sum(held) / len(held) if held and row.row["expected_behavior"] != "refuse" else None


def mean(rows: Sequence[Example], scores: Sequence[NDArray[np.float32]]) -> float:
    """Return the mean share of vital facts."""
    shares = [held_facts(row, one) for row, one in zip(rows, scores, strict=True)]
    return float(np.mean([share for share in shares if share is not None]))


def main() -> None:
    """Fit, write the weights, and print the card."""
    chain = open_chain(load_settings())
    rows = list(examples(chain, "tune"))
    pairs = np.concatenate([row.signals.matrix((COSINE, ASKED)) for row in rows])
    pairs = pairs[pairs[:, 1] > NONE]
    slope, level = np.polyfit(pairs[:, 0], pairs[:, 1], 1)
    groups = sorted({row.row.get("cluster_id", row.row["id"]) for row in rows})
    fold = {group: place % FOLDS for place, group in enumerate(random.Random(SEED).sample(groups, len(groups)))}
    folds = [fold[row.row.get("cluster_id", row.row["id"])] for row in rows]
    parts = [
        Fitted(fitted([row for row, other in zip(rows, folds, strict=True) if other != one]), slope, level)
        for one in range(FOLDS)
    ]
    crossed = [parts[one].odds(row.signals) for row, one in zip(rows, folds, strict=True)]
    weights = fitted(rows)
    written = {
        "weights": weights,
        "asked by cosine": {"slope": round(float(slope), DECIMALS), "level": round(float(level), DECIMALS)},
    }
    FITTED.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    card = [
        f"# The ranker of passages, fitted on {len(rows)} questions",
        "",
        "Share of the vital facts in the first 120 words of whole paragraphs in rank order, tuning halves:",
        "",
        f"- fitted, in {FOLDS} folds of clusters: {mean(rows, crossed):.3f}",
        f"- the weights that it replaces: {mean(rows, [DEFAULT_WEIGHTS.scores('', row.signals) for row in rows]):.3f}",
        f"- the cosine alone: {mean(rows, [row.signals.columns[COSINE] for row in rows]):.3f}",
    ]
    FITTED.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    print("\n".join(card))


if __name__ == "__main__":
    main()
