"""Question sets and answer sets: rows become records, and the first mistake is reported with its row."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.evaluation.sets.aliases import Row, canonical, flat, is_empty, output_columns, recognised
from assistant.evaluation.sets.fields import (
    citations,
    facts,
    finite,
    golds,
    latency,
    slices,
    statements,
    strings,
    truth,
    when,
)
from assistant.evaluation.sets.records import AnswerSet, Behavior, EvalAnswer, EvalQuestion, Gold, QuestionSet, Status
from assistant.evaluation.sets.tables import SPREADSHEETS, check_size, located, read_rows
from corpus.errors import InputError

RUNS, JUDGEMENTS = (".run", ".trec"), (".qrels", ".qrel")


def question_rows(source: Path) -> tuple[list[tuple[int, Row]], dict[str, object], dict[str, str]]:
    """Read the rows of a question set under our names, its `_meta`, and the columns as they were recognised.

    A set without any id gets ids from its questions' words. Raises InputError for a row without a question or id, an
    id used twice, and a set without questions.
    """
    rows, meta, columns, _ = _named(source)
    if not rows:
        raise InputError(f"{source} holds no question.")
    without_ids = all(is_empty(row.get("id")) for _, row in rows)
    seen: dict[str, int] = {}
    for number, row in rows:
        if is_empty(row.get("user_input")):
            raise InputError(f"{source}, row {number}: user_input is missing.")
        if without_ids:
            row["id"] = f"q-{hashlib.sha256(str(row['user_input']).strip().encode()).hexdigest()[:10]}"
        if is_empty(row.get("id")):
            raise InputError(f"{source}, row {number}: id is missing.")
        row["id"] = str(row["id"]).strip()
        if (id_ := row["id"]) in seen:
            raise InputError(
                f"{source}, row {number}: the id {id_!r} is used twice (first in row {seen[id_]}); give each question"
                " its own."
            )
        seen[id_] = number
    return rows, meta, columns


def _named(source: Path) -> tuple[list[tuple[int, Row]], dict[str, object], dict[str, str], set[str]]:
    """Read rows under our names, and the fields that are given, if empty; `file.csv#column` names the answer's."""
    path, part = located(source)
    answer_column = part if path.suffix.lower() != ".xlsx" or output_columns([part]) else ""
    rows: list[tuple[int, Row]] = []
    meta: dict[str, object] = {}
    columns: dict[str, str] = {}
    given: set[str] = set()
    for number, row in read_rows(path if answer_column else source):
        if "_meta" in row:
            meta = row["_meta"] if isinstance(row["_meta"], dict) else {}
            continue
        if answer_column and answer_column not in row:
            raise InputError(f"{path} has no column {answer_column!r}; its columns are {', '.join(row)}.")
        if not answer_column and len(outputs := output_columns(row)) > 1:
            raise InputError(f"{path} holds {len(outputs)} answers a row: choose one, as in '{path}#{outputs[0]}'.")
        cells = flat(row)
        here = recognised(cells)
        columns.update(here)
        given.update(field for column, field in here.items() if cells[column] is not None)
        rows.append((number, canonical(row, answer_column)))
    if rows and not columns:
        known = "user_input (or question, input, query), response (or answer, output), reference, id, ..."
        raise InputError(f"{path}: no column is recognised; needed are {known}.")
    return rows, meta, columns, given


def read_question_set(source: Path) -> QuestionSet:
    """Read a question set in any format, or the questions of a TREC file of judgements (`.qrels`)."""
    if source.suffix.lower() in JUDGEMENTS:
        return _judgements(source)
    rows, meta, columns = question_rows(source)
    if all(row.get("weight") in (0, 0.0, "0") for _, row in rows):
        raise InputError(f"{source}: every weight is 0; give at least one question a weight.")
    questions = sorted((_question(source, number, row) for number, row in rows), key=lambda question: question.id)
    return QuestionSet(_name(source), tuple(questions), meta, columns)


def _question(source: Path, number: int, row: Row) -> EvalQuestion:
    where = f"{source}, row {number}"
    behavior = str(row.get("expected_behavior") or Behavior.ANSWER).strip().lower()
    if behavior not in set(Behavior):
        raise InputError(f"{where}: expected_behavior is {behavior!r}; one of {', '.join(Behavior)}.")
    weight = finite(where, "weight", row.get("weight"), least=0.0)
    return EvalQuestion(
        id=row["id"],
        text=str(row["user_input"]),
        reference=str(row.get("reference") or ""),
        facts=facts(where, row.get("key_facts")),
        gold=golds(where, row.get("gold_sources")),
        behavior=Behavior(behavior),
        as_of=when(where, row.get("as_of")),
        slices=slices(where, row.get("slice")),
        cluster=str(row.get("cluster_id") or row["id"]),
        weight=1.0 if weight is None else weight,
        notes=str(row.get("notes") or ""),
        row=number,
    )


def read_answer_sets(sources: Sequence[Path], questions: QuestionSet) -> list[AnswerSet]:
    """Read answer sets, named after their files, with the folder where two files have the same name."""
    names = [_name(source) for source in sources]
    named = [
        name if names.count(name) == 1 else f"{source.resolve().parent.name}/{name}"
        for name, source in zip(names, sources, strict=True)
    ]
    if len(set(named)) < len(named):
        raise InputError("Two answer sets have the same name: rename one of the files.")
    return [read_answer_set(source, questions, name) for source, name in zip(sources, named, strict=True)]


