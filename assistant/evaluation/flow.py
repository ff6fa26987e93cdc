"""The flow: read sets -> score rows -> controls -> averages -> comparisons -> slices. Begin reading here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evaluation.judges.panel import Judgement, Panel, judged, with_marks
from assistant.evaluation.paired import (
    Comparison,
    Design,
    Finding,
    Slice,
    compare,
    design_of,
    headline,
    scoreboard,
    slices_of,
)
from assistant.evaluation.scoring import ScoreTable, score_set
from assistant.evaluation.scoring.cache import ScoreCache
from assistant.evaluation.scoring.collection import Collection, read_collection
from assistant.evaluation.scoring.controls import controls
from assistant.evaluation.scoring.measures import BY_KEY, COLUMN, FAMILY, Measure
from assistant.evaluation.scoring.refusals import COVERAGES, Refusal, RefusalTable, RiskCoverage, risk_coverage
from assistant.evaluation.sets import read_answer_sets, read_question_set
from assistant.evaluation.sets.records import AnswerSet, Behavior, Progress, QuestionSet, Status
from assistant.evaluation.statistics import DRAWS, Estimate
from corpus.errors import InputError
from corpus.index.edition import Edition

SIGNED = "+.3f"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that a report needs: `tables` of the answer sets and then the controls, `board` a row of estimates each."""

    questions: QuestionSet
    sets: tuple[AnswerSet, ...]
    tables: tuple[ScoreTable, ...]
    board: tuple[list[Estimate], ...]
    comparisons: tuple[list[Comparison], ...]
    slices: tuple[Slice, ...]
    headline: Measure
    family: tuple[str, ...]
    design: Design
    collection: Collection
    judgement: Judgement | None = None

    @property
    def own(self) -> tuple[ScoreTable, ...]:
        """The tables of the answer sets, without the controls."""
        return self.tables[: len(self.sets)]

    def estimate(self, row: int, key: str) -> Estimate:
        """Return the estimate of one measure of one table."""
        return self.board[row][COLUMN[key]]


def evaluate(
    questions: QuestionSet,
    sets: Sequence[AnswerSet],
    texts: Sequence[Path],
    progress: Progress,
    family: Sequence[str] = FAMILY,
    draws: int = DRAWS,
    seed: int = 1,
    cache: ScoreCache | None = None,
    panel: Panel | None = None,
    edition: Edition | None = None,
) -> Evaluation:
    """Score answer sets and the control runs, and compare every set with the first.

    `cache` only saves time, and keeps a chat model's marks as they were; `panel` is a judge that marks the answer sets,
    not the controls. Citations may be of `texts` or of `edition`.
    """
    collection = read_collection(texts, edition)
    runs = controls(questions, sets)
    tables = [score_set(questions, answers, collection, progress, cache) for answers in (*sets, *runs)]
    judgement = judged(panel, questions, sets, progress, seed, cache) if panel else None
    if judgement:
        marked = [with_marks(questions, table, judgement) for table in tables[: len(sets)]]
        tables = [*marked, *tables[len(sets) :]]
    own, design = tables[: len(sets)], design_of(questions, draws, seed)
    progress("Averages", 0, len(sets) + 1)
    board = scoreboard(tables, design)
    comparisons = []
    for number, table in enumerate(own[1:], 1):
        progress("Comparing", number, len(sets))
        comparisons.append(compare(own[0], table, design, family))
    primary = headline(own, family)
    return Evaluation(
        questions,
        tuple(sets),
        tuple(tables),
        tuple(board),
        tuple(comparisons),
        tuple(slices_of(questions, own, primary, design)),
        primary,
        tuple(family),
        design,
        collection,
        judgement,
    )


def read_sets(questions: Path, answers: Sequence[Path]) -> tuple[QuestionSet, list[AnswerSet]]:
    """Read a question set and answer sets to it."""
    held = read_question_set(questions)
    return held, read_answer_sets(answers, held)


def known_measures(keys: Sequence[str]) -> tuple[str, ...]:
    """Check the names of measures; raise InputError for one that there is not."""
    for key in keys:
        if key not in BY_KEY:
            raise InputError(f"{key!r} is not a measure; one of {', '.join(BY_KEY)}.")
    return tuple(dict.fromkeys(keys))


