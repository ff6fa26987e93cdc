"""How well false statements are told from true ones: `python -m benchmarks.checks.adversarial [SET] [--show]`.

Each row of the set is a sentence that a chat model might write on real passages of `corpus/texts`, with a fault of one
class or a correct paraphrase. Prints the share told rightly by class and half with Wilson's interval, the false
alarms, and milliseconds a statement. See tests/sets/adversarial.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from statsmodels.stats.proportion import proportion_confint

from assistant.answers.records import Check, Citation, Part, Statement
from assistant.composing.sentences import PART_OF
from assistant.settings import SHIPPED_TEXTS
from assistant.verification import verify
from corpus.encoders.sentence import DEFAULT_ENCODER, token_counter
from corpus.loading import load
from corpus.records import Passage, Policy, Standing
from corpus.register.notes import Note, note_files, read_register
from corpus.register.standing import standing
from corpus.splitting import split
from corpus.vocabulary.glossary import Glossary, read_glossary
from tests import SETS

SET = SETS / "adversarial.jsonl"
PARAPHRASE = "correct paraphrase"


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the set: a statement, what it cites, and whether it is to pass. `quote` None means a true one."""

    id: str
    passage_ids: tuple[str, ...]
    as_of: date
    statement: str
    kind: str
    passes: bool
    half: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """One case verified: its checks, and how long they took in milliseconds."""

    case: Case
    checks: tuple[Check, ...]
    milliseconds: float

    @property
    def right(self) -> bool:
        """Return whether the verdict is the one that is owed."""
        return all(check.passed for check in self.checks) == self.case.passes


def read_cases(path: Path = SET) -> list[Case]:
    """Read the set."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(
            row["id"],
            tuple(row["passage_ids"]),
            date.fromisoformat(row["as_of"]),
            row["statement"],
            row["class"],
            row["expected"] == "pass",
            row["half"],
            row.get("quote"),
        )
        for row in rows
        if "_meta" not in row
    ]


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Read the shipped glossary."""
    return read_glossary(SHIPPED_TEXTS / "glossary.yaml")


@lru_cache(maxsize=1)
def notes() -> dict[str, Note]:
    """Read the shipped policies by id."""
    return {note.policy.id: note for note in read_register(note_files([SHIPPED_TEXTS]))}


@lru_cache(maxsize=200)
def passages_of(policy_id: str) -> tuple[Passage, ...]:
    """Return the passages of a shipped policy as the index holds them, none for an id that is not shipped."""
    if policy_id not in notes():
        return ()
    note = notes()[policy_id]
    document = load(note.path.read_bytes(), str(note.path))
    return tuple(split(document, note.policy, token_counter(DEFAULT_ENCODER)))


def run(cases: Iterable[Case]) -> list[Result]:
    """Verify every case against all passages of the policies that it cites."""
    results = []
    for case in cases:
        policies = {name: notes()[name].policy for name in map(_policy_of, case.passage_ids) if name in notes()}
        passages = {passage.id: passage for name in policies for passage in passages_of(name)}
        statement = drafted(case, passages, policies)
        started = time.perf_counter()
        checks = verify(statement, passages, case.as_of, policies, glossary())
        results.append(Result(case, checks, (time.perf_counter() - started) * 1000))
    return results


def _policy_of(passage_id: str) -> str:
    return passage_id.split("#", maxsplit=1)[0]


def drafted(case: Case, passages: dict[str, Passage], policies: dict[str, Policy]) -> Statement:
    """Draft the statement as a composer would: in the part of the answer that its first source belongs to."""
    citations = tuple(
        _citation(str(number), id_, case, passages.get(id_), policies) for number, id_ in enumerate(case.passage_ids, 1)
    )
    return Statement(case.statement, citations, PART_OF.get(citations[0].standing, Part.ANSWER))


def _citation(marker: str, id_: str, case: Case, passage: Passage | None, policies: dict[str, Policy]) -> Citation:
    policy = _policy_of(id_)
    if passage is None:
        return Citation(marker, policy, id_, "", "", None, case.quote or "none", Standing.IN_FORCE, "")
    title, found = policies[policy].title, standing(passage.life, case.as_of)
    return Citation(marker, policy, id_, title, passage.locator, None, case.quote or passage.text, found, "")


def interval(right: int, count: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    low, high = proportion_confint(right, count, method="wilson")
    return float(low), float(high)


def table(results: Sequence[Result]) -> str:
    """Write the shares by class and half, the false alarms last, and the times."""
    kinds = list(dict.fromkeys(result.case.kind for result in results if result.case.kind != PARAPHRASE))
    lines = [f"{'told rightly':<26}{'half a':^26}{'half b':^26}{'part c':^26}{'part d':^26}{'all':^26}"]
    for kind in (*kinds, "all faults", PARAPHRASE):
        faults = [r for r in results if r.case.kind == kind or (kind == "all faults" and r.case.kind != PARAPHRASE)]
        halves = [[r for r in faults if r.case.half in half] for half in ("a", "b", "c", "d", "abcd")]
        lines.append(f"{kind:<26}" + "".join(f"{_share(half):^26}" for half in halves))
    times = [result.milliseconds for result in results]
    p50, p95 = np.percentile(times, [50, 95])
    return "\n".join((*lines, f"ms a statement: p50 {p50:.1f}, p95 {p95:.1f}, most {max(times):.1f}"))


def _share(results: Sequence[Result]) -> str:
    if not results:
        return "-"
    right, count = sum(result.right for result in results), len(results)
    low, high = interval(right, count)
    return f"{right:>3}/{count:<3} {right / count:6.1%} [{low:.0%}, {high:.0%}]"


def main() -> None:
    """Print the table, and with --show each case that was told wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", type=Path, default=SET)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    cases = read_cases(arguments.set)
    for case in cases:
        passages_of(_policy_of(case.passage_ids[0]))  # read before the clock runs
    results = run(cases)
    print(table(results))
    if arguments.show:
        for result in (result for result in results if not result.right):
            failed = "; ".join(f"{check.name}: {check.note}" for check in result.checks if not check.passed)
            print(f"\n{result.case.id} [{result.case.kind}] {result.case.statement}\n   {failed or 'passed'}")


if __name__ == "__main__":
    main()
