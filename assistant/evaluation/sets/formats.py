"""The native formats of ragas, deepeval, promptfoo, RAGChecker and TREC: our rows under their names.

Each row carries what the other program reads, and the rest where that program keeps or ignores it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.evaluation.sets import JUDGEMENTS, RUNS
from assistant.evaluation.sets.aliases import METADATA, Row, is_empty
from assistant.evaluation.sets.fields import slices, strings, unpacked
from assistant.evaluation.sets.patterns import is_plain
from assistant.evaluation.sets.records import AnswerSet, QuestionSet
from assistant.evaluation.sets.trec import trec_judgements, trec_run
from assistant.exporting.spreadsheets import LONGEST, UNPRINTABLE
from corpus.errors import InputError

ANSWER = (
    "response", "retrieved_contexts", "retrieved_context_ids", "latency_ms", "statements", "citations",
    "retrieval_scores", "refused", "confidence", "error", "tokens",
)  # fmt: skip
QUESTION = (
    "id", "user_input", "reference", "key_facts", "gold_sources", "expected_behavior", "as_of", "history",
    "jurisdictions", "documents", "slice", "cluster_id", "weight", "notes",
)  # fmt: skip
LISTS = (
    "key_facts",
    "gold_sources",
    "history",
    "jurisdictions",
    "documents",
    "slice",
    "statements",
    "citations",
    "retrieval_scores",
)
CONTEXTS = ("retrieved_contexts", "retrieved_context_ids")


@dataclass(frozen=True, slots=True)
class Sets:
    """What is converted: the records, the rows that they were read from by question id, and columns that were not."""

    questions: QuestionSet
    answers: tuple[AnswerSet, ...]
    rows: tuple[Row, ...]
    said: tuple[dict[str, Row], ...]
    unread: tuple[str, ...]


def whole(row: Row) -> Row:
    """Return a row with its lists as lists, whatever the file kept them as."""
    return {name: unpacked(value) if name in LISTS else value for name, value in row.items() if not is_empty(value)}


def _joined(sets: Sets) -> list[Row]:
    """Return one row per question: its own fields, and those of its answer in the first set."""
    first = sets.said[0] if sets.said else {}
    rows = [
        {name: row[name] for name in QUESTION if name in row} | _answer(first.get(row["id"], {})) for row in sets.rows
    ]
    for row in rows:
        run = sets.answers[0].answers.get(row["id"]) if sets.answers and not first else None
        if run is not None:
            row["retrieved_context_ids"] = list(run.context_ids)
    return rows


def _answer(row: Row) -> Row:
    kept = {name: value for name, value in whole(row).items() if name in ANSWER}
    return kept | {name: strings(kept[name]) for name in CONTEXTS if name in kept}


def _gold(row: Row) -> list[str]:
    listed = unpacked(row.get("gold_sources")) or []
    sources = [item if isinstance(item, dict) else {"passage_id": str(item)} for item in listed]
    return [str(source.get("passage_id") or source.get("doc_id")) for source in sources]


def _ragas(sets: Sets, suffix: str) -> bytes:
    """Return rows of SingleTurnSample, which ignores further names."""
    rows = []
    for row in _joined(sets):
        golds = _gold(row) if isinstance(row.get("gold_sources"), list) else []
        rows.append(row | ({"reference_context_ids": golds} if golds else {}))
    if suffix == ".jsonl":
        return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()
    return _csv(_table(rows))


def _deepeval(sets: Sets, _suffix: str) -> bytes:
    """Return LLMTestCases: what has no name there stands in `additional_metadata`."""
    names = {"id": "name", "user_input": "input", "response": "actual_output", "reference": "expected_output",
             "retrieved_contexts": "retrieval_context", "notes": "comments"}  # fmt: skip
    rows = []
    for row in _joined(sets):
        told = {name: value for name, value in row.items() if name not in names}
        held = {"input": "", "actual_output": None} | {names[name]: row[name] for name in names if name in row}
        rows.append(held | ({"additional_metadata": told} if told else {}))
    return _json(rows)


def _ragchecker(sets: Sets, _suffix: str) -> bytes:
    """Return RAGResults, whose reader ignores further names."""
    names = {"id": "query_id", "user_input": "query", "reference": "gt_answer"}
    rows = []
    for row in _joined(sets):
        contexts, ids = (row.pop(name, []) for name in CONTEXTS)
        paired = len(contexts) == len(ids)
        held: Row = {"query_id": "", "query": "", "gt_answer": "", "response": ""}
        held |= {names.get(name, name): value for name, value in row.items()}
        pairs = zip(ids if paired else [""] * len(contexts), contexts, strict=True)
        held["retrieved_context"] = [{"doc_id": id_, "text": text} for id_, text in pairs]
        rows.append(held | ({} if paired or not ids else {"retrieved_context_ids": ids}))
    return _json({"results": rows})


def _promptfoo(sets: Sets, suffix: str) -> bytes:
    """Return test cases with one answer as `__providerOutput`, or a column of results for each of several sets."""
    several = len(sets.answers) > 1
    rows = []
    for row in _joined(sets):
        native = {"question": row.get("user_input", "")}
        held = {name: value for name, value in row.items() if not several or name not in ANSWER}
        if several:
            for answers, said in zip(sets.answers, sets.said, strict=True):
                native[heading(answers.name)] = said.get(row["id"], {}).get("response")
        elif "response" in row:
            native["__providerOutput"] = row["response"]
        native |= {f"__expected{number}": claim for number, claim in enumerate(_claims(row), 1)}
        rows.append(native | _metadata(held))
    table = _table(rows)
    return _csv(table) if suffix == ".csv" else _xlsx(table)


def heading(name: str) -> str:
    """Head a column of results as promptfoo does: provider and prompt."""
    return f"[{name.translate(str.maketrans('[]/#', '()--'))}] {{{{question}}}}"


def _claims(row: Row) -> list[str]:
    """Return what promptfoo can check itself: the reference, and plain patterns of key facts, case ignored."""
    claims = [f"factuality:{row['reference']}"] if row.get("reference") else []
    facts = row.get("key_facts")
    for fact in facts if isinstance(facts, list) else []:
        if isinstance(fact, dict):
            for side, claim in (("any_of", "icontains-any"), ("must_not", "not-icontains-any")):
                texts = [fact[side]] if isinstance(fact.get(side), str) else fact.get(side) or []
                if texts and all(is_plain(text) and "," not in text for text in texts):
                    claims.append(f"{claim}:{','.join(texts)}")
    return claims


def _metadata(row: Row) -> Row:
    """Return every field but the question and answer as metadata, which promptfoo keeps and filters by."""
    metadata = {f"{METADATA}{name}": value for name, value in row.items() if name not in ("user_input", "response")}
    parts = slices("", metadata.get(f"{METADATA}slice"))
    if parts and not any(name in (*QUESTION, *ANSWER) or name.endswith("[]") for name, _ in parts):
        metadata.pop(f"{METADATA}slice")
        metadata |= {f"{METADATA}{name}": value for name, value in parts}
    return metadata


def _trec(sets: Sets, suffix: str) -> bytes:
    if suffix in JUDGEMENTS:
        return "".join(trec_judgements(sets.questions.questions)).encode()
    if not sets.answers:
        raise InputError(f"A {suffix} file holds what answers found: name an answer set, or end --out with .qrels.")
    return "".join(trec_run(sets.answers[0])).encode()


def _table(rows: Sequence[Row]) -> list[list[str]]:
    """Return a heading and text cells; lists are JSON, and nothing is an empty cell."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([_cell(row.get(name)) for name in names] for row in rows)]


def _cell(value: object) -> str:
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def _csv(table: Sequence[Sequence[str]]) -> bytes:
    """Write cells as they are: this is for programs, and an apostrophe before `=` or `-` would be lost text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().encode()


def _xlsx(table: Sequence[Sequence[str]]) -> bytes:
    """Write cells as text, so that none is a formula."""
    from openpyxl import Workbook

    book = Workbook()
    for number, row in enumerate(table, 1):
        for place, text in enumerate(row, 1):
            if len(text) > LONGEST:
                raise InputError(f"{table[0][place - 1]} in row {number} is longer than an XLSX cell: write .csv.")
            cell = book.active.cell(number, place, UNPRINTABLE.sub("", text))
            if text:
                cell.data_type, cell.quotePrefix = "s", True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()


FORMATS: dict[str, tuple[tuple[str, ...], Callable[[Sets, str], bytes]]] = {
    "ragas": ((".jsonl", ".csv"), _ragas),
    "deepeval": ((".json",), _deepeval),
    "promptfoo": ((".csv", ".xlsx"), _promptfoo),
    "ragchecker": ((".json",), _ragchecker),
    "trec": ((*RUNS, *JUDGEMENTS), _trec),
}
