"""How often an answer begins with a paragraph that answers: `python -m benchmarks.first [--part tune|report]`.

Asks the questions of asked.jsonl without a chat model. Counted are, with 95 % cluster bootstrap intervals: answers to
questions that can be answered whose first statement is from a paragraph that answers by itself (grade 2), or at least
helps to (grade 1); such questions refused; and others refused. Beside the product stand its own passages in rank order,
which refuse nothing. A paragraph that nobody graded counts as one that does not answer: the figures are a lower bound.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.answers.records import Question
from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.sets.answer_questions import read_questions
from assistant.settings import load_settings
from benchmarks.answers import intervals
from benchmarks.tables import RESULTS, write
from tests import SETS

SET = SETS / "asked.jsonl"
PRODUCT, ORDER = "the product", "own passages in rank order"
NAMES = ("begins with what answers", "begins with what helps", "refused though answerable", "rightly refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: its row, the grade of the paragraph that comes first (0 if it has none), and whether it refused."""

    row: Mapping[str, Any]
    grade: int
    refused: bool

    @property
    def values(self) -> tuple[float, ...]:
        """What is counted, in the order of `NAMES`; NaN for what is not asked of this question."""
        if self.row["expected_behavior"] == "refuse":
            return (np.nan, np.nan, np.nan, float(self.refused))
        return (float(self.grade == 2), float(self.grade > 0), float(self.refused), np.nan)


def questions(part: str) -> Iterator[tuple[dict[str, Any], Question]]:
    """Yield the rows of one part with their questions."""
    rows = {row["id"]: row for row in map(json.loads, SET.read_text("utf-8").splitlines()) if "id" in row}
    for asked in read_questions(SET):
        if rows[asked.id]["slice"]["part"] == part:
            yield rows[asked.id], asked.question


def outcomes(chain: PolicyChain, part: str) -> dict[str, list[Outcome]]:
    """Ask every question of a part, of the product and of its passages in rank order."""
    found: dict[str, list[Outcome]] = {PRODUCT: [], ORDER: []}
    for row, question in questions(part):
        grades = {gold["passage_id"]: gold["grade"] for gold in row["gold_sources"]}
        answer = chain.invoke(question)
        cited = [] if answer.refused else [one.passage_id for said in answer.statements for one in said.citations]
        ranked = [hit.passage.id for hit in chain.search(question, 1)]
        found[PRODUCT].append(Outcome(row, max((grades.get(id_, 0) for id_ in cited[:1]), default=0), answer.refused))
        found[ORDER].append(Outcome(row, max((grades.get(id_, 0) for id_ in ranked), default=0), refused=False))
    return found


def figures(rows: list[Outcome]) -> dict[str, tuple[float, ...]]:
    """Return the figures of some outcomes; what no question of them measures is left out."""
    return intervals(NAMES, np.array([row.values for row in rows]), [row.row["cluster_id"] for row in rows])


def main() -> None:
    """Ask, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    part = parser.parse_args().part
    rows = []
    for name, found in outcomes(open_chain(load_settings()), part).items():
        rows.append((f"all: {name}", figures(found)))
        for title, value in (("English", "en"), ("Chinese", "zh")):
            those = [one for one in found if one.row["slice"]["language"] == value]
            rows.append((f"{title} ({len(those)}): {name}", figures(those)))
    for row_name, row_figures in rows:
        print(row_name, row_figures)
    if part == "report":
        write(RESULTS / "first.json", "python -m benchmarks.first", "reported part, no chat model", rows)


if __name__ == "__main__":
    main()
