"""Answers as rows and as Markdown: what `ask --json` prints, what answer sets hold, and what a reader copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.calendar import Coming
from assistant.changes import Change
from assistant.lineage import Lineage, Step
from assistant.prompting import MARKER
from assistant.records import Answer, Citation, Dropped, Hit, Part, Statement
from corpus.records import Policy, Standing

Row = dict[str, Any]
PART_TITLES = {
    Part.ANSWER: "In force or on record",
    Part.COMING: "Proposed or not yet in force",
    Part.PAST: "No longer in force",
}
UNSUPPORTED = "(not supported by its source)"
LINE_START = re.compile(r"^([ \t]*\d*)(?=[-+=.)])", re.MULTILINE)
LINE_END = re.compile(r"\s*\n\s*")
MARKDOWN_SPECIALS = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|~$!:&"})


def escape(text: str) -> str:
    """Escape what Markdown, HTML or TeX in Markdown would read as markup; the words come out as they are."""
    return text.translate(MARKDOWN_SPECIALS)


def as_lines(escaped: str) -> str:
    """Give escaped text with its line breaks kept, and without a line that Markdown would read as a list."""
    return LINE_END.sub("  \n", LINE_START.sub(r"\1\\", escaped))


def heading(statement: Statement, before: Statement | None) -> str:
    """Give the heading above a statement, empty where it goes on from the one before.

    An answer that begins with what holds needs no heading for it; in a comparison aspect and place head their own.
    """
    if before is not None and _group(before) == _group(statement):
        return ""
    plain = statement.part is Part.ANSWER and (before is None or bool(statement.place))
    part = "" if plain else PART_TITLES[statement.part]
    return " · ".join(filter(None, (statement.aspect, statement.place, part)))


def _group(statement: Statement) -> tuple[str, str, Part]:
    return (statement.aspect, statement.place, statement.part)


def headed(statements: Sequence[Statement]) -> Iterator[tuple[str, Statement]]:
    """Give each statement with the heading above it."""
    for before, statement in zip((None, *statements), statements, strict=False):
        yield heading(statement, before), statement


def markdown(answer: Answer) -> str:
    """Give the whole answer as Markdown text with numbered citations, headed by part or place."""
    if answer.refusal is not None:
        return escape(answer.refusal)
    pieces = (
        (f"\n\n**{title}**\n\n" if title else " ") + statement_markdown(statement)
        for title, statement in headed(answer.statements)
    )
    return "".join(pieces).strip()


def statement_markdown(statement: Statement) -> str:
    """Give one statement with its citation markers, and with a mark where a check failed."""
    markers = "".join(f" \\[{citation.marker}\\]" for citation in statement.citations)
    return f"{escape(unmarked(statement.text))}{markers}{'' if statement.passed else f' *{UNSUPPORTED}*'}"


def unmarked(text: str) -> str:
    """Give words with citation marks of their own in parentheses, so that only ours stand in brackets."""
    return MARKER.sub(r"(\1)", text)


def source_line(citation: Citation) -> str:
    """Give a citation as one line of plain text: marker, title, locator, page and standing."""
    page = f", page {citation.page}" if citation.page is not None else ""
    return f"[{citation.marker}] {citation.title}, {citation.locator}{page} ({citation.standing.value})"


def answer_row(answer: Answer, row_id: str, run_id: str) -> Row:
    """Give an answer as one row of an answer set (the schema of interface.md)."""
    return {
        "id": row_id,
        "run_id": run_id,
        "user_input": answer.asked or answer.question,
        "understood_as": answer.question if answer.asked else None,
        "as_of": answer.as_of.isoformat(),
        "intent": answer.intent.value,
        "response": markdown(answer),
        "statements": [statement_row(statement) for statement in answer.statements],
        "citations": [citation_row(citation) for citation in answer.citations],
        "retrieved_context_ids": [hit.passage.id for hit in answer.hits],
        "retrieved_contexts": [hit.passage.text for hit in answer.hits],
        "retrieval_scores": [round(hit.score, 4) for hit in answer.hits],
        "refused": answer.refused,
        "refusal_reason": answer.refusal,
        "confidence": answer.confidence,
        "notes": list(answer.notes),
        "composer": answer.composer,
        "model": answer.model,
        "prompt": answer.prompt,
        "usage": asdict(answer.usage) if answer.usage else None,
        "dropped": [_dropped_row(dropped) for dropped in answer.dropped],
        "steps": list(answer.steps),
        "edition": answer.edition,
        "latency_ms": answer.latency_ms,
        "error": None,
    }


def error_row(row_id: str, run_id: str, question: str, error: str) -> Row:
    """Give the row of a question that could not be answered: the same keys, empty, and the error."""
    empty: Row = dict.fromkeys(
        (
            "understood_as", "as_of", "intent", "response", "refused", "refusal_reason", "confidence", "composer",
            "model", "prompt", "usage", "edition",
        )
    )  # fmt: skip
    lists: Row = {
        name: []
        for name in (
            "statements", "citations", "retrieved_context_ids", "retrieved_contexts", "retrieval_scores", "notes",
            "dropped", "steps",
        )
    }  # fmt: skip
    return {"id": row_id, "run_id": run_id, "user_input": question} | empty | lists | {"latency_ms": {}, "error": error}


def hit_row(hit: Hit, rank: int) -> Row:
    """Give a ranked passage as `search --json` prints it."""
    return {
        "rank": rank,
        "passage_id": hit.passage.id,
        "policy_id": hit.policy.id,
        "title": hit.policy.title,
        "jurisdiction": hit.policy.jurisdiction,
        "locator": hit.passage.locator,
        "page": hit.passage.page,
        "standing": hit.standing.value,
        "score": round(hit.score, 4),
        "similarity": round(hit.similarity, 4),
        "keyword": round(hit.keyword, 4),
        "text": hit.passage.text,
        "signs": list(hit.passage.signs),
    }


def change_row(change: Change) -> Row:
    """Give a change as `changes --json` prints it; `locator` and `text` are empty where a whole policy moved."""
    return {
        "date": change.when.text,
        "policy_id": change.policy.id,
        "title": change.policy.title,
        "jurisdiction": change.policy.jurisdiction,
        "topics": list(change.policy.topics),
        "before": change.before.value,
        "after": change.after.value,
        "by": (change.passage or change.policy).life.by,
        "passage_id": change.passage.id if change.passage else None,
        "locator": change.passage.locator if change.passage else "",
        "text": change.passage.text if change.passage else "",
    }


def coming_row(date_: Coming) -> Row:
    """Give a date to come as `calendar --json` prints it; `exact` tells whether the day is known."""
    return _policy_row(date_.policy, date_.standing) | {
        "date": date_.when.text,
        "exact": date_.exact,
        "what": date_.what,
        "summary": date_.summary,
        "passage_id": date_.passage.id if date_.passage else None,
        "text": date_.passage.text if date_.passage else "",
    }


def lineage_row(found: Lineage) -> Row:
    """Give a lineage as `lineage --json` prints it: the policy, and the steps before, after and beside it."""
    steps = {"before": found.before, "after": found.after, "related": found.aside}
    return (
        {"as_of": found.as_of.isoformat()}
        | _policy_row(found.policy, found.standing)
        | {name: [_step_row(step) for step in these] for name, these in steps.items()}
    )


def _step_row(step: Step) -> Row:
    return _policy_row(step.policy, step.standing) | {"relation": step.relation, "to": step.other.id}


def _policy_row(policy: Policy, standing: Standing) -> Row:
    life = policy.life
    dates = {"published": life.published, "effective": life.effective, "ended": life.ended}
    return {
        "policy_id": policy.id,
        "title": policy.title,
        "kind": policy.kind,
        "issuer": policy.issuer,
        "jurisdiction": policy.jurisdiction,
        **{name: when.text if when else None for name, when in dates.items()},
        "standing": standing.value,
        "url": policy.official_urls[0] if policy.official_urls else "",
    }


def statement_row(statement: Statement) -> Row:
    """Give a statement as rows hold it."""
    return {
        "text": statement.text,
        "citations": [citation.marker for citation in statement.citations],
        "part": statement.part.value,
        "place": statement.place,
        "aspect": statement.aspect,
        "checks": _check_rows(statement),
    }


def _dropped_row(dropped: Dropped) -> Row:
    statement = dropped.statement
    return {
        "text": statement.text,
        "passage_ids": [citation.passage_id for citation in statement.citations],
        "checks": _check_rows(statement),
        "rewritten": dropped.rewritten,
    }


def _check_rows(statement: Statement) -> list[Row]:
    return [{"name": check.name, "passed": check.passed, "note": check.note} for check in statement.checks]


def citation_row(citation: Citation) -> Row:
    """Give a citation as rows hold it."""
    return {
        "marker": citation.marker,
        "policy_id": citation.policy_id,
        "passage_id": citation.passage_id,
        "title": citation.title,
        "locator": citation.locator,
        "page": citation.page,
        "quote": citation.quote,
        "standing": citation.standing.value,
        "url": citation.url,
    }