def read_answer_set(source: Path, questions: QuestionSet, name: str = "") -> AnswerSet:
    """Read an answer set and join it to its questions, by id, or by the question's words where it has no ids.

    Raises InputError for an answer without a question, two answers to one question, and a set without answers.
    """
    name = name or _name(source)
    if source.suffix.lower() in RUNS:
        return _run(source, questions, name)
    rows, columns, fields = answer_rows(source, questions)
    answers = {row["id"]: _answer(f"{source}, row {number}", row["id"], row) for number, row in rows}
    fields.add("response")
    if any(said.supported is not None for answer in answers.values() for said in answer.statements):
        fields.add("checks")
    return AnswerSet(name, answers, frozenset(fields), columns)


def answer_rows(source: Path, questions: QuestionSet) -> tuple[list[tuple[int, Row]], dict[str, str], set[str]]:
    """Read the rows of an answer set under our names, each with its question's id; and its columns and fields.

    Raises InputError as `read_answer_set` does.
    """
    rows, _, columns, fields = _named(source)
    if not rows:
        raise InputError(f"{source} holds no answer.")
    if not fields & {"response", "error"}:
        if "response" in columns.values():
            raise InputError(f"{source}: the column response is empty in every row; fill it in, or give an error.")
        known = sorted(columns)
        raise InputError(f"{source} has no column response (or answer, output, ...); recognised: {', '.join(known)}.")
    by_text: dict[str, list[str]] = {}
    for question in questions.questions:
        by_text.setdefault(question.text.strip(), []).append(question.id)
    ids = {question.id for question in questions.questions}
    without_ids = all(is_empty(row.get("id")) for _, row in rows)
    seen: set[str] = set()
    for number, row in rows:
        where = f"{source}, row {number}"
        meant = (
            by_text.get(str(row.get("user_input") or "").strip(), [""]) if without_ids else [str(row.get("id") or "")]
        )
        if len(meant) > 1:
            raise InputError(f"{where}: {len(meant)} questions have these words; give the answers ids.")
        if (id_ := meant[0].strip()) not in ids:
            what = f"the id {id_!r}" if id_ else "this answer's question"
            raise InputError(f"{where}: {what} is not in the question set; correct the id or take the row out.")
        if id_ in seen:
            raise InputError(f"{where}: a second answer to {id_!r}; keep one.")
        seen.add(id_)
        row["id"] = id_
    return rows, columns, fields


def _answer(where: str, id_: str, row: Row) -> EvalAnswer:
    refused = truth(where, "refused", row.get("refused"))
    text = str(row.get("response") or "")
    error = str(row.get("error") or "")
    empty = Status.OK if text.strip() or refused else Status.EMPTY
    ids = tuple(strings(row.get("retrieved_context_ids")))
    return EvalAnswer(
        id=id_,
        status=Status.ERROR if error else empty,
        text=text,
        statements=statements(where, row.get("statements")),
        cited=citations(where, row.get("citations")),
        context_ids=tuple(sys.intern(item) for item in ids),
        contexts=tuple(sys.intern(item) for item in strings(row.get("retrieved_contexts"))),
        refused=refused,
        confidence=finite(where, "confidence", row.get("confidence")),
        latency=latency(where, row.get("latency_ms")),
        tokens=finite(where, "tokens", row.get("tokens"), least=0.0),
        error=error,
    )


def _judgements(path: Path) -> QuestionSet:
    """Read TREC judgements: query, iteration, document, grade; a grade of 0 is no gold source."""
    gold: dict[str, list[Gold]] = {}
    for number, (query, _, document, grade) in _fields(path, 4, "query 0 document grade"):
        worth = finite(f"{path}, line {number}", "grade", grade)
        rows = gold.setdefault(query, [])
        if worth is not None and worth > 0:
            rows.append(Gold(document.split("#")[0], document, int(worth)))
    if not gold:
        raise InputError(f"{path} holds no judgement.")
    questions = tuple(EvalQuestion(id_, "", gold=tuple(gold[id_]), cluster=id_) for id_ in sorted(gold))
    return QuestionSet(_name(path), questions, {}, {})


def _run(path: Path, questions: QuestionSet, name: str) -> AnswerSet:
    """Read a TREC run: query, Q0, document, rank, score, tag; it is ranked by score, as trec_eval does."""
    ids = {question.id for question in questions.questions}
    rankings: dict[str, list[tuple[float, str]]] = {}
    for number, (query, _, document, _, score, _) in _fields(path, 6, "query Q0 document rank score tag"):
        if query not in ids:
            raise InputError(f"{path}, line {number}: the query {query!r} is not in the question set.")
        rankings.setdefault(query, []).append((finite(f"{path}, line {number}", "score", score) or 0.0, document))
    ranked = {id_: tuple(document for _, document in sorted(rows, reverse=True)) for id_, rows in rankings.items()}
    answers = {id_: EvalAnswer(id_, Status.OK, context_ids=documents) for id_, documents in ranked.items()}
    return AnswerSet(name, answers, frozenset({"id", "retrieved_context_ids"}), {})


def _fields(path: Path, count: int, form: str) -> list[tuple[int, list[str]]]:
    check_size(path)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    rows = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip()]
    for number, row in rows:
        if len(row) != count:
            raise InputError(f"{path}, line {number}: {len(row)} fields where a TREC file has {count} ({form}).")
    return rows


def _name(source: Path) -> str:
    path, part = located(source)
    return path.stem if not part or path.suffix.lower() not in SPREADSHEETS else f"{path.stem}#{part}"
