"""What the words of confidence mean: `python -m benchmarks.assurance --part tune|report`.

Of the answers that a word stands below, the share that holds every vital fact. An answer to a question that should be
refused counts as holding none; comparisons and histories are answered in another way and are left out.
"""

from __future__ import annotations

import argparse

from assistant.answers.assurance import COLUMNS, MEASURED, Assurance, assurance
from assistant.chain import open_chain
from assistant.settings import load_settings
from benchmarks.questions import Outcome, run
from benchmarks.tables import write
from tests import SETS

LEFT_OUT = ("comparison", "history")


def answered(part: str) -> list[Outcome]:
    """Answer one part of both sets, and give what was answered."""
    chain = open_chain(load_settings())
    outcomes = [outcome for name in ("core", "time") for outcome in run(chain, SETS / f"{name}.jsonl", part)]
    return [
        outcome
        for outcome in outcomes
        if not outcome.answer.refused
        and not outcome.row.get("history")
        and outcome.row["slice"]["type"] not in LEFT_OUT
    ]


def main() -> None:
    """Print a line for each word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    parser.add_argument("--write", action="store_true", help="Keep the figures where page and documentation find them.")
    given = parser.parse_args()
    outcomes = answered(given.part)
    rows = []
    for word in Assurance:
        those = [outcome for outcome in outcomes if assurance(outcome.answer.closeness) is word]
        good = sum(not o.should_refuse and o.holds(o.said) for o in those)
        rows.append((word.value, dict(zip(COLUMNS, ((good,), (len(those),)), strict=True))))
        print(f"{word.value:>8}  {good} of {len(those)} answers hold every vital fact: {good / max(1, len(those)):.2f}")
    if given.write:
        write(
            MEASURED, "python -m benchmarks.assurance --write", f"{given.part} halves of the core and time sets", rows
        )


if __name__ == "__main__":
    main()
