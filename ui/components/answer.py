"""An answer on the page: statements in their parts, then the sources, each opening its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from assistant.assurance import Assurance, assurance
from assistant.records import Answer, Citation, Hit, Statement
from assistant.rows import headed
from assistant.surroundings import held
from ui.components.debug import debug
from ui.components.prose import plain, statement_prose
from ui.components.source import source
from ui.language import day, say, term
from ui.services import edition


def as_markdown(statements: Sequence[Statement]) -> Iterator[str]:
    """Give the statements piece by piece as Markdown, with the headings of their parts."""
    for title, statement in headed(statements):
        yield f"\n\n**{title}**\n\n" if title else " "
        yield statement_prose(statement)


def show_answer(answer: Answer, key: str) -> None:
    """Draw what stands below the statements: the refusal, the notes, the sources and how sure the answer is."""
    if answer.refusal is not None:
        st.markdown(plain(answer.refusal))
        debug(answer, f"debug-{key}")
        return
    hits: dict[str, Hit] = {hit.passage.id: hit for hit in answer.hits}
    with st.container(horizontal=True, gap="xsmall"):
        for citations in _by_passage(answer.citations):
            first = citations[0]
            checks = [check for one in _citing(answer, first) for check in one.checks]
            source(citations, hits[first.passage_id], f"source-{key}-{first.marker}", answer.as_of, checks)
    notes = [*answer.notes, *(_failed(statement) for statement in answer.statements if not statement.passed)]
    for note in notes:
        st.caption(plain(note))
    _sureness(answer, hits)
    debug(answer, f"debug-{key}")


def disclaimer() -> None:
    """Say once on the page, below the field of the question, what the answers are not."""
    with st.bottom:
        st.caption(say("Not legal advice."), text_alignment="center")


def _citing(answer: Answer, citation: Citation) -> list[Statement]:
    """Give the statements that cite the paragraph of a citation."""
    return [one for one in answer.statements if any(c.passage_id == citation.passage_id for c in one.citations)]


def _by_passage(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Put the citations of one paragraph together: it is one source, however many of its sentences are cited."""
    passages: dict[str, list[Citation]] = {}
    for citation in citations:
        passages.setdefault(citation.passage_id, []).append(citation)
    return list(passages.values())


def _failed(statement: Statement) -> str:
    reasons = "; ".join(check.note for check in statement.checks if not check.passed)
    return say("Not supported: {text} ({reasons})", text=statement.text, reasons=reasons)


def _sureness(answer: Answer, hits: dict[str, Hit]) -> None:
    """Say how likely the answer is to be whole, and up to when the texts of its places are held."""
    words, means = _confidence(answer)
    places = {hits[c.passage_id].policy.jurisdiction for c in answer.citations if not hits[c.passage_id].policy.own}
    coverage = [
        say("{place} held up to {date}", place=term(place), date=day(when))
        for place, when in held(edition(), tuple(places), answer.as_of)
    ]
    st.caption(plain(" · ".join([words, *coverage])), help=means)


def _confidence(answer: Answer) -> tuple[str, str]:
    """Give the words for the confidence of an answer, and what they mean (see `assistant.assurance`)."""
    match assurance(answer.closeness):
        case Assurance.HIGH:
            return say("Confidence: high"), say("About 8 in 10 such answers held every fact that was asked for.")
        case Assurance.MEDIUM:
            return say("Confidence: medium"), say("About 2 in 3 such answers held every fact that was asked for.")
        case Assurance.LOW:
            return say("Confidence: low"), say("About half of such answers held every fact that was asked for.")
