"""The column names of other programs: ragas, deepeval, promptfoo, RAGChecker, LangSmith. Ours come first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Row = dict[str, Any]
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "qid", "query_id", "QuestionID", "question_id", "name"),
    "user_input": ("user_input", "question", "input", "query", "inputs"),
    "response": ("response", "answer", "actual_output", "output", "outputs", "answer_text", "__providerOutput"),
    "reference": (
        "reference", "ground_truth", "ground_truths", "expected_output", "gt_answer", "reference_outputs", "target",
    ),
    "retrieved_contexts": ("retrieved_contexts", "contexts", "retrieval_context", "retrieved_context", "context"),
    "retrieved_context_ids": ("retrieved_context_ids",),
    "gold_sources": ("gold_sources", "reference_context_ids"),
    "latency_ms": ("latency_ms", "latencyMs", "latency"),
    "notes": ("notes", "__description", "comments"),
}  # fmt: skip
OWN = (
    "key_facts", "expected_behavior", "as_of", "history", "jurisdictions", "documents", "slice", "cluster_id",
    "weight",
    "statements", "citations", "retrieval_scores", "refused", "confidence", "error", "tokens",
)  # fmt: skip
FIELDS = (*ALIASES, *OWN)
SLICE_COLUMN = re.compile(r"(?:slice[._]|__metadata:)(?P<name>.+?)(?:\[\])?")  # promptfoo marks lists with []
METADATA = "__metadata:"
DEEPEVAL = ("actual_output", "expected_output", "retrieval_context")
EXPECTED_COLUMN = re.compile(r"__expected\d*")
OUTPUT_COLUMN = re.compile(r"\[[^\]]+\] .*", re.DOTALL)  # promptfoo heads its outputs `[provider] prompt`
VERDICT = re.compile(r"\[(?:PASS|FAIL|ERROR)\]\s*(?:\([\d.]+\)\s*)?")
ASSERTION = re.compile(
    r"(?P<no>not-)?(?P<kind>i?contains(?:-all|-any)?|equals|regex|factuality):(?P<value>.*)", re.DOTALL
)


def recognised(columns: Iterable[str]) -> dict[str, str]:
    """Return the field that each known column is read as, in the order of the columns; others are left out."""
    known = _by_column(tuple(columns))
    return {column: field for column, (field, _) in known.items()}


@lru_cache(maxsize=256)
def _by_column(columns: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Return (field, rank among its aliases) of each known column."""
    ranks = {alias.casefold(): (field, rank) for field, names in ALIASES.items() for rank, alias in enumerate(names)}
    ranks |= {name: (name, 0) for name in OWN}
    taken: dict[str, tuple[str, int]] = {}
    for column in columns:
        name = column.strip()
        if name.casefold() in ranks:
            taken[column] = ranks[name.casefold()]
        elif name.startswith(METADATA) and name.removeprefix(METADATA) in FIELDS:
            taken[column] = (name.removeprefix(METADATA), 0)
        elif SLICE_COLUMN.fullmatch(name):
            taken[column] = ("slice", 1)
        elif EXPECTED_COLUMN.fullmatch(name):
            taken[column] = ("key_facts", 1)
        elif OUTPUT_COLUMN.fullmatch(name):
            taken[column] = ("response", len(ALIASES["response"]))
    return taken


