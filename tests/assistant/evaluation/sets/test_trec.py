"""TREC files: one line per document, fields that hold no blank, and grades at the level of the gold sources."""

from __future__ import annotations

from assistant.evaluation.sets.records import AnswerSet, EvalAnswer, EvalQuestion, Gold, Status
from assistant.evaluation.sets.trec import gold_grades, trec_judgements, trec_run


def test_a_run_ranks_each_document_once_and_has_no_blank_in_a_field() -> None:
    """A document that is named twice counts where it stands first; blanks in names become underscores."""
    answer = EvalAnswer("q 1", Status.OK, context_ids=("a#p1", "b c#p2", "a#p1"))
    lines = list(trec_run(AnswerSet("my set", {"q 1": answer}, frozenset())))
    assert lines == ["q_1 Q0 a#p1 1 2 my_set\n", "q_1 Q0 b_c#p2 2 1 my_set\n"]


def test_judgements_are_by_passage_only_where_every_gold_source_names_one() -> None:
    """A question of which one gold source is a whole document is judged by documents, by the highest grade."""
    passages = EvalQuestion("q1", "?", gold=(Gold("a", "a#p1", 2), Gold("a", "a#p2", 1)))
    mixed = EvalQuestion("q2", "?", gold=(Gold("a", "a#p1", 1), Gold("a", grade=2)))
    assert gold_grades(passages) == {"a#p1": 2, "a#p2": 1}
    assert gold_grades(mixed) == {"a": 2}
    assert list(trec_judgements([passages, mixed])) == ["q1 0 a#p1 2\n", "q1 0 a#p2 1\n", "q2 0 a 2\n"]
