"""Answers as rows and as Markdown: what `ask --json` prints, what answer sets hold, and what a reader copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.answers.naming import full_name
from assistant.answers.records import Answer, Citation, Dropped, Hit, Part, Statement
from assistant.llm.prompts import MARKER
from corpus.history.changes import Change
from corpus.history.editions import Edited
from corpus.history.lineage import Lineage, Step
from corpus.history.upcoming import Coming
from corpus.records import Policy, Standing

Row = dict[str, Any]
PART_TITLES = {
    Part.ANSWER: "In force or on record",
    Part.COMING: "Proposed or not yet in force",
    Part.PAST: "Ended or overtaken since",  # a rule ends; a proposal or a record is overtaken
}
UNSUPPORTED = "(not supported by its source)"
DOUBTED = "(check this against its source)"
LINE_START = re.compile(r"^([ \t]*\d*)(?=[-+=.)])", re.MULTILINE)
LINE_END = re.compile(r"\s*\n\s*")
# What would begin an element, a link or emphasis in CommonMark; `<` before a blank or a figure is "less than".
MARKUP = re.compile(r"[\\`*]|<(?=[A-Za-z/!?])|~(?=~)|(?<!\w)_|_(?!\w)|(?<=\])(?=[(\[:])")
MARKDOWN_SPECIALS = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|~$!:&"})


def escape(text: str) -> str:
    """Escape what Markdown, HTML or TeX in Markdown would read as markup; the words come out as they are."""
    return text.translate(MARKDOWN_SPECIALS)


def readable(text: str) -> str:
    """Return words as Markdown that reads as plain text: only what would hide or change words gets a backslash.

    That is HTML, links, code and emphasis. `HK$25 million` stays as it is; what a page must escape, it escapes.
    """
    return MARKUP.sub(r"\\\g<0>", text)


def as_lines(escaped: str) -> str:
    """Return escaped text with its line breaks kept, and without a line that Markdown would read as a list."""
    return LINE_END.sub("  \n", LINE_START.sub(r"\1\\", escaped))


def heading(statement: Statement, before: Statement | None) -> str:
    """Return the heading above a statement, empty where it goes on from the one before.

    An answer that begins with what holds needs no heading for it; what answers a part or fills a cell is headed by it.
    """
    if before is not None and _group(before) == _group(statement):
        return ""
    plain = statement.part is Part.ANSWER and (before is None or bool(statement.place or statement.aspect))
    part = "" if plain else PART_TITLES[statement.part]
    return " · ".join(filter(None, (statement.aspect, statement.place, part)))


def _group(statement: Statement) -> tuple[str, str, Part]:
    return (statement.aspect, statement.place, statement.part)


def headed(statements: Sequence[Statement]) -> Iterator[tuple[str, Statement]]:
    """Yield each statement with the heading above it."""
    for before, statement in zip((None, *statements), statements, strict=False):
        yield heading(statement, before), statement


SINCE_THEN = "Since then"
NEAREST = "The closest I have"


def markdown(answer: Answer) -> str:
    """Return the whole answer as Markdown that reads as plain text too, with numbered citations, headed by part."""
    if answer.refusal is not None:
        near = " ".join(map(statement_markdown, answer.nearest))
        return readable(answer.refusal) + (f"\n\n**{NEAREST}**\n\n{near}" if near else "")
    later = "".join(f" {statement_markdown(statement)}" for statement in answer.since_then)
    pieces = (
        (f"\n\n**{title}**\n\n" if title else " ") + statement_markdown(statement)
        for title, statement in headed(answer.statements)
    )
    first = f"**{readable(answer.lead)}** " if answer.lead else ""
    after = f"\n\n**{SINCE_THEN}**\n\n{later.strip()}" if later else ""
    return f"{first}{''.join(pieces).strip()}{after}"


def statement_markdown(statement: Statement) -> str:
    """Return one statement with its citation markers, and with a mark where a check failed."""
    markers = "".join(f" [{citation.marker}]" for citation in statement.citations)
    return f"{readable(unmarked(statement.text))}{markers}{f' *{mark}*' if (mark := failing(statement)) else ''}"


def failing(statement: Statement) -> str:
    """Return the words behind a statement that did not pass its checks, or nothing."""
    return "" if statement.passed else DOUBTED if statement.doubted else UNSUPPORTED


def unmarked(text: str) -> str:
    """Return words with citation marks of their own in parentheses, so that only ours stand in brackets."""
    return MARKER.sub(r"(\1)", text)


def source_line(citation: Citation, policy: Policy) -> str:
    """Return a citation as one line: marker, name (a note is called ours), locator, provision, page and standing."""
    page = f", page {citation.page}" if citation.page is not None else ""
    on = f" on {citation.at}" if citation.at else ""
    return f"[{citation.marker}] {full_name(policy)}, {citation.locator}{on}{page} ({citation.standing.value})"


def answer_row(answer: Answer, row_id: str, run_id: str) -> Row:
    """Return an answer as one row of an answer set (the schema of interface.md)."""
    return {
        "id": row_id,
        "run_id": run_id,
        "user_input": answer.asked or answer.question,
        "understood_as": answer.question if answer.asked else None,
        "as_of": answer.as_of.isoformat(),
        "intent": answer.intent.value,
        "form": answer.form.value,
        "lead": answer.lead,
        "since_then": " ".join(statement_markdown(statement) for statement in answer.since_then),
        "nearest": " ".join(map(statement_markdown, answer.nearest)),
        "response": markdown(answer),
        "statements": [statement_row(statement) for statement in answer.statements],
        "citations": [citation_row(citation) for citation in answer.citations],
        "official": [citation_row(citation) for citation in answer.official],
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
    """Return the row of a question that could not be answered: the same keys, empty, and the error."""
    empty: Row = dict.fromkeys(
        (
            "understood_as", "as_of", "intent", "form", "lead", "since_then", "nearest", "response", "refused",
            "refusal_reason", "confidence", "composer", "model", "prompt", "usage", "edition",
        )
    )  # fmt: skip
    lists: Row = {name: [] for name in (
        "statements", "citations", "official", "retrieved_context_ids", "retrieved_contexts", "retrieval_scores",
        "notes", "dropped", "steps",
    )}  # fmt: skip
    return {"id": row_id, "run_id": run_id, "user_input": question} | empty | lists | {"latency_ms": {}, "error": error}


def hit_row(hit: Hit, rank: int) -> Row:
    """Return a ranked passage as `search --json` prints it."""
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
    """Return a change as `changes --json` prints it; `locator` and `text` are empty where a whole policy moved."""
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


def edited_row(edit: Edited) -> Row:
    """Return what an edition changed as `changes --since-edition --json` prints it; `locator` is empty for a policy."""
    return {
        "policy_id": edit.policy.id,
        "title": edit.policy.title,
        "jurisdiction": edit.policy.jurisdiction,
        "locator": edit.passage.locator if edit.passage else "",
        "what": edit.what.value,
        "before": edit.before,
        "after": edit.after,
    }


def coming_row(date_: Coming) -> Row:
    """Return a date to come as `calendar --json` prints it; `exact` tells whether the day is known."""
    return policy_entry(date_.policy, date_.standing) | {
        "date": date_.when.text,
        "exact": date_.exact,
        "what": date_.what,
        "summary": date_.summary,
        "passage_id": date_.passage.id if date_.passage else None,
        "text": date_.passage.text if date_.passage else "",
    }


def lineage_row(line: Lineage) -> Row:
    """Return a lineage as `lineage --json` prints it: the policy, and the steps before, after and beside it."""
    steps = {"before": line.before, "after": line.after, "related": line.aside}
    return (
        {"as_of": line.as_of.isoformat()}
        | policy_entry(line.policy, line.standing)
        | {name: [_step_row(step) for step in these] for name, these in steps.items()}
    )


def _step_row(step: Step) -> Row:
    return policy_entry(step.policy, step.standing) | {"relation": step.relation, "to": step.other.id}


def policy_entry(policy: Policy, standing: Standing) -> Row:
    """Return what the register says of a policy, with its standing on the date that was asked for."""
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
    """Return a statement as rows hold it."""
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
    return [
        {"name": check.name, "passed": check.passed, "note": check.note, **({"doubt": True} if check.doubt else {})}
        for check in statement.checks
    ]


def citation_row(citation: Citation) -> Row:
    """Return a citation as rows hold it."""
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
        "at": citation.at,
    }
