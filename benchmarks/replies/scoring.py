"""What checking costs an answer: vital facts in its first words as replied, as checked, and without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.records import Answer
from assistant.composing.markers import read_markers
from assistant.composing.stream import stream_sentences
from assistant.evaluation.sets import read_question_set
from assistant.evaluation.sets.records import EvalQuestion
from assistant.evaluation.statistics import cluster_numbers, estimates

WAYS = ("unchecked", "checked", "without a model")
FIRST_HELD = "first sentence held back"
FIRST_WORDS = 120
CHARACTERS_A_WORD = 2  # of Chinese, where blanks part no words


@dataclass(frozen=True, slots=True)
class Played:
    """A question with the reply as it was written, the answer made of it, that without a model, and the calls."""

    id: str
    reply: str
    checked: Answer
    extractive: Answer
    calls: int


def table(paths: Sequence[Path], played: Sequence[Played]) -> dict[str, Any]:
    """Return the shares of vital facts by set and in all, and counts of what was held back, doubted and rewritten."""
    found: dict[str, Any] = {}
    for path in paths:
        known = {question.id: question for question in read_question_set(path).questions}
        found[path.stem] = _shares([(known[one.id], one) for one in played if one.id in known])
    return found


def _shares(pairs: Sequence[tuple[EvalQuestion, Played]]) -> dict[str, Any]:
    replied = [read_markers(s) for _, one in pairs for s in stream_sentences([one.reply])]
    owing = [pair for pair in pairs if any(_vital(pair[0]))]
    held = np.array([_three(question, one) for question, one in owing]).reshape(-1, len(WAYS))
    found = estimates(held, np.ones(len(owing)), cluster_numbers([question.cluster for question, _ in owing]))
    first = [one for _, one in pairs if any(_is_first(d.statement.text, one.reply) for d in one.checked.dropped)]
    return {
        "questions": len(pairs),
        "vital facts in 120 words": {
            way: [round(value, 3) for value in (one.mean, one.low, one.high)]
            for way, one in zip(WAYS, found, strict=True)
        },
        "sentences replied": len(replied),
        "held back": sum(len(one.checked.dropped) for _, one in pairs),
        "doubted": sum(not s.passed for _, one in pairs for s in one.checked.statements),
        FIRST_HELD: len(first),
        "calls beside the first": sum(one.calls - 1 for _, one in pairs),
    }


def _three(question: EvalQuestion, one: Played) -> tuple[float, float, float]:
    """Return the shares of vital facts of the reply as written, as checked, and without a model."""
    written = " ".join(read_markers(sentence).text for sentence in stream_sentences([one.reply]))
    return share(question, written), share(question, _said(one.checked)), share(question, _said(one.extractive))


def results(found: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, dict[str, tuple[float, ...]]]]:
    """Return the table as rows of `benchmarks/results`."""
    rows = []
    for name, row in found.items():
        figures = {way: tuple(value) for way, value in row["vital facts in 120 words"].items()}
        counts = {key: (row[key],) for key in ("questions", "sentences replied", "held back", "doubted", FIRST_HELD)}
        rows.append((name, {**counts, **figures}))
    return rows


def share(question: EvalQuestion, text: str) -> float:
    """Return the share of a question's vital facts in the first 120 words of a text, 240 characters of Chinese."""
    vital = _vital(question)
    start = _first_words(text)
    return sum(any(p.search(start) for p in fact.any_of) for fact in vital) / len(vital)


def _vital(question: EvalQuestion) -> list[Any]:
    return [fact for fact in question.facts if fact.vital and fact.any_of]


def _first_words(text: str) -> str:
    words = text.split()
    return (
        " ".join(words[:FIRST_WORDS])[: FIRST_WORDS * 8]
        if len(words) > FIRST_WORDS / 4
        else text[: FIRST_WORDS * CHARACTERS_A_WORD]
    )


def _said(answer: Answer) -> str:
    return " ".join((*(statement.text for statement in answer.statements), answer.refusal or ""))


def _is_first(text: str, reply: str) -> bool:
    return any(read_markers(sentence).text == text for sentence in list(stream_sentences([reply]))[:1])
