"""A comparison as one table: its cells with standing and markers, and below it the sources that the markers open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.answering.comparison import Cell, Comparison
from assistant.answers.records import Citation, Hit, Statement
from corpus.records import Standing
from ui.components.sources.prose import Marks, plain, statement_prose
from ui.components.sources.source import by_passage, citing, marks, source
from ui.components.sources.standing import badge
from ui.language import say, term

KEY = "compare"
SHORT = 80  # characters of a question as the head of a row


def table(comparison: Comparison, cells: Sequence[Cell]) -> str:
    """Return a comparison as a Markdown table, a place a column and an aspect a row; a cell to come says so."""
    found = {(cell.aspect.label, cell.place): cell for cell in cells}
    known = marks(_citations(cells), _hits(cells), KEY)
    lines = [["", *(plain(term(place)) for place in comparison.places)], ["---"] * (len(comparison.places) + 1)]
    for aspect in comparison.aspects:
        name = term(comparison.name(aspect))
        row = (found.get((aspect.label, place)) for place in comparison.places)
        lines.append(
            [f"**{plain(name if len(name) <= SHORT else f'{name[:SHORT]}…')}**", *(_cell(c, known) for c in row)]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def sources_below(cells: Sequence[Cell], on: date) -> None:
    """Draw a chip for each source of the cells, which opens it as of a day."""
    hits = _hits(cells)
    statements = [statement for cell in cells for statement in cell.statements]
    with st.container(horizontal=True, gap="xsmall", key="chips-compare"):
        for those in by_passage(_citations(cells)):
            first = those[0]
            checks = citing(statements, first)
            source(those, hits[first.passage_id], f"source-{KEY}-{first.marker}", on, checks)


def _citations(cells: Sequence[Cell]) -> list[Citation]:
    cited = (citation for cell in cells for statement in cell.statements for citation in statement.citations)
    return list({citation.marker: citation for citation in cited}.values())


def _hits(cells: Sequence[Cell]) -> dict[str, Hit]:
    return {hit.passage.id: hit for cell in cells for hit in cell.hits}


def _cell(cell: Cell | None, known: Marks) -> str:
    if cell is None:
        return say("Looking …")
    if not cell.statements:
        return f":gray[{say('Nothing found in the policies covered.')}]"
    return " ".join(_said(statement, known) for statement in cell.statements)


def _said(statement: Statement, known: Marks) -> str:
    """Return a statement on one line, with its standing where it is no rule in force."""
    standing = statement.citations[0].standing
    label = "" if standing is Standing.IN_FORCE else f"{badge(standing)} "
    return label + " ".join(statement_prose(statement, known).split())
