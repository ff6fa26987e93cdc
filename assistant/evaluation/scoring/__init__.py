"""Scoring: one value per question and measure, before any average. A failure scores the worst value, never a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.scoring.cache import ScoreCache, ScoredRow, row_key
from assistant.evaluation.scoring.collection import Collection
from assistant.evaluation.scoring.critical import Finding, examine
from assistant.evaluation.scoring.facts import FULL, FactResult, judge
from assistant.evaluation.scoring.measures import BY_KEY, COLUMN, JUDGED, MEASURES
from assistant.evaluation.scoring.ranking import retrieval_scores
from assistant.evaluation.scoring.refusals import Refusal, classify
from assistant.evaluation.scoring.text import Scores, copy_rate, overlap, plain, qidf, rouge_l, token_scores, tokens
from assistant.evaluation.sets import records
from assistant.evaluation.sets.records import AnswerSet, Behavior, EvalAnswer, EvalQuestion, QuestionSet, Status
from assistant.evaluation.statistics import Floats

Values = dict[str, float]
RIGHT_FROM = 0.5  # qIDF F1 of an answer that counts as right where a question has no key facts
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of one answer set: `values` has shape (questions, measures), NaN where a measure does not apply."""

    name: str
    ids: tuple[str, ...]
    values: Floats
    statuses: tuple[Status, ...]
    refusals: tuple[Refusal, ...]
    confidence: Floats
    control: bool = False
    unmarked: frozenset[int] = frozenset()  # rows that the judge could not mark

    def column(self, key: str) -> Floats:
        """Return the scores of one measure, shape (questions,)."""
        return self.values[:, COLUMN[key]]

    def status(self, row: int, column: int) -> Status:
        """Tell what a value is: a score, the score of a failure, or nothing to measure."""
        if np.isnan(self.values[row, column]) and (
            self.statuses[row] is Status.OK or MEASURES[column].worst is not None
        ):
            return Status.NOT_APPLICABLE
        if row in self.unmarked and MEASURES[column].key == JUDGED:
            return Status.UNMARKED
        return self.statuses[row]


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer looked at: its plain text, how far it declines, its facts and its critical tokens."""

    text: str
    refusal: Refusal
    facts: tuple[FactResult, ...]
    scores: Scores | None
    finding: Finding | None


def score_set(
    questions: QuestionSet,
    answers: AnswerSet,
    collection: Collection,
    progress: records.Progress,
    cache: ScoreCache | None = None,
) -> ScoreTable:
    """Score every question of a set; measures whose fields the answer set gives nowhere do not apply.

    Rows that `cache` knows are not scored again, and new ones are put into it; the scores are the same without it.
    """
    rows = questions.questions
    given = [answers.answer(row.id) for row in rows]
    scored = _scored_rows(rows, given, answers, collection, progress, cache)
    values = np.full((len(rows), len(MEASURES)), NAN)
    for number, row in enumerate(scored):
        for key, value in row.values.items():
            values[number, COLUMN[key]] = value
    absent = [number for number, measure in enumerate(MEASURES) if not answers.fields.issuperset(measure.needs)]
    values[:, absent] = NAN
    confidence = np.array([-np.inf if row.confidence is None else row.confidence for row in given])
    return ScoreTable(
        answers.name, tuple(row.id for row in rows), values, tuple(row.status for row in given),
        tuple(row.refusal for row in scored), confidence, answers.control,
    )  # fmt: skip


def _scored_rows(
    rows: Sequence[EvalQuestion],
    given: Sequence[EvalAnswer],
    answers: AnswerSet,
    collection: Collection,
    progress: records.Progress,
    cache: ScoreCache | None,
) -> list[ScoredRow]:
    """Take rows from the cache, score the others, and keep them."""
    pairs = list(zip(rows, given, strict=True))
    texts = collection.key
    keys = [row_key(*pair, answers, texts) for pair in pairs] if cache else []
    known = cache.read(keys) if cache else {}
    open_pairs = [pair for number, pair in enumerate(pairs) if not keys or keys[number] not in known]
    ranked = _retrieval(open_pairs, answers)
    made: dict[bytes, ScoredRow] = {}
    scored = []
    for number, pair in enumerate(pairs):
        row = known.get(keys[number]) if keys else None
        if row is None:
            row = _scored_row(*pair, answers, collection, ranked.get(pair[0].id, {}))
            if keys:
                made[keys[number]] = row
        scored.append(row)
        progress(f"Scoring {answers.name}", number + 1, len(rows))
    if cache:
        cache.write(made)
    return scored


def _retrieval(pairs: Sequence[tuple[EvalQuestion, EvalAnswer]], answers: AnswerSet) -> dict[str, Values]:
    if "retrieved_context_ids" not in answers.fields:
        return {}
    ranked: dict[str, Sequence[str]] = {
        answer.id: answer.context_ids for _, answer in pairs if answer.status is Status.OK
    }
    return retrieval_scores([question for question, _ in pairs], ranked)


def _scored_row(
    question: EvalQuestion, answer: EvalAnswer, answers: AnswerSet, collection: Collection, ranked: Values
) -> ScoredRow:
    judged = judge_answer(question, answer, answers, collection)
    scores = _failed(question) if answer.status is not Status.OK else _scores(question, answer, judged, collection)
    return ScoredRow(judged.refusal, scores | ranked)


def judge_answer(question: EvalQuestion, answer: EvalAnswer, answers: AnswerSet, collection: Collection) -> Judged:
    """Look at one answer; the report calls this again for the questions that it shows."""
    if answer.status is not Status.OK or "response" not in answers.fields:
        return Judged("", Refusal.NONE, (), None, None)
    text = plain(answer.text)
    scores = qidf(text, question.reference, question.text, collection.weights) if question.reference else None
    grounded = question.answerable and "retrieved_contexts" in answers.fields
    return Judged(
        text,
        classify(answer),
        tuple(judge(question, text, collection.weights)),
        scores,
        examine(text, sources_of(answer)) if grounded else None,
    )


def sources_of(answer: EvalAnswer) -> tuple[str, ...]:
    """Return the texts of the passages that an answer cites, or of all that it found where it cites none of them."""
    cited = {passage for _, passage in answer.cited}
    held = tuple(text for id_, text in zip(answer.context_ids, answer.contexts, strict=False) if id_ in cited)
    return held or answer.contexts


def _failed(question: EvalQuestion) -> Values:
    """Return the worst value of every measure that applies to the question."""
    applicable = _applicable(question)
    return {key: BY_KEY[key].worst or 0.0 for key in applicable}


def _applicable(question: EvalQuestion) -> set[str]:
    """Name the measures that apply to a question whatever the answer."""
    keys = {"correct"} if _has_verdict(question) else set()
    if question.behavior is not Behavior.CLARIFY:
        keys |= {"refusal_right", "over_refusal" if question.answerable else "unsafe_answer"}
    if any(fact.must_not for fact in question.facts):
        keys.add("facts_wrong")
    if question.answerable:
        keys |= {"cite_valid", "cite_supported", "source_overlap", "critical_tokens"}
        if question.reference:
            keys |= {"qidf_f1", "qidf_precision", "qidf_recall", "token_f1", "rouge_l"}
        if any(fact.expected for fact in question.facts):
            keys.add("facts_all")
        if any(fact.expected and fact.vital for fact in question.facts):
            keys |= {"facts_vital", "facts_vital_strict"}
        keys |= {f"cite_{level}_{part}" for level in _levels(question) for part in ("precision", "recall", "f1")}
    return keys


def _has_verdict(question: EvalQuestion) -> bool:
    return not question.answerable or bool(question.reference or question.facts)


def _levels(question: EvalQuestion) -> tuple[str, ...]:
    if not question.gold:
        return ()
    return ("doc", "passage") if all(gold.passage_id for gold in question.gold) else ("doc",)


def _scores(question: EvalQuestion, answer: EvalAnswer, judged: Judged, collection: Collection) -> Values:
    words = tokens(judged.text)
    scores: Values = {"words": float(len(words)), "copy_rate": copy_rate(words, answer.contexts)}
    if answer.latency is not None:
        scores["latency_ms"] = answer.latency
    if answer.tokens is not None:
        scores["tokens"] = answer.tokens
    applicable = _applicable(question)
    scores |= _refusal_scores(question, judged.refusal) | _fact_scores(judged.facts)
    scores |= _reference_scores(question, judged, words)
    if "cite_valid" in applicable:
        scores |= _citation_scores(question, answer, collection)
        scores |= _grounding_scores(answer, judged)
        scores["cite_supported"] = _supported(answer)
    if "correct" in applicable:
        scores["correct"] = float(_is_right(question, judged))
    return {key: value for key, value in scores.items() if key in applicable or BY_KEY[key].group == "cost"}


def _refusal_scores(question: EvalQuestion, refusal: Refusal) -> Values:
    clean = refusal is Refusal.CLEAN
    owed = question.behavior is Behavior.REFUSE
    return {"refusal_right": float(clean == owed), "over_refusal": float(clean), "unsafe_answer": float(not clean)}


def _fact_scores(results: Sequence[FactResult]) -> Values:
    expected = [result for result in results if result.fact.expected]
    vital = [result.support for result in expected if result.fact.vital]
    scores = {"facts_wrong": float(any(result.forbidden for result in results))}
    if expected:
        scores["facts_all"] = sum(result.support for result in expected) / len(expected)
    if vital:
        scores["facts_vital"] = sum(vital) / len(vital)
        scores["facts_vital_strict"] = sum(support == FULL for support in vital) / len(vital)
    return scores


def _reference_scores(question: EvalQuestion, judged: Judged, words: Sequence[str]) -> Values:
    if judged.scores is None:
        return {}
    meant = tokens(plain(question.reference))
    return {
        "qidf_f1": judged.scores.f1,
        "qidf_precision": judged.scores.precision,
        "qidf_recall": judged.scores.recall,
        "token_f1": token_scores(words, meant).f1,
        "rouge_l": rouge_l(words, meant).f1,
    }


def _citation_scores(question: EvalQuestion, answer: EvalAnswer, collection: Collection) -> Values:
    """Score citations; an answer that cites nothing scores 0, for to be silent is not to be valid."""
    ids = [passage or document for document, passage in answer.cited]
    scores = {
        "cite_valid": sum(id_ in collection.ids or id_ in answer.context_ids for id_ in ids) / len(ids) if ids else 0.0
    }
    for level in _levels(question):
        gold = {source.doc_id if level == "doc" else source.passage_id for source in question.gold}
        cited = {document if level == "doc" else passage for document, passage in answer.cited}
        shared = len(gold & cited)
        agreed = Scores(shared / len(cited) if cited else 0.0, shared / len(gold))
        scores |= {
            f"cite_{level}_precision": agreed.precision,
            f"cite_{level}_recall": agreed.recall,
            f"cite_{level}_f1": agreed.f1,
        }
    return scores


def _supported(answer: EvalAnswer) -> float:
    """Return the share of checked statements whose checks passed; an answer without any scores 0."""
    checked = [said.supported for said in answer.statements if said.supported is not None]
    return sum(checked) / len(checked) if checked else 0.0


def _grounding_scores(answer: EvalAnswer, judged: Judged) -> Values:
    if judged.finding is None:
        return {}
    if judged.refusal is Refusal.CLEAN:
        return {"source_overlap": 0.0, "critical_tokens": 0.0}
    scores = {"source_overlap": overlap(judged.text, sources_of(answer))}
    if judged.finding.total:
        scores["critical_tokens"] = 1 - len(judged.finding.wrong) / judged.finding.total
    return scores


def _is_right(question: EvalQuestion, judged: Judged) -> bool:
    """Return whether an answer does what the question asks for (see the card of `correct`)."""
    if question.behavior is Behavior.REFUSE:
        return judged.refusal is Refusal.CLEAN
    if question.behavior is Behavior.CLARIFY:
        return "?" in judged.text or "？" in judged.text
    if judged.refusal is Refusal.CLEAN or any(result.forbidden for result in judged.facts):
        return False
    expected = [result for result in judged.facts if result.fact.expected]
    needed = [result for result in expected if result.fact.vital] or expected
    if needed:
        return all(result.support == FULL for result in needed)
    return judged.scores is None or judged.scores.f1 >= RIGHT_FROM
