"""Sentences of real replies told from faults: `python -m benchmarks.checks.adjudicated [--part report] [--show]`.

Reads tests/sets/adjudicated-replies.jsonl or another set (see tests/sets/adjudicated.md): sentences with the passages
that they cite, judged one by one, and the same sentences with a fault of one class. Prints for each kind how many are
shown, shown with a mark, and held back, with Wilson's interval, and milliseconds of processor time a sentence. `--out`
keeps that as JSON, and `--before FILE --commit NAME` writes it beside what an earlier commit kept so to
benchmarks/results/model-checks.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.records import Check, Citation, Part, Statement
from assistant.composing.gaps import is_gap
from assistant.composing.markers import Marked
from assistant.composing.quotes import aligned_quote
from assistant.composing.sentences import PART_OF
from assistant.verification import verify
from benchmarks.checks.adversarial import glossary, interval
from benchmarks.tables import RESULTS, ROOT, write
from corpus.records import Life, Nature, PartialDate, Passage, Policy
from corpus.register.standing import standing
from tests import SETS

SET = SETS / "adjudicated.jsonl"
FRESH = SETS / "adjudicated-fresh.jsonl"  # for reporting alone
FOURTH = SETS / "adjudicated-fourth.jsonl"
REPLIES = SETS / "adjudicated-replies.jsonl"
PLAIN = ("reply", "paraphrase")


class Outcome(StrEnum):
    """What becomes of a sentence."""

    SHOWN = "shown"
    DOUBTED = "shown with a mark"
    HELD = "held back"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One judged sentence: what it cites, the question, the label, the kind of fault if any, and its part."""

    id: str
    question: str
    as_of: date
    statement: Statement
    sources: dict[str, Passage]
    policies: dict[str, Policy]
    label: str
    kind: str
    part: str

    @property
    def name(self) -> str:
        """The row of the table that the sentence counts in."""
        return f"{self.label} sentence" if self.kind in PLAIN else f"fault: {self.kind}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, what became of it and why, and the processor time in milliseconds."""

    sentence: Sentence
    outcome: Outcome
    checks: tuple[Check, ...]
    milliseconds: float