def is_empty(value: object) -> bool:
    """Return whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})


def canonical(row: Row, response_column: str = "") -> Row:
    """Return a row under our names. Of several columns for one field the first alias that is not empty counts.

    `response_column` names the column of the answer where a file has several of them.
    """
    row = flat(row)
    known = _by_column(tuple(row))
    renamed: Row = {}
    parts = {column for column in known if _is_slice(column, known[column][0]) or _is_expected(column)}
    for column, (field, _) in sorted(known.items(), key=lambda item: item[1][1]):
        if not is_empty(row[column]) and column not in parts:
            renamed.setdefault(field, row[column])
    if response_column:
        renamed["response"] = row.get(response_column)
    for field in ("user_input", "response", "reference"):
        if field in renamed:
            renamed[field] = _text(renamed[field])
    if isinstance(renamed.get("response"), str) and any(OUTPUT_COLUMN.fullmatch(column) for column in known):
        renamed["response"] = _output(renamed["response"])
    slices = {
        match["name"]: row[name]
        for name in parts
        if (match := SLICE_COLUMN.fullmatch(name.strip())) and not is_empty(row[name])
    }
    if slices:
        renamed["slice"] = slices | (renamed["slice"] if isinstance(renamed.get("slice"), dict) else {})
    return _with_contexts(_with_assertions(renamed, [row[name] for name in row if _is_expected(name)]))


def output_columns(columns: Iterable[str]) -> list[str]:
    """Name the columns in which promptfoo keeps the outputs of its providers."""
    return [column for column in columns if OUTPUT_COLUMN.fullmatch(column.strip())]


def _is_slice(column: str, field: str) -> bool:
    name = column.strip()
    return field == "slice" and name != f"{METADATA}slice" and SLICE_COLUMN.fullmatch(name) is not None


def _is_expected(column: str) -> bool:
    return EXPECTED_COLUMN.fullmatch(column.strip()) is not None


def flat(row: Row) -> Row:
    """Lift the nested rows of promptfoo's JSON (`vars`, `response.output`) and of deepeval's to one level.

    deepeval's `context` is what should have been found, not what was.
    """
    if any(name in row for name in DEEPEVAL):
        told = row.get("additional_metadata")
        lifted = {name: value for name, value in told.items() if name in FIELDS} if isinstance(told, dict) else {}
        return lifted | {name: value for name, value in row.items() if name != "context"}
    if not isinstance(row.get("vars"), dict):
        return row
    response = row.get("response")
    output = response.get("output") if isinstance(response, dict) else response
    kept = {name: row[name] for name in ("latencyMs", "error") if name in row}
    return {**_tested(row.get("testCase")), **row["vars"], **kept, "response": output}


def _tested(test: object) -> Row:
    """Return description, metadata and assertions of promptfoo's test as its CSV names them."""
    if not isinstance(test, dict):
        return {}
    told = test.get("metadata")
    metadata = {f"{METADATA}{name}": value for name, value in told.items()} if isinstance(told, dict) else {}
    claims = [claim for claim in test.get("assert") or [] if isinstance(claim, dict) and "type" in claim]
    for number, claim in enumerate(claims, 1):
        value = claim.get("value", "")
        joined = ",".join(map(str, value)) if isinstance(value, list) else value
        metadata[f"__expected{number}"] = f"{claim['type']}:{joined}"
    return metadata | {"__description": test.get("description")}


def _text(value: object) -> object:
    """Return the text of a value that another program keeps as a list or a small object."""
    if isinstance(value, dict):
        names = {name.casefold() for field in ("user_input", "response", "reference") for name in ALIASES[field]}
        inner = [item for name, item in value.items() if name.casefold() in names] or list(value.values())
        return _text(inner[0]) if inner else ""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return value


def _output(text: str) -> str:
    """Take promptfoo's verdict from before an output."""
    bare = VERDICT.sub("", text, count=1) if VERDICT.match(text) else text
    return bare.rsplit("\n---\n", 1)[-1] if bare != text else text


def _with_assertions(row: Row, assertions: list[object]) -> Row:
    """Read promptfoo's `__expected` columns: equality is the reference, `contains` and `regex` are key facts."""
    facts: list[Row] = []
    for number, assertion in enumerate((str(item) for item in assertions if not is_empty(item)), 1):
        match = ASSERTION.fullmatch(assertion.strip())
        kind, value = (match["kind"], match["value"].strip()) if match else ("equals", assertion)
        if kind in ("equals", "factuality"):
            row.setdefault("reference", value)
            continue
        pieces = [piece.strip() for piece in value.split(",")] if kind.endswith(("-all", "-any")) else [value]
        pieces = [f"/{value}/"] if kind == "regex" else pieces
        groups = [[piece] for piece in pieces] if kind.endswith("-all") else [pieces]
        side = "must_not" if match and match["no"] else "any_of"
        facts += [{"id": f"e{number}.{part}", "text": "", side: group} for part, group in enumerate(groups, 1)]
    if facts and "key_facts" not in row:
        row["key_facts"] = facts
    return row


def _with_contexts(row: Row) -> Row:
    """Part RAGChecker's contexts, which are objects of `doc_id` and `text`, into ids and texts."""
    contexts = row.get("retrieved_contexts")
    if isinstance(contexts, list) and contexts and all(isinstance(item, dict) for item in contexts):
        row["retrieved_contexts"] = [str(item.get("text", "")) for item in contexts]
        ids = [str(item.get("doc_id") or item.get("id") or "") for item in contexts]
        if any(ids):
            row.setdefault("retrieved_context_ids", ids)
    return row
