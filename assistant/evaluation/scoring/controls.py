"""Control runs: the scores of nothing, an echo, a pasted page and the reference itself. Floor and ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evaluation.sets.records import AnswerSet, Behavior, EvalAnswer, EvalQuestion, QuestionSet, Status

REFUSAL = "I do not have that."
ASKING_BACK = "Which one do you mean?"
PASTED = 10  # passages
FIELDS = frozenset({"response", "refused", "citations", "retrieved_context_ids", "retrieved_contexts"})


def controls(questions: QuestionSet, sets: Sequence[AnswerSet]) -> list[AnswerSet]:
    """Make the control runs; passages are pasted from the first set that gives any."""
    rows = questions.questions
    made = [_set("control: refuse everything", [_refuse(row) for row in rows])]
    if any(row.text for row in rows):
        made.append(_set("control: echo the question", [_text(row, row.text) for row in rows]))
    source = next((item for item in sets if "retrieved_contexts" in item.fields), None)
    if source is not None:
        made.append(_set("control: paste the top passages", [_paste(source.answer(row.id)) for row in rows]))
    reference = _set("control: the reference itself", [_reference(row) for row in rows])
    made.append(replace(reference, fields=FIELDS - {"retrieved_contexts"}))
    return made


def _set(name: str, answers: Sequence[EvalAnswer]) -> AnswerSet:
    return AnswerSet(name, {answer.id: answer for answer in answers}, FIELDS, control=True)


def _refuse(question: EvalQuestion) -> EvalAnswer:
    return EvalAnswer(question.id, Status.OK, REFUSAL, refused=True)


def _text(question: EvalQuestion, text: str) -> EvalAnswer:
    return EvalAnswer(question.id, Status.OK if text.strip() else Status.EMPTY, text, refused=False)


def _paste(answer: EvalAnswer) -> EvalAnswer:
    ids, contexts = answer.context_ids[:PASTED], answer.contexts[:PASTED]
    cited = tuple((id_.split("#")[0], id_) for id_ in ids)
    status = Status.OK if contexts else Status.EMPTY
    return EvalAnswer(
        answer.id, status, "\n\n".join(contexts), cited=cited, context_ids=ids, contexts=contexts, refused=False
    )


def _reference(question: EvalQuestion) -> EvalAnswer:
    """Answer with the reference, or the key facts where there is none; cite the gold sources; refuse where owed."""
    refused = question.behavior is Behavior.REFUSE
    if refused and not question.reference:
        return _refuse(question)
    asking = ASKING_BACK if question.behavior is Behavior.CLARIFY else ""
    stated = " ".join(f"{fact.text.rstrip('.')}." for fact in question.facts if fact.text)
    text = question.reference or asking or stated
    best_first = sorted(question.gold, key=lambda gold: -gold.grade)
    ids = tuple(gold.passage_id or gold.doc_id for gold in best_first)
    cited = tuple((gold.doc_id, gold.passage_id) for gold in best_first)
    status = Status.OK if text.strip() else Status.EMPTY
    return EvalAnswer(question.id, status, text, cited=cited, context_ids=ids, refused=refused)
