"""Since then: what was published after the day of a question, shown apart from the answer as of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answering.finder import Finder
from assistant.answers.reading import Form
from assistant.answers.records import Findings, Statement

FORMS = (Form.ALLOWED, Form.STATUS, Form.VALUE)
MOST = 2


def since_then(finder: Finder, found: Findings, today: date) -> Findings:
    """Add the statements of today's answer to the same question that rest on what was published after its day."""
    query = found.query
    if query.as_of >= today or query.reading.form not in FORMS:
        return found
    now = finder.find(replace(query, as_of=today, event=False))
    published = {hit.passage.id: hit.passage.life.published for hit in now.hits}
    later = [
        statement
        for statement in now.statements
        if all((when := published[one.passage_id]) and when.last > query.as_of for one in statement.citations)
    ]
    used = len(found.statements)
    said = tuple(_renumbered(statement, used + place) for place, statement in enumerate(later[:MOST], 1))
    cited = {citation.passage_id for statement in said for citation in statement.citations}
    return replace(found, since_then=said, since_hits=tuple(hit for hit in now.hits if hit.passage.id in cited))


def _renumbered(statement: Statement, number: int) -> Statement:
    return replace(statement, citations=tuple(replace(one, marker=str(number)) for one in statement.citations))
