"""A judge at work: it marks the answers of all sets; its steadiness and its agreement with people are measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.evaluation.judges import open_judge
from assistant.evaluation.judges.judge import (
    Judge,
    JudgeFailedError,
    Smoke,
    Verdict,
    judgeable,
    markable,
    passed,
)
from assistant.evaluation.people.labelling import Agreement, agreement
from assistant.evaluation.people.prediction import key_beside, read_people
from assistant.evaluation.scoring import ScoreTable
from assistant.evaluation.scoring.cache import ScoreCache, mark_key
from assistant.evaluation.scoring.measures import COLUMN, JUDGED
from assistant.evaluation.sets.records import WORTH, AnswerSet, EvalAnswer, EvalQuestion, Progress, QuestionSet
from assistant.settings import Settings
from corpus.errors import InputError

STEADY = 20  # answers that are marked again
REPEATS = 3  # times that each of them is marked in all
FEWEST_LABELS = 20  # people's labels below which a kappa says too little for a primary measure
Labels = Mapping[tuple[str, str], str]  # by set and question
NO_LABELS = (
    "A judge may be the primary measure once its agreement with people is shown: draw a sheet with `evaluate label`, "
    "let people fill it in, and give it with --labels SHEET.xlsx."
)


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of one answer: a verdict, or why there is none."""

    set_name: str
    id: str
    verdict: Verdict | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that a judge gave. `steady` is the share of answers marked alike in every repeat; `kappa` is with people."""

    name: str
    smoke: tuple[Smoke, ...]
    rows: tuple[Marked, ...]
    repeats: int
    repeated: int
    steady: float
    kappa: Agreement | None

    @property
    def failed(self) -> int:
        """How many answers have no mark."""
        return sum(row.verdict is None for row in self.rows)

    @property
    def line(self) -> str:
        """What a reader must know before the marks."""
        right = sum(pair.got == pair.expected for pair in self.smoke)
        with_people = "not compared with people"
        if self.kappa is not None:
            with_people = (
                f"kappa with people {self.kappa.kappa:.3f} [{self.kappa.low:.3f}, {self.kappa.high:.3f}] on "
                f"{self.kappa.items} answers"
            )
        lost = f"; no mark for {self.failed} of {len(self.rows)} answers, counted as 0" if self.failed else ""
        return (
            f"Judge {self.name}: {right} of {len(self.smoke)} smoke pairs; same mark in {self.repeats} repeats for "
            f"{self.steady:.0%} of {self.repeated} answers; {with_people}{lost}."
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """A judge that has passed its smoke test, how often steadiness is tried, and people's labels to compare with."""

    judge: Judge
    smoke: tuple[Smoke, ...]
    repeats: int = REPEATS
    labels: Labels | None = None


def open_panel(
    judge: str | None, settings: Callable[[], Settings], repeats: int, sheet: Path | None, *, primary: bool
) -> Panel | None:
    """Open a judge, if one is named, and try it on the five pairs.

    Raises InputError for a judge that cannot be opened or fails them, and for one that would be the primary measure
    without enough labels by people.
    """
    if judge is None:
        if primary or sheet:
            raise InputError("The mark of a judge needs a judge: add --judge provider:model or --judge nli:FOLDER.")
        return None
    labels = None if sheet is None else one_label_each(read_people([sheet], key_beside(sheet)))
    if primary and labels is None:
        raise InputError(NO_LABELS)
    if primary and labels is not None and len(labels) < FEWEST_LABELS:
        raise InputError(
            f"{sheet} holds {len(labels)} labels: a judge may be the primary measure from {FEWEST_LABELS} on."
        )
    return tried(open_judge(judge, settings()), labels, repeats)


def tried(judge: Judge, labels: Labels | None, repeats: int = REPEATS) -> Panel:
    """Try a judge on the five pairs; raise InputError where it fails them."""
    return Panel(judge, tuple(passed(judge)), repeats, labels)


def one_label_each(people: Mapping[tuple[str, str], Sequence[str]]) -> Labels:
    """Take the label of each answer."""
    return {place: labels[0] for place, labels in people.items()}


