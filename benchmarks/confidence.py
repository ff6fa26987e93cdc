"""How well the confidence tells questions with an answer from others: `python -m benchmarks.confidence`.

Prints, for one half of tests/sets/answerable.jsonl, and of it with the core and time sets, the AUROC with a 95 %
interval (bootstrap over questions), Brier score, expected calibration error in ten bins, the reliability table, and how
many are answered of each kind.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from assistant.answering.confidence import answered
from assistant.answers.records import Intent, Question
from assistant.chain import PolicyChain, open_chain
from assistant.settings import load_settings
from tests import SETS

BINS = 10
DRAWS = 2_000
WEAK = 10.0  # regularisation: five weights on 460 questions need little
MADE_FOR_IT = "answerable"
ALSO = ("core", "time")  # other editors ask in other words: fitted on the first set alone, theirs would seem unlikely


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a set."""

    name: str
    question: Question
    answerable: bool
    kind: str
    part: str


def rows(name: str) -> Iterator[Row]:
    """Read a set without its follow-ups: of the core and time sets what is to be refused counts as unanswerable."""
    for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if "_meta" in row or row.get("history"):
            continue
        as_of = date.fromisoformat(row["as_of"]) if row.get("as_of") else None
        answerable = row.get("answerable", row.get("expected_behavior") != "refuse")
        kind, part = row.get("kind") or row["slice"]["type"], row.get("part") or row["slice"]["part"]
        yield Row(
            name, Question(row["user_input"], as_of, tuple(row.get("jurisdictions") or ())), answerable, kind, part
        )


def auroc(answerable: NDArray[np.bool_], sure: NDArray[np.float64]) -> float:
    """Return the share of pairs in which the answerable question is the surer one; ties count half."""
    ranks, positive = rankdata(sure), int(answerable.sum())
    return float((ranks[answerable].sum() - positive * (positive + 1) / 2) / (positive * (len(sure) - positive)))


def interval(answerable: NDArray[np.bool_], sure: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % interval of the AUROC, questions of each sort drawn anew."""
    draw = np.random.default_rng(1)
    with_answer, without = sure[answerable], sure[~answerable]
    labels = np.repeat([True, False], [len(with_answer), len(without)])
    values = [
        auroc(labels, np.concatenate([draw.choice(with_answer, len(with_answer)), draw.choice(without, len(without))]))
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def bins(answerable: NDArray[np.bool_], sure: NDArray[np.float64]) -> list[tuple[float, float, int]]:
    """Return for each tenth of [0, 1] the mean confidence, the share with an answer, and the number of questions."""
    which = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        (float(sure[which == number].mean()), float(answerable[which == number].mean()), int((which == number).sum()))
        for number in range(BINS)
        if (which == number).any()
    ]


def report(chain: PolicyChain, asked: Sequence[Row]) -> None:
    """Ask the questions and print the figures; what is declined unread and what compares places is left out."""
    answers = [(row, chain.invoke(row.question)) for row in asked]
    read = [(row, a) for row, a in answers if a.intent not in (Intent.OUT_OF_SCOPE, Intent.COMPARISON)]
    for title, names in (("the set made for it", (MADE_FOR_IT,)), ("all three sets", (MADE_FOR_IT, *ALSO))):
        chosen = [(row, answer) for row, answer in read if row.name in names]
        print(f"\n## {title}")
        _print(np.array([row.answerable for row, _ in chosen]), np.array([answer.confidence for _, answer in chosen]))
    print("\nset         kind            answered  of")
    for name, kind in dict.fromkeys((row.name, row.kind) for row, _ in read):
        answered = [not answer.refused for row, answer in read if (row.name, row.kind) == (name, kind)]
        print(f"{name:<11} {kind:<14} {np.mean(answered):9.2f}  {len(answered):2}")


def _print(answerable: NDArray[np.bool_], sure: NDArray[np.float64]) -> None:
    low, high = interval(answerable, sure)
    table = bins(answerable, sure)
    error = sum(abs(mean - share) * count for mean, share, count in table) / len(sure)
    print(f"{answerable.sum()} with an answer, {(~answerable).sum()} without")
    print(f"AUROC {auroc(answerable, sure):.3f} [{low:.3f}, {high:.3f}]")
    print(f"Brier {np.mean((sure - answerable) ** 2):.3f}, expected calibration error {error:.3f}")
    print(f"answered of the first {np.mean(sure[answerable] >= answered().least):.3f}, ", end="")
    print(f"refused of the second {np.mean(sure[~answerable] < answered().least):.3f}")
    print("confidence  with an answer  questions")
    for mean, share, count in table:
        print(f"{mean:10.2f}  {share:14.2f}  {count:9}")


def main() -> None:
    """Print the figures of one half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    arguments = parser.parse_args()
    chain = open_chain(load_settings())
    report(chain, [row for name in (MADE_FOR_IT, *ALSO) for row in rows(name) if row.part == arguments.part])


if __name__ == "__main__":
    main()
