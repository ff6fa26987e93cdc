"""An answer on the page: statements in their parts, then the sources, each opening its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.records import Answer, Hit, Statement
from assistant.rows import PART_TITLES, escape, statement_markdown
from ui.components.source import source


def heading(statement: Statement, before: Statement | None) -> str:
    """Give the heading that goes above a statement, empty where it goes on from the one before."""
    if before is not None and (before.place, before.part) == (statement.place, statement.part):
        return ""
    return " · ".join(name for name in (statement.place, PART_TITLES.get(statement.part, "")) if name)


def as_markdown(statements: Sequence[Statement]) -> Iterator[str]:
    """Give the statements piece by piece as Markdown, with the headings of their parts."""
    before: Statement | None = None
    for statement in statements:
        title = heading(statement, before)
        yield f"\n\n**{title}**\n\n" if title else " "
        yield statement_markdown(statement)
        before = statement


def show_answer(answer: Answer, position: int) -> None:
    """Draw what stands below the statements: the refusal, the notes and the sources."""
    if answer.refusal is not None:
        st.markdown(escape(answer.refusal))
        return
    hits: dict[str, Hit] = {hit.passage.id: hit for hit in answer.hits}
    with st.container(horizontal=True, gap="small"):
        for citation in answer.citations:
            source(citation, hits[citation.passage_id], key=f"source-{position}-{citation.marker}")
    notes = [*answer.notes, *(_failed(statement) for statement in answer.statements if not statement.passed)]
    for note in notes:
        st.caption(escape(note))


def _failed(statement: Statement) -> str:
    reasons = "; ".join(check.note for check in statement.checks if not check.passed)
    return f"Not supported: {statement.text} ({reasons})"