def judged(
    panel: Panel,
    questions: QuestionSet,
    sets: Sequence[AnswerSet],
    progress: Progress,
    seed: int = 1,
    cache: ScoreCache | None = None,
) -> Judgement:
    """Mark every answer that can be marked; raise InputError where people's labels are of other answers.

    A chat model's marks are taken from `cache` where it was asked the same before, so that they stay what they were.
    """
    work = [
        (answers.name, question, answer)
        for answers in sets
        for question in questions.questions
        if judgeable(question, answer := answers.answer(question.id))
    ]
    rows = []
    for number, (name, question, answer) in enumerate(work, 1):
        rows.append(_marked(panel.judge, name, question, answer, cache))
        progress(f"Judging {name}", number, len(work))
    tried, alike = _steadiness(panel, work, rows, seed, cache)
    kappa = None if panel.labels is None else _with_people(panel, rows, seed)
    steady = alike / tried if tried else float("nan")
    return Judgement(panel.judge.name, panel.smoke, tuple(rows), panel.repeats, tried, steady, kappa)


def _marked(
    judge: Judge, name: str, question: EvalQuestion, answer: EvalAnswer, cache: ScoreCache | None, repeat: int = 1
) -> Marked:
    """Mark an answer, or take the mark that was made before; a failure is not kept."""
    asked = judge.asked(question, answer) if cache else ""
    key = mark_key(asked, repeat)
    if cache and asked and (known := cache.mark(key)):
        return Marked(name, question.id, Verdict(*known))
    try:
        verdict = judge.mark(question, answer)
    except JudgeFailedError as error:
        return Marked(name, question.id, None, str(error))
    if cache and asked:
        cache.keep_mark(key, verdict.label, verdict.reason)
    return Marked(name, question.id, verdict)


def _steadiness(
    panel: Panel,
    work: Sequence[tuple[str, EvalQuestion, EvalAnswer]],
    rows: Sequence[Marked],
    seed: int,
    cache: ScoreCache | None,
) -> tuple[int, int]:
    """Mark a sample again; give how many were tried and how many got the same mark each time."""
    if panel.repeats < 2:
        return 0, 0
    picked = np.random.default_rng(seed).permutation(len(work))[:STEADY]
    alike = 0
    for number in picked:
        first = rows[number].verdict
        repeats = range(2, panel.repeats + 1)
        name, question, answer = work[number]
        again = [_marked(panel.judge, name, question, answer, cache, repeat).verdict for repeat in repeats]
        alike += first is not None and all(other is not None and other.label == first.label for other in again)
    return len(picked), alike


def _with_people(panel: Panel, rows: Sequence[Marked], seed: int) -> Agreement:
    """Return Cohen's kappa of the judge with people over the answers that both marked."""
    marks = {f"{row.set_name}\0{row.id}": row.verdict.label for row in rows if row.verdict is not None}
    people = {f"{name}\0{id_}": label for (name, id_), label in (panel.labels or {}).items() if label in WORTH}
    if len(marks.keys() & people.keys()) < 2:
        raise InputError("The labels of the sheet are of other answers than these: draw it from the same sets.")
    return agreement([people, marks], ["people", panel.judge.name], seed)[0]


def with_marks(questions: QuestionSet, table: ScoreTable, judgement: Judgement) -> ScoreTable:
    """Put the marks of a set into its table.

    An answer that is missing, empty or an error scores 0; so does one without a mark, and its status says so.
    """
    rows = [row for row in judgement.rows if row.set_name == table.name]
    place = {id_: number for number, id_ in enumerate(table.ids)}
    values = table.values.copy()
    values[[markable(question) for question in questions.questions], COLUMN[JUDGED]] = 0.0
    for row in rows:
        values[place[row.id], COLUMN[JUDGED]] = 0.0 if row.verdict is None else WORTH[row.verdict.label]
    unmarked = frozenset(place[row.id] for row in rows if row.verdict is None)
    return replace(table, values=values, unmarked=unmarked)


def mark_rows(judgement: Judgement) -> Iterator[tuple[str, ...]]:
    """Yield the marks as a table: set, id, label (empty where there is none), and the reason or the failure."""
    yield ("set", "id", "label", "reason")
    for row in judgement.rows:
        verdict = row.verdict or Verdict("", f"no mark: {row.failure}")
        yield (row.set_name, row.id, verdict.label, verdict.reason)
