"""A conversation as lines with a style each: what every readable export writes, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from assistant.archive import Record
from assistant.assurance import assurance
from assistant.records import Answer, Citation, Hit, Statement
from assistant.rows import UNSUPPORTED, headed, unmarked

WEB = ("https://", "http://")
SAFE = ":/?&=#%+,;@~!$*'()"  # characters of an address that stay; all others are written as %XX
# Control characters, halves of pairs and non-characters: XML forbids most, and no font has any.
PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
UNPRINTABLE = re.compile(r"[\x80-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


class Style(StrEnum):
    """What a line is; each export decides how it looks."""

    TITLE = "title"
    QUESTION = "question"
    HEADING = "heading"
    PART = "part"
    TEXT = "text"
    NOTE = "note"
    SOURCE = "source"
    QUOTE = "quote"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph without markup; a newline breaks its line, and `url`, where there is one, its official link."""

    style: Style
    text: str
    url: str = ""


def outline(records: Sequence[Record], title: str) -> Iterator[Line]:
    """Give a conversation with its title, and for each answer its sources and its record."""
    yield Line(Style.TITLE, readable(title))
    for record in records:
        if record.question.text != title:
            yield Line(Style.QUESTION, readable(record.question.text))
        yield from answer_lines(record.answer)
        yield Line(Style.HEADING, "Answer record")
        yield from (Line(Style.FACT, readable(fact)) for fact in _facts(record))
    yield Line(Style.NOTE, "Not legal advice.")


def answer_lines(answer: Answer) -> Iterator[Line]:
    """Give an answer as it is read: how it was understood, statements in their parts, notes and numbered sources."""
    if answer.asked:
        yield Line(Style.NOTE, readable(f"Understood as: {answer.question}"))
    yield from _told(answer)
    yield from (Line(Style.NOTE, readable(note)) for note in answer.notes)
    if answer.citations:
        yield Line(Style.HEADING, "Sources")
    hits = {hit.passage.id: hit for hit in answer.hits}
    for citation in answer.citations:
        url = quote(citation.url, SAFE, errors="replace") if citation.url.startswith(WEB) else ""
        yield Line(Style.SOURCE, readable(reference(citation, hits.get(citation.passage_id), answer.as_of)), url)
        yield Line(Style.QUOTE, readable(f"“{citation.quote}”"))


def _told(answer: Answer) -> Iterator[Line]:
    if answer.refusal is not None:
        yield Line(Style.TEXT, readable(answer.refusal))
        return
    paragraph: list[str] = []
    for title, statement in headed(answer.statements):
        if title and paragraph:
            yield Line(Style.TEXT, " ".join(paragraph))
            paragraph = []
        if title:
            yield Line(Style.PART, readable(title))
        paragraph.append(readable(_said(statement)))
    yield Line(Style.TEXT, " ".join(paragraph))


def _said(statement: Statement) -> str:
    markers = "".join(f"[{citation.marker}]" for citation in statement.citations)
    return f"{unmarked(statement.text)} {markers}{'' if statement.passed else f' {UNSUPPORTED}'}"


def reference(citation: Citation, hit: Hit | None, as_of: date) -> str:
    """Give a source in one line: marker, title, issuer, locator, page and its standing on the day."""
    issuer = hit.policy.issuer if hit else ""
    page = f"page {citation.page}" if citation.page is not None else ""
    named = ", ".join(filter(None, (citation.title, issuer, citation.locator, page)))
    return f"[{citation.marker}] {named}: {citation.standing.value} on {day(as_of)}."


def _facts(record: Record) -> Iterator[str]:
    """Give what the answer was made of and under which settings, a fact a line."""
    answer, asked = record.answer, record.asked
    yield f"Question: {record.question.text}"
    yield f"As of: {day(answer.as_of)}"
    if record.question.jurisdictions:
        yield f"Places: {', '.join(record.question.jurisdictions)}"
    yield f"Asked at: {record.at.isoformat(timespec='seconds')}"
    yield f"Edition of the texts: {answer.edition}"
    yield f"Composer: {answer.composer}"
    yield f"Model: {answer.model or 'none'}"
    if answer.prompt:
        yield f"Prompt: {answer.prompt}"
    yield f"Settings: {asked.top_k} passages, model {_on(asked.model)}, strict {_on(asked.strict)}"
    if asked.encoder:
        yield f"Encoder: {asked.encoder}, ranking: {asked.ranking or 'default'}, reranker: {asked.reranker or 'none'}"
    if not answer.refused:
        yield f"Confidence: {assurance(answer.closeness).value} ({answer.closeness:.3f})"
    yield f"Record: {record.id}"
    for number, statement in enumerate(answer.statements, 1):
        yield f"Checks of statement {number}: {_checked(statement)}"
    for dropped in answer.dropped:
        yield f"Left out: {dropped.statement.text} ({_checked(dropped.statement)})"
    yield f"Passages found: {len(answer.hits)}"
    for rank, hit in enumerate(answer.hits, 1):
        yield (
            f"{rank}. {hit.score:.3f} {hit.policy.title}, {hit.passage.locator} "
            f"({hit.standing.value}; {hit.passage.id})"
        )


def _checked(statement: Statement) -> str:
    """Name the checks that passed, and those that failed with their reason."""
    passed = ", ".join(check.name for check in statement.checks if check.passed)
    failed = [f"{check.name} failed: {check.note}" for check in statement.checks if not check.passed]
    return "; ".join(filter(None, (f"{passed} passed" if passed else "", *failed)))


def _on(value: bool) -> str:
    return "on" if value else "off"


def day(when: date) -> str:
    """Give a day as people write it."""
    return f"{when.day} {when:%B %Y}"


def readable(text: str) -> str:
    """Give text that any format can hold: line breaks as newlines, control characters as their pictures (␀)."""
    return UNPRINTABLE.sub("\ufffd", LINE_BREAK.sub("\n", text).translate(PICTURES))
