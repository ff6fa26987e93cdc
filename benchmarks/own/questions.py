"""Own documents by questions: `python -m benchmarks.own.questions SET.jsonl --half tune|report [--show] [--out FILE]`.

A row of the set has `id`, `file` (a document that was added to the library of `ASSISTANT_DATA` before), `question`,
`answerable`, `facts` (each with a `pattern`, a regular expression, and `vital`), `provision` and `quote` (where the
answer stands), `half`, `kind` and `language`. Each question is asked twice: of the document alone, and of all texts.
Figures are means with 95 % bootstrap intervals: the share of the vital facts in the first 150 words and in all that was
retrieved, whether the right provision is among what is cited, and refusals.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.statistics import cluster_numbers, estimates
from assistant.settings import load_settings
from benchmarks.own.provisions import plain, stands_at
from benchmarks.tables import write
from corpus.records import Passage

FIRST_WORDS = 150
NAMED, UNNAMED = WAYS = ("the document named", "among all texts")
FIGURES = (
    "vital facts in 150 words", "vital facts retrieved", "right provision cited", "refused though answerable",
    "rightly refused",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked in one way, and what came."""

    row: Mapping[str, Any]
    answer: Answer
    file: str

    @property
    def said(self) -> str:
        """The first words of the answer; of a refusal, what is shown below it as the nearest."""
        shown = self.answer.statements or self.answer.nearest
        words = " ".join((self.answer.refusal or self.answer.lead, *(one.text for one in shown))).split()
        return " ".join(words[:FIRST_WORDS])

    def share(self, text: str) -> float:
        """Return the share of the vital facts that a text holds."""
        vital = [fact["pattern"] for fact in self.row["facts"] if fact["vital"]]
        return float(np.mean([re.search(one, text, re.IGNORECASE) is not None for one in vital]))

    @property
    def right(self) -> bool:
        """Whether a passage of the provision that holds the answer is cited."""
        cited = {citation.passage_id for citation in self.answer.citations}
        return any(
            hit.passage.id in cited and hit.policy.file == self.file and is_there(hit.passage, self.row)
            for hit in self.answer.hits
        )

    def figures(self) -> list[float]:
        """Return a value for each of `FIGURES`, NaN where there is nothing to measure."""
        refused, nothing = float(self.answer.refused), float("nan")
        if not self.row["answerable"]:
            return [nothing, nothing, nothing, nothing, refused]
        found = " ".join(hit.passage.text for hit in self.answer.hits)
        return [self.share(self.said), self.share(found), float(self.right), refused, nothing]


def is_there(passage: Passage, row: Mapping[str, Any]) -> bool:
    """Return whether a passage is of the row's provision, or holds the words that locate it."""
    quote = plain(row.get("quote", ""))
    return (bool(quote) and quote in plain(passage.text)) or stands_at(passage, row.get("provision", ""))


def outcomes(chain: PolicyChain, rows: list[dict[str, Any]]) -> Iterator[tuple[str, Outcome]]:
    """Ask every question in both ways."""
    for row in rows:
        file = PurePath(row["file"]).name
        for way in WAYS:
            answer = chain.invoke(Question(row["question"], documents=(file,) if way == NAMED else ()))
            yield way, Outcome(row, answer, file)


def summary(rows: list[Outcome]) -> dict[str, tuple[float, ...]]:
    """Return the figures of some outcomes with their intervals; what none of them measures is left out."""
    values = np.array([row.figures() for row in rows])
    clusters = cluster_numbers([str(row.row["id"]) for row in rows])
    return {
        name: tuple(round(bound, 3) for bound in (one.mean, one.low, one.high))
        for name, one in zip(FIGURES, estimates(values, np.ones(len(rows)), clusters), strict=True)
        if one.n
    }


def tables(found: list[tuple[str, Outcome]]) -> list[tuple[str, dict[str, tuple[float, ...]]]]:
    """Return the figures of both ways, and of the first one by kind, language and file."""
    table = [(way, summary([row for other, row in found if other == way])) for way in WAYS]
    named = [row for way, row in found if way == NAMED]
    for column in ("kind", "language", "file"):
        for value in sorted({str(row.row[column]) for row in named}):
            those = [row for row in named if str(row.row[column]) == value]
            table.append((f"{column} {value} ({len(those)})", summary(those)))
    return table


def show(way: str, one: Outcome) -> None:
    """Print a question that fell short, with what was said and cited."""
    figures = one.figures()
    if figures[4] == 1.0 or figures[0] == 1.0:
        return
    row = one.row
    print(f"\n## {row['id']} [{way}; {row['kind']}] {row['question']}  ({row['file']}, {row['provision']})")
    print(f"   wanted {[fact['pattern'] for fact in row['facts'] if fact['vital']]}, quote {row.get('quote', '')!r}")
    print(f"   in 150 words {figures[0]}, retrieved {figures[1]}, provision {figures[2]}, sure {one.answer.confidence}")
    if one.answer.refused:
        print(f"   REFUSED {one.answer.refusal}")
    for statement in one.answer.statements or one.answer.nearest:
        print(f"   * [{statement.citations[0].policy_id} {statement.citations[0].locator}] {statement.text[:300]}")


def main() -> None:
    """Ask, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--half", choices=("tune", "report"), default="tune")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path, help="Also write the figures, as benchmarks/results/ holds them.")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.set.read_text("utf-8").splitlines() if line.strip()]
    found = list(outcomes(open_chain(load_settings()), [row for row in rows if row["half"] == arguments.half]))
    table = tables(found)
    for name, figures in table:
        print(name, figures)
    if arguments.show:
        for way, one in found:
            show(way, one)
    if arguments.out:
        write(arguments.out, "python -m benchmarks.own.questions SET.jsonl", f"{arguments.half} half, no model", table)


if __name__ == "__main__":
    main()