def read_sentences(path: Path = SET) -> list[Sentence]:
    """Read the set; the passages stand in it, so that it does not change with the notes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    held = {row["passage"]: _source(row) for row in rows if "passage" in row}
    return [_sentence(row, held) for row in rows if "statement" in row]


def _source(row: dict[str, Any]) -> tuple[Passage, Policy]:
    published, effective, ended = (
        PartialDate.parse(row[name]) if row[name] else None for name in ("published", "effective", "ended")
    )
    life = Life(Nature(row["nature"]), published, effective, ended)
    policy_id = row["passage"].split("#")[0]
    policy = Policy(policy_id, row["title"], row["issuer"], row["place"], "note", life)
    return Passage(
        row["passage"], policy_id, row["text"], row["locator"], life, headings=tuple(row["headings"])
    ), policy


def _sentence(row: dict[str, Any], held: dict[str, tuple[Passage, Policy]]) -> Sentence:
    sources = {id_: held[id_][0] for id_ in row["passage_ids"]}
    policies = {passage.policy_id: held[id_][1] for id_, passage in sources.items()}
    day = date.fromisoformat(row["as_of"])
    citations = tuple(
        Citation(
            str(number),
            passage.policy_id,
            passage.id,
            policies[passage.policy_id].title,
            passage.locator,
            None,
            aligned_quote(row["statement"], passage.text),
            standing(passage.life, day),
            "",
        )
        for number, passage in enumerate(sources.values(), 1)
    )
    part = PART_OF.get(citations[0].standing, Part.ANSWER) if citations else Part.ANSWER
    statement = Statement(row["statement"], citations, part)
    return Sentence(
        row["id"], row["question"], day, statement, sources, policies, row["label"], row["kind"], row["part"]
    )


def judge(sentences: Iterable[Sentence]) -> list[Judged]:
    """Let every sentence go through what the composer asks of it."""
    judged = []
    for one in sentences:
        started = time.thread_time()
        outcome, checks = _outcome(one)
        judged.append(Judged(one, outcome, checks, (time.thread_time() - started) * 1000))
    return judged


def _outcome(one: Sentence) -> tuple[Outcome, tuple[Check, ...]]:
    marked = Marked(one.statement.text, tuple(range(len(one.statement.citations))))
    if is_gap(marked):
        return Outcome.HELD, ()  # that something is missing is told, but not in its words
    checks = verify(one.statement, one.sources, one.as_of, one.policies, glossary(), one.question)
    if all(check.passed for check in checks):
        return Outcome.SHOWN, checks
    return Outcome.DOUBTED if all(check.passed or check.doubt for check in checks) else Outcome.HELD, checks


def table(judged: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    """Return for each kind how many sentences there are and what became of them, and the times last."""
    found: dict[str, dict[str, Any]] = {}
    names = dict.fromkeys(one.sentence.name for one in judged)
    for name in (*names, "all faults"):
        mine = [
            one
            for one in judged
            if one.sentence.name == name or (name == "all faults" and one.sentence.kind not in PLAIN)
        ]
        count = Counter(one.outcome for one in mine)
        low, high = interval(len(mine) - count[Outcome.SHOWN], len(mine))
        found[name] = {
            "sentences": len(mine),
            **{outcome.value: count[outcome] for outcome in Outcome},
            "told": round(1 - count[Outcome.SHOWN] / len(mine), 3),
            "interval": [round(low, 3), round(high, 3)],
        }
    p50, p95 = np.percentile([one.milliseconds for one in judged], [50, 95])
    found["milliseconds"] = {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}
    return found


def write_beside(before: Path, commit: str, found: dict[str, dict[str, Any]], given: Path, part: str) -> None:
    """Write what is told now beside what was told at an earlier commit, for the same sentences."""
    earlier = json.loads(before.read_text(encoding="utf-8"))
    rows = []
    for name, row in found.items():
        if name == "milliseconds":
            continue
        figures: dict[str, tuple[float | int, ...]] = {"sentences": (row["sentences"],)}
        for when, one in (("before", earlier[name]), ("now", row)):
            held, told = one[Outcome.HELD.value], one["sentences"] - one[Outcome.SHOWN.value]
            for column, count in ((f"held back {when}", held), (f"told {when}", told)):
                bounds = interval(count, one["sentences"]) if when == "now" else ()
                figures[column] = tuple(round(value, 3) for value in (count / one["sentences"], *bounds))
        rows.append((name, figures))
    command = f"python -m benchmarks.checks.adjudicated {given.relative_to(ROOT).as_posix()} --part {part}"
    conditions = f"told is held back or shown with a mark; before: the same sentences by the checks of {commit}"
    write(RESULTS / "model-checks.json", command, conditions, rows)


def main() -> None:
    """Print the table, and with --show what was not told rightly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", type=Path, default=REPLIES)
    parser.add_argument("--part", choices=("fit", "report"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--before", type=Path, help="what an earlier commit wrote by --out; asks for --part")
    parser.add_argument("--commit", help="that commit")
    given = parser.parse_args()
    judged = judge(one for one in read_sentences(given.set) if given.part in (None, one.part))
    found = table(judged)
    for name, row in found.items():
        print(f"{name:<24}", *(f"{key} {value}" for key, value in row.items()))
    if given.out is not None:
        given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if given.before is not None:
        write_beside(given.before, given.commit, found, given.set.resolve(), given.part)
    if given.show:
        for one in judged:
            good = one.sentence.label in ("supported", "gap")
            if good != (one.outcome is Outcome.SHOWN):
                why = "; ".join(f"{check.name}: {check.note}" for check in one.checks if not check.passed)
                print(
                    f"\n{one.sentence.id} [{one.sentence.name}] {one.sentence.statement.text}\n   {one.outcome}: {why}"
                )


if __name__ == "__main__":
    main()
