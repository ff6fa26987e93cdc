"""The drill-down of the report: single questions, largest losses first, with what was missed and what is flagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.flow import Evaluation
from assistant.evaluation.scoring import Judged, judge_answer, sources_of
from assistant.evaluation.scoring.critical import aligned, compare
from assistant.evaluation.scoring.facts import FULL, PARTIAL
from assistant.evaluation.scoring.measures import COLUMN, MEASURES
from assistant.evaluation.scoring.refusals import Refusal
from assistant.evaluation.scoring.text import overlap, parts, plain
from assistant.evaluation.sets.records import AnswerSet, EvalAnswer, EvalQuestion, Status

SHOWN = 100  # questions; every row is in scores.csv
BORROWED = 0.5  # source overlap from which a sentence is coloured as found in its source
SENTENCES = 40  # of one answer


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer: `kind` is supported, unsupported, source, elsewhere or plain; `note` says why."""

    text: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as the report shows it."""

    name: str
    status: str
    refusal: str
    sentences: tuple[Sentence, ...]
    missed: tuple[str, ...]
    partial: tuple[str, ...]
    forbidden: tuple[str, ...]
    error: str
    scores: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """One question with the answers of every set; `change` is the headline's change from the first set to the last."""

    question: EvalQuestion
    change: float | None
    answers: tuple[Shown, ...]


def drills(evaluation: Evaluation) -> list[Drill]:
    """Choose the questions with the largest losses from the first to the last set, or the lowest scores of the one."""
    column = COLUMN[evaluation.headline.key]
    first, last = evaluation.own[0].values[:, column], evaluation.own[-1].values[:, column]
    better = evaluation.headline.better or 1
    change = (last - first) * better if len(evaluation.sets) > 1 else last * better
    failed = np.array([status is not Status.OK for status in evaluation.own[-1].statuses])
    order = np.lexsort((np.arange(len(change)), last, ~failed, np.where(np.isfinite(change), change, np.inf)))
    return [
        _drill(evaluation, int(row), float(change[row]) if len(evaluation.sets) > 1 else None)
        for row in order[:SHOWN]
    ]  # fmt: skip


def drill_of(evaluation: Evaluation, row: int) -> Drill:
    """Return the question of a row of the set, from 0, with the answers of every set."""
    return _drill(evaluation, row, None)


def _drill(evaluation: Evaluation, row: int, change: float | None) -> Drill:
    question = evaluation.questions.questions[row]
    shown = tuple(_shown(evaluation, number, row, question) for number in range(len(evaluation.sets)))
    return Drill(question, None if change is None or np.isnan(change) else change, shown)


def _shown(evaluation: Evaluation, number: int, row: int, question: EvalQuestion) -> Shown:
    answers, table = evaluation.sets[number], evaluation.own[number]
    answer = answers.answer(question.id)
    judged = judge_answer(question, answer, answers, evaluation.collection)
    scores = tuple(
        (measure.title, float(value))
        for measure, value in zip(MEASURES, table.values[row], strict=True)
        if np.isfinite(value)
    )
    return Shown(
        answers.name,
        answer.status.value,
        judged.refusal.value,
        _sentences(answers, answer, judged),
        _facts(judged, lambda support: support < PARTIAL),
        _facts(judged, lambda support: PARTIAL <= support < FULL),
        tuple(result.fact.text or result.fact.id for result in judged.facts if result.forbidden),
        answer.error,
        scores,
    )


def _facts(judged: Judged, wanted: Callable[[float], bool]) -> tuple[str, ...]:
    return tuple(
        f"{result.fact.text or result.fact.id}{' (vital)' if result.fact.vital else ''}"
        for result in judged.facts
        if result.fact.expected and wanted(result.support)
    )


def _sentences(answers: AnswerSet, answer: EvalAnswer, judged: Judged) -> tuple[Sentence, ...]:
    """Colour sentences: by the answer's own checks where it gives them, else by their overlap with the sources.

    A refusal rests on no source.
    """
    if answer.statements:
        kinds = {True: "supported", False: "unsupported", None: "plain"}
        return tuple(Sentence(said.text, kinds[said.supported], said.note) for said in answer.statements[:SENTENCES])
    sources = sources_of(answer)
    if judged.refusal is Refusal.CLEAN or not sources or "retrieved_contexts" not in answers.fields:
        return tuple(Sentence(text, "plain", "") for text in parts(judged.text)[:SENTENCES])
    return tuple(_by_source(text, sources) for text in parts(plain(answer.text))[:SENTENCES])


def _by_source(text: str, sources: tuple[str, ...]) -> Sentence:
    comparison = compare(text, aligned(text, sources))
    kind = "source" if overlap(text, sources) >= BORROWED else "elsewhere"
    return Sentence(text, kind, f"not in its source: {', '.join(comparison.wrong)}" if comparison.wrong else "")
