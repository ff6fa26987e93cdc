"""A comparison as one table, on its own page and in an answer: cells with standing and markers, and their sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from assistant.answering.comparison import Cell, Comparison
from assistant.answers.records import Citation, Hit, Statement
from assistant.answers.tabulated import tabulated
from corpus.language.verbs import FORBID, MODALS, UNLAWFUL
from corpus.records import Standing
from corpus.vocabulary.aspects import Aspect
from ui.components.sources.prose import Marks, plain, statement_prose
from ui.components.sources.source import by_passage, chips, citing, marks, source
from ui.components.sources.standing import badge
from ui.language import say, term

KEY = "compare"
SHORT = 80  # characters of a question as the head of a row
BOLD = 8  # words of a short answer: more of them in bold are a sentence
DENIALS = ("not", "no", "nor", "nobody", "none", "never", "without")
DENIED = re.compile(rf"\b(?:{'|'.join((*DENIALS, *UNLAWFUL, 'cannot'))}|{FORBID.forms})\b[^;.]*$", re.IGNORECASE)
# What says so itself, or is a figure, stays true without the words before it.
BY_ITSELF = re.compile(rf"\d|\b(?:{'|'.join((*DENIALS, *MODALS, 'only'))})\b", re.IGNORECASE)


def table(comparison: Comparison, cells: Sequence[Cell]) -> str:
    """Return a comparison as a Markdown table, a place a column and an aspect a row; a cell to come says so."""
    by_row = {(cell.aspect.label, cell.place): cell for cell in cells}
    hits = _hits(cells)
    known = marks(_citations(cells), hits, KEY)

    def cell_of(aspect: Aspect, place: str) -> str:
        cell = by_row.get((aspect.label, place))
        if cell is None:
            return say("Looking …")
        said = " ".join(_said(statement, known, hits) for statement in cell.statements)
        return said or f":gray[{say('Nothing found in the policies covered.')}]"

    rows = [
        [_row_head(comparison.name(aspect)), *(cell_of(aspect, place) for place in comparison.places)]
        for aspect in comparison.aspects
    ]
    return _markdown(["", *map(_column_head, comparison.places)], rows)


def answer_table(statements: Sequence[Statement], places: Sequence[str], known: Marks, hits: Mapping[str, Hit]) -> str:
    """Return the statements of an answer that compares as a Markdown table, a place a column and an aspect a row.

    Where a place says nothing of an aspect, its first row tells so.
    """
    rows = []
    for row in tabulated(statements, places):
        missing = f":gray[{say('not found')}]" if row.first else ""
        cells = [_said(one, known, hits) if one else missing for one in row.cells]
        rows.append([_row_head(row.aspect) if row.first else "", *cells])
    if not any(one.aspect for one in statements):  # one question of all places: its rows have no heads
        return _markdown([*map(_column_head, places)], [row[1:] for row in rows])
    return _markdown(["", *map(_column_head, places)], rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _column_head(place: str) -> str:
    return plain(term(place))


def _row_head(aspect: str) -> str:
    name = term(aspect)
    return f"**{plain(name if len(name) <= SHORT else f'{name[:SHORT]}…')}**" if name else ""


def sources_below(cells: Sequence[Cell], on: date) -> None:
    """Draw a chip for each source of the cells, which opens it as of a day."""
    hits = _hits(cells)
    statements = [statement for cell in cells for statement in cell.statements]
    with st.container(horizontal=True, gap="xsmall", key="chips-compare"):
        groups = by_passage(_citations(cells))
        for those, label in zip(groups, chips(groups, hits), strict=True):
            first = those[0]
            checks = citing(statements, first)
            source(label, those, hits[first.passage_id], f"source-{KEY}-{first.marker}", on, checks)


def _citations(cells: Sequence[Cell]) -> list[Citation]:
    cited = (citation for cell in cells for statement in cell.statements for citation in statement.citations)
    return list({citation.marker: citation for citation in cited}.values())


def _hits(cells: Sequence[Cell]) -> dict[str, Hit]:
    return {hit.passage.id: hit for cell in cells for hit in cell.hits}


def _said(statement: Statement, known: Marks, hits: Mapping[str, Hit]) -> str:
    """Return a statement on one line, its short answer in bold, with its standing where it is no rule in force."""
    standing = statement.citations[0].standing
    label = "" if standing is Standing.IN_FORCE else f"{badge(standing)} "
    return label + " ".join(statement_prose(statement, known, _value(statement, hits)).split())


def _value(statement: Statement, hits: Mapping[str, Hit]) -> str:
    """Return the short answer that the cited paragraph is labelled with, empty where the statement does not hold it.

    One that is denied before it is none: read alone, `granting interest` would say what the sentence forbids.
    """
    cited = (hits[one.passage_id].passage for one in statement.citations if one.passage_id in hits)
    values = (label.value for passage in cited for label in passage.labels if label.value)
    text = statement.text.casefold()
    for value in values:
        before, held, _ = text.partition(value.casefold())
        if held and len(value.split()) <= BOLD and (BY_ITSELF.search(value) or not DENIED.search(before)):
            return value
    return ""
