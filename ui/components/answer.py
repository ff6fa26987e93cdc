"""An answer on the page: statements in their parts, then the sources, each opening its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.records import Answer, Citation, Hit, Statement
from assistant.rows import headed
from ui.components.debug import debug
from ui.components.prose import plain, statement_prose
from ui.components.source import source


def as_markdown(statements: Sequence[Statement]) -> Iterator[str]:
    """Give the statements piece by piece as Markdown, with the headings of their parts."""
    for title, statement in headed(statements):
        yield f"\n\n**{title}**\n\n" if title else " "
        yield statement_prose(statement)


def show_answer(answer: Answer, position: int) -> None:
    """Draw what stands below the statements: the refusal, the notes and the sources."""
    if answer.refusal is not None:
        st.markdown(plain(answer.refusal))
        debug(answer, f"debug-{position}")
        return
    hits: dict[str, Hit] = {hit.passage.id: hit for hit in answer.hits}
    with st.container(horizontal=True, gap="xsmall"):
        for citations in _by_passage(answer.citations):
            first = citations[0]
            source(citations, hits[first.passage_id], f"source-{position}-{first.marker}", answer.as_of)
    notes = [*answer.notes, *(_failed(statement) for statement in answer.statements if not statement.passed)]
    for note in notes:
        st.caption(plain(note))
    debug(answer, f"debug-{position}")


def _by_passage(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Put the citations of one paragraph together: it is one source, however many of its sentences are cited."""
    passages: dict[str, list[Citation]] = {}
    for citation in citations:
        passages.setdefault(citation.passage_id, []).append(citation)
    return list(passages.values())


def _failed(statement: Statement) -> str:
    reasons = "; ".join(check.note for check in statement.checks if not check.passed)
    return f"Not supported: {statement.text} ({reasons})"
