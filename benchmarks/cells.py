"""How often a cell of a comparison is right or honestly empty: `python -m benchmarks.cells [--half tune|report]`.

The 88 cells of tests/sets/cells.jsonl were written from the notes before any floor was chosen: place, aspect and date,
and the paragraphs that may fill the cell (none: it must stay empty). A cell is right when every statement in it cites
one of them, and the first stands in the part that is named. Floors were chosen on the half `tune`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answering.comparison import Cell, Comparison
from assistant.chain import PolicyChain, open_chain
from assistant.settings import load_settings
from benchmarks.tables import write
from tests import SETS

CELLS = SETS / "cells.jsonl"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One cell as it should be and as it is."""

    row: dict[str, Any]
    cell: Cell

    @property
    def right(self) -> bool:
        """Return whether the cell is right or honestly empty."""
        cited = [citation.passage_id for statement in self.cell.statements for citation in statement.citations]
        if not cited or not self.row["right"]:
            return not cited and not self.row["right"]
        return set(cited) <= set(self.row["right"]) and self.cell.statements[0].part.value == self.row["part"]


def outcomes(chain: PolicyChain, half: str) -> Iterator[Outcome]:
    """Fill the cells of one half."""
    rows = map(json.loads, CELLS.read_text(encoding="utf-8").splitlines())
    for row in (row for row in rows if row["half"] == half):
        topic = chain.aspects.topic(row["topic"])
        aspects = tuple(aspect for aspect in topic.aspects if aspect.label == row["aspect"])
        comparison = Comparison("", date.fromisoformat(row["as_of"]), (row["place"],), aspects)
        yield from (Outcome(row, cell) for cell in chain.compare(comparison))


def main() -> None:
    """Print what is not right, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tune", "report"], default="report")
    parser.add_argument("--out", type=Path, help="Also write the figures as JSON, as `benchmarks/results/` holds them.")
    given = parser.parse_args()
    found = list(outcomes(open_chain(load_settings()), given.half))
    for outcome in (outcome for outcome in found if not outcome.right):
        print({key: outcome.row[key] for key in ("id", "place", "aspect", "as_of", "part")})
        for statement in outcome.cell.statements:
            print(f"    {statement.part.value}: {statement.citations[0].passage_id} {statement.text}")
    empty = [outcome for outcome in found if not outcome.row["right"]]
    print(f"{sum(o.right for o in found)} of {len(found)} cells right or honestly empty")
    print(f"{sum(o.right for o in empty)} of {len(empty)} that should be empty are")
    if given.out:
        right, filled = (
            f"{count} of {len(those)}"
            for count, those in ((sum(o.right for o in found), found), (sum(not o.right for o in empty), empty))
        )
        figures = {"right or honestly empty": (right,), "filled though it should be empty": (filled,)}
        write(
            given.out,
            "python -m benchmarks.cells",
            f"{given.half} half of the labelled cells",
            [("comparisons", figures)],
        )


if __name__ == "__main__":
    main()
