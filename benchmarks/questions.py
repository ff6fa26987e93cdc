"""How well the assistant answers a question set: `python -m benchmarks.questions [SET] [--part tune|report]`.

Counts, of the questions that should be answered, those whose vital facts all stand in the answer, in its first
statement, and in the retrieved passages; and refusals given and owed. Times are of a warm process.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain, open_chain
from assistant.settings import load_settings
from benchmarks.tables import write
from tests import SETS

FIRST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question answered: what it was, what came, and how long it took in milliseconds."""

    row: dict[str, Any]
    answer: Answer
    milliseconds: float

    @property
    def should_refuse(self) -> bool:
        """Return whether the question should be declined."""
        return bool(self.row["expected_behavior"] == "refuse")

    def holds(self, text: str) -> bool:
        """Return whether every vital fact stands in a text."""
        return holds(self.row, text)

    @property
    def said(self) -> str:
        """The first words of the answer, statements only."""
        words = " ".join(statement.text for statement in self.answer.statements).split()
        return " ".join(words[:FIRST_WORDS] if self.answer.intent.value != "comparison" else words)


def holds(row: dict[str, Any], text: str) -> bool:
    """Return whether every vital fact of a question stands in a text."""
    return all(facts(row, text))


def facts(row: Mapping[str, Any], text: str) -> list[bool]:
    """Return for each vital fact of a question whether it stands in a text."""
    return [
        any(_matches(pattern, text) for pattern in fact["any_of"])
        for fact in row.get("key_facts") or ()
        if fact["importance"] == "vital"
    ]


def _matches(pattern: str, text: str) -> bool:
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
        return re.search(pattern[1:-1], text, re.IGNORECASE) is not None
    return pattern.lower() in text.lower()


def run(chain: PolicyChain, path: Path, part: str | None) -> list[Outcome]:
    """Ask every question of a set, or of one part of it."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    outcomes = []
    for row in rows:
        if "_meta" in row or (part is not None and row["slice"].get("part") != part):
            continue
        as_of = date.fromisoformat(row["as_of"]) if row.get("as_of") else None
        question = Question(row["user_input"], as_of, tuple(row.get("jurisdictions") or ()))
        started = time.perf_counter()
        answer = chain.invoke(question)
        outcomes.append(Outcome(row, answer, (time.perf_counter() - started) * 1000))
    return outcomes


def summary(outcomes: list[Outcome]) -> dict[str, float]:
    """Return shares and times."""
    owed = [outcome for outcome in outcomes if outcome.should_refuse]
    answerable = [outcome for outcome in outcomes if not outcome.should_refuse]
    first = [o for o in answerable if o.answer.statements and o.holds(o.answer.statements[0].text)]
    found = [o for o in answerable if o.holds(" ".join(hit.passage.text for hit in o.answer.hits))]
    late = [
        citation
        for o in outcomes
        for citation, hit in ((c, h) for c in o.answer.citations for h in o.answer.hits if h.passage.id == c.passage_id)
        if hit.passage.life.published and hit.passage.life.published.last > o.answer.as_of
    ]
    times = [outcome.milliseconds for outcome in outcomes]
    return {
        "answerable": len(answerable),
        "vital facts retrieved": len(found) / max(1, len(answerable)),
        "vital facts in the answer": sum(o.holds(o.said) for o in answerable) / max(1, len(answerable)),
        "vital facts in the first statement": len(first) / max(1, len(answerable)),
        "refused though answerable": sum(o.answer.refused for o in answerable) / max(1, len(answerable)),
        "to be refused": len(owed),
        "refused rightly": sum(o.answer.refused for o in owed) / max(1, len(owed)),
        "published after the as-of date": len(late),
        "ms p50": float(np.percentile(times, 50)),
        "ms p95": float(np.percentile(times, 95)),
    }


def main() -> None:
    """Print the table, and with --show each question that fell short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", type=Path, default=SETS / "core.jsonl")
    parser.add_argument("--part", choices=("tune", "report"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    arguments = parser.parse_args()
    chain = open_chain(load_settings())
    chain.warm()
    outcomes = run(chain, arguments.set, arguments.part)
    for name, value in summary(outcomes).items():
        print(f"{name:>36}  {value:.3f}" if isinstance(value, float) else f"{name:>36}  {value}")
    if arguments.out:
        figures = {name: (value,) for name, value in summary(outcomes).items()}
        part = arguments.part or "whole"
        write(
            arguments.out,
            "python -m benchmarks.questions",
            "without a model",
            [(f"{arguments.set.stem}, {part}", figures)],
        )
    if arguments.show:
        for outcome in outcomes:
            good = outcome.answer.refused if outcome.should_refuse else outcome.holds(outcome.said)
            if not good:
                print(f"\n## {outcome.row['id']} [{outcome.answer.intent.value}] {outcome.answer.question}")
                print(
                    f"   wanted {outcome.row['expected_behavior']}: {[f['any_of'] for f in outcome.row['key_facts']]}"
                )
                print(
                    f"   gold {[g['passage_id'] for g in outcome.row.get('gold_sources', [])]}",
                    f"{outcome.answer.confidence}",
                )
                for statement in outcome.answer.statements:
                    print(f"   * {statement.text} | {statement.citations[0].passage_id}")
                if outcome.answer.refused:
                    print(f"   REFUSED {outcome.answer.refusal}")


if __name__ == "__main__":
    main()
