"""TREC files of a set: judgements from the gold sources, a run from the contexts of the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.sets.records import AnswerSet, EvalQuestion


def gold_grades(question: EvalQuestion) -> dict[str, int]:
    """Return the grade of each gold source by passage id, or by document id where any gold source has no passage."""
    by_passage = all(gold.passage_id for gold in question.gold)
    grades: dict[str, int] = {}
    for gold in question.gold:
        key = gold.passage_id if by_passage else gold.doc_id
        grades[key] = max(gold.grade, grades.get(key, 0))
    return grades


def trec_run(answers: AnswerSet) -> Iterator[str]:
    """Yield what a set found as a TREC run; the scores fall with the rank."""
    tag = _word(answers.name)
    for id_, answer in sorted(answers.answers.items()):
        documents = tuple(dict.fromkeys(answer.context_ids))
        for rank, document in enumerate(documents, 1):
            yield f"{_word(id_)} Q0 {_word(document)} {rank} {len(documents) - rank + 1} {tag}\n"


def trec_judgements(questions: Sequence[EvalQuestion]) -> Iterator[str]:
    """Yield the gold sources as TREC judgements."""
    for question in questions:
        for document, grade in gold_grades(question).items():
            yield f"{_word(question.id)} 0 {_word(document)} {grade}\n"


def _word(text: str) -> str:
    return re.sub(r"\s+", "_", text)