def failures(table: ScoreTable) -> dict[Status, int]:
    """Count the questions of a set that have no answer, by kind."""
    kinds = (Status.MISSING, Status.EMPTY, Status.ERROR)
    return {kind: count for kind in kinds if (count := table.statuses.count(kind))}


def refusal_table(questions: QuestionSet, table: ScoreTable) -> RefusalTable:
    """Count refusals; a question that wants to be asked back is left out, a failure is no refusal."""
    counts = dict.fromkeys(((owed, kind) for owed in (True, False) for kind in Refusal), 0)
    failed = 0
    for question, kind, status in zip(questions.questions, table.refusals, table.statuses, strict=True):
        owed = question.behavior is Behavior.REFUSE
        if question.behavior is Behavior.CLARIFY:
            continue
        failed += status is not Status.OK
        if status is Status.OK or owed:
            counts[(owed, kind)] += 1
    due, undue = ({kind: counts[(owed, kind)] for kind in Refusal} for owed in (True, False))
    return RefusalTable(
        due[Refusal.CLEAN], due[Refusal.MIXED], due[Refusal.NONE],
        undue[Refusal.CLEAN], undue[Refusal.MIXED], undue[Refusal.NONE], failed,
    )  # fmt: skip


def risk_of(table: ScoreTable) -> RiskCoverage | None:
    """Follow the errors of a set by its confidence; None where it gives none or nothing can be right or wrong."""
    right = table.column("correct")
    there = np.isfinite(right)
    if not there.any() or not np.isfinite(table.confidence[there]).any():
        return None
    return risk_coverage(table.confidence[there], right[there])


def risk_figures(curve: RiskCoverage) -> dict[str, float]:
    """Name the figures of a risk-coverage curve."""
    named = {f"accuracy at {coverage:.0%} coverage": curve.accuracy(coverage) for coverage in COVERAGES}
    return {"AURC": curve.aurc} | named


def found_and_right(questions: QuestionSet, table: ScoreTable) -> dict[tuple[bool, bool], int] | None:
    """Count (a gold source was found, the answer is right); None for a set that does not say what it found."""
    reciprocal, right = table.column("rr"), table.column("correct")
    there = np.isfinite(reciprocal) & np.isfinite(right)
    there &= np.array([question.answerable for question in questions.questions])
    if not there.any():
        return None
    retrieved, good = reciprocal[there] > 0, right[there] == 1
    return {
        (left, top): int(((retrieved == left) & (good == top)).sum()) for left in (True, False) for top in (True, False)
    }


def verdicts(evaluation: Evaluation) -> list[str]:
    """Describe what was found, a sentence for each set after the first, or for the one set."""
    measure = evaluation.headline
    if not evaluation.comparisons:
        estimate = evaluation.estimate(0, measure.key)
        score = f"{measure.title} {estimate.mean:.3f} {interval(estimate)} on {estimate.n} questions"
        return [f"{evaluation.sets[0].name}: {score}{_failed(evaluation.own[0])}."]
    return [_verdict(rows, measure, evaluation) for rows in evaluation.comparisons]


def _verdict(rows: Sequence[Comparison], measure: Measure, evaluation: Evaluation) -> str:
    row = next((row for row in rows if row.measure is measure), None)
    if row is None:
        return f"{measure.title} cannot be compared: the two sets share no question with it."
    table = next(table for table in evaluation.own if table.name == row.second)
    p = f"p = {row.p:.4f}" if row.holm is None else f"p = {row.holm:.4f} after Holm"
    if row.finding is Finding.NOTHING:
        what = f"No difference between {row.second} and {row.first} is shown in {measure.title}"
        seen = f"; a difference of {row.detectable:.3f} would be seen four times of five"
    else:
        what, seen = f"{row.second} is {row.finding} than {row.first} in {measure.title}", ""
    difference = f"{row.difference.mean:{SIGNED}} {interval(row.difference)}"
    return f"{what}: {difference}, {p}, {row.difference.n} questions{seen}{_failed(table)}."


def _failed(table: ScoreTable) -> str:
    failed = failures(table)
    return "; failed: " + ", ".join(f"{count} {kind}" for kind, count in failed.items()) if failed else ""


def interval(estimate: Estimate) -> str:
    """Write an interval."""
    if not np.isfinite(estimate.low):
        return "[no interval: too few clusters]"
    return f"[{estimate.low:.3f}, {estimate.high:.3f}]"
