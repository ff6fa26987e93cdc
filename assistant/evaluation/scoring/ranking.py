"""Retrieval measures by ir_measures: a ranking against gold sources, at the level of passages where gold names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ir_measures
from ir_measures import AP, RR, Qrel, R, ScoredDoc, nDCG

from assistant.evaluation.sets.records import EvalQuestion
from assistant.evaluation.sets.trec import gold_grades

IR = {"r@5": R @ 5, "r@10": R @ 10, "ndcg@10": nDCG @ 10, "ap@10": AP @ 10, "rr": RR}
DEPTH = 10


def ranking(question: EvalQuestion, context_ids: Sequence[str]) -> list[str]:
    """Return the ranked ids at the level of the gold sources, each once."""
    if all(gold.passage_id for gold in question.gold):
        return list(dict.fromkeys(context_ids))
    return list(dict.fromkeys(id_.split("#")[0] for id_ in context_ids))


def judgements(questions: Sequence[EvalQuestion]) -> Iterator[Qrel]:
    """Yield the judgements of all questions."""
    for question in questions:
        for document, grade in gold_grades(question).items():
            yield Qrel(question.id, document, grade)


def retrieval_scores(
    questions: Sequence[EvalQuestion], rankings: dict[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Score rankings, best first, by question id: the values by measure for each question that has gold sources.

    The order given counts, not the scores of the system; a question without a ranking scores 0 in every measure.
    """
    judged = [question for question in questions if question.gold]
    ranked = {question.id: ranking(question, rankings.get(question.id, ())) for question in judged}
    run = (ScoredDoc(id_, document, -float(rank)) for id_, row in ranked.items() for rank, document in enumerate(row))
    scores = {question.id: dict.fromkeys(IR, 0.0) for question in judged}
    names = {measure: name for name, measure in IR.items()}
    if judged and any(ranked.values()):
        for metric in ir_measures.iter_calc(list(IR.values()), list(judgements(judged)), list(run)):
            scores[metric.query_id][names[metric.measure]] = float(metric.value)
    for question in judged:
        first = set(ranked[question.id][:DEPTH])
        scores[question.id]["allgold@10"] = float(gold_grades(question).keys() <= first)
    return scores
