"""A conversation as styled lines, which every readable export draws."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from assistant.answers.archive import Record
from assistant.answers.assurance import assurance
from assistant.answers.naming import is_note, rests_on
from assistant.answers.records import Answer, Citation, Hit, Statement
from assistant.answers.rows import NEAREST, SINCE_THEN, failing, headed, unmarked
from assistant.answers.tabulated import compared, tabulated
from assistant.exporting.words import ENGLISH, Words
from corpus.records import Standing

WEB = ("https://", "http://")
SAFE = ":/?&=#%+,;@~!$*'()"  # characters of an address that stay; all others are written as %XX
# Control characters, halves of pairs and non-characters: XML forbids most, and no font has any.
PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
UNPRINTABLE = re.compile(r"[\x80-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


class Style(StrEnum):
    """What a line is; each export decides how it looks."""

    BRAND = "brand"
    TITLE = "title"
    QUESTION = "question"
    HEAD = "head"
    APPENDIX = "appendix"
    HEADING = "heading"
    PART = "part"
    LEAD = "lead"
    TEXT = "text"
    NOTE = "note"
    SOURCE = "source"
    QUOTE = "quote"
    FACT = "fact"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph without markup; a newline breaks its line, and `url`, where there is one, its official link.

    A table has `rows`, the first of them its head, and holds the same in `text` for whoever can draw none.
    """

    style: Style
    text: str
    url: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def outline(records: Sequence[Record], title: str, words: Words = ENGLISH) -> Iterator[Line]:
    """Yield a conversation as a short memorandum: its head, its answers with their sources, and an appendix of records.

    The appendix begins a page of its own: it holds how each answer was made, with every passage that was looked at.
    """
    say = words.say
    yield Line(Style.BRAND, f"{say('Crypto policy assistant')} · {say('Not legal advice.')}")
    yield Line(Style.TITLE, readable(title))
    for record in records:
        if record.question.text != title:
            yield Line(Style.QUESTION, readable(record.question.text))
        yield from (Line(Style.HEAD, readable(line)) for line in _head(record.answer, words))
        yield from answer_lines(record.answer, words)
    yield Line(Style.APPENDIX, say("Appendix: how the answers were made"))
    for number, record in enumerate(records, 1):
        yield Line(Style.HEADING, say("Answer {number}", number=number))
        yield from (Line(Style.FACT, readable(fact)) for fact in _facts(record, words))


def _head(answer: Answer, words: Words) -> Iterator[str]:
    """Yield what a reader must know before the answer: its day, its places, and how its sources stand on that day."""
    say = words.say
    yield say("As of: {date}", date=words.day(answer.as_of))
    policies = {hit.passage.id: hit.policy for hit in answer.hits}
    cited = [policies[one.passage_id].jurisdiction for one in answer.sources if one.passage_id in policies]
    if places := tuple(filter(None, dict.fromkeys((*answer.compared, *cited)))):
        yield say("Places: {places}", places=", ".join(map(say, places)))
    counted = Counter(say(one.standing.value) for one in answer.sources)
    if counted:
        told = ", ".join(f"{standing} ({count})" for standing, count in counted.items())
        yield say("Standing of its sources: {standings}", standings=told)


def answer_lines(answer: Answer, words: Words = ENGLISH) -> Iterator[Line]:
    """Yield an answer as it is read: how it was understood, its first line, its parts, notes and numbered sources."""
    say = words.say
    if answer.asked:
        yield Line(Style.NOTE, readable(say("Understood as: {question}", question=answer.question)))
    yield from _told(answer, words)
    yield from (Line(Style.NOTE, readable(words.told(note))) for note in answer.notes)
    if answer.sources:
        yield Line(Style.HEADING, say("Sources"))
    hits = answer.cited
    for citation in (*answer.sources, *answer.since):
        url = quote(citation.url, SAFE, errors="replace") if citation.url.startswith(WEB) else ""
        hit = hits.get(citation.passage_id)
        yield Line(Style.SOURCE, readable(reference(citation, hit, answer.as_of, words)), url)
        yield cited(citation, hit, words)
        yield from (in_its_words(one, words) for one in answer.official if one.marker == citation.marker)


def cited(citation: Citation, hit: Hit | None, words: Words = ENGLISH) -> Line:
    """Return what is cited: in quotation marks where it is the text itself, and without where it is our note."""
    say = words.say
    if hit is not None and is_note(hit.policy):
        return Line(Style.NOTE, readable(say("The note says: {words}", words=citation.quote)))
    return Line(Style.QUOTE, readable(f"“{citation.quote}”"))


def in_its_words(official: Citation, words: Words = ENGLISH) -> Line:
    """Return the words of an official text that the note above them reports."""
    say = words.say
    said = say("In the words of the text, {place}: “{words}”", place=official.locator, words=official.quote)
    return Line(Style.QUOTE, readable(said))


def _told(answer: Answer, words: Words) -> Iterator[Line]:
    say = words.say
    if answer.refusal is not None:
        yield Line(Style.TEXT, readable(words.told(answer.refusal)))
        if answer.nearest:
            yield Line(Style.PART, say(NEAREST))
            yield from _parts(answer.nearest, words)
        return
    if answer.lead:
        yield Line(Style.LEAD, readable(answer.lead))
    if places := compared(answer.statements, answer.compared):
        yield _table(answer.statements, places, words)
    else:
        yield from _parts(answer.statements, words)
    if since := answer.since_then:
        yield Line(Style.PART, say(SINCE_THEN))
        yield from _parts(since, words)


def _parts(statements: Sequence[Statement], words: Words) -> Iterator[Line]:
    """Yield statements, each a paragraph of its own, below the headings of their parts."""
    for title, statement in headed(statements):
        if title:
            yield Line(Style.PART, readable(" · ".join(map(words.say, title.split(" · ")))))
        yield Line(Style.TEXT, readable(_said(statement, words)))


def _table(statements: Sequence[Statement], places: Sequence[str], words: Words) -> Line:
    """Return a comparison as a table, a place a column and an aspect a row; one question alone has no names of rows."""
    say = words.say
    named = any(one.aspect for one in statements)
    rows = [(*([""] if named else []), *map(say, places))]
    told = []
    for row in tabulated(statements, places):
        missing = say("not found") if row.first else ""
        cells = [_in_cell(one, words) if one else missing for one in row.cells]
        head = say(row.aspect) if row.first and row.aspect else ""
        rows.append((*([head] if named else []), *cells))
        told += [head, *(f"{say(place)}: {cell}" for place, cell in zip(places, cells, strict=True) if cell)]
    text = readable("\n".join(filter(None, told)))
    return Line(Style.TABLE, text, rows=tuple(tuple(map(readable, row)) for row in rows))


def _in_cell(statement: Statement, words: Words) -> str:
    """Return a statement with its standing where it is no rule in force."""
    standing = statement.citations[0].standing
    label = "" if standing is Standing.IN_FORCE else f"({words.say(standing.value)}) "
    return label + _said(statement, words)


def _said(statement: Statement, words: Words) -> str:
    say = words.say
    markers = "".join(f"[{citation.marker}]" for citation in statement.citations)
    return f"{unmarked(statement.text)} {markers}{f' {say(mark)}' if (mark := failing(statement)) else ''}"


def reference(citation: Citation, hit: Hit | None, as_of: date, words: Words = ENGLISH) -> str:
    """Return a source in one line: marker, name (a note is called ours), issuer, place, standing, origin."""
    say = words.say
    page = say("page {page}", page=citation.page) if citation.page is not None else ""
    name = citation.title
    if hit is not None:
        name = say("Our note on {title}", title=words.titled(citation.title)) if is_note(hit.policy) else citation.title
    at = say("{place} on {provision}", place=citation.locator, provision=citation.at) if citation.at else ""
    named = ", ".join(filter(None, (name, at or citation.locator, page)))
    issuer = f" ({say('text by {issuer}', issuer=hit.policy.issuer)})" if hit and hit.policy.issuer else ""
    standing = say("{standing} on {date}", standing=say(citation.standing.value), date=words.day(as_of))
    made = rests_on(hit.policy) if hit else ""
    from_ = f" {say('The note rests on {sources}.', sources=say(made))}" if made else ""
    return f"[{citation.marker}] {named}{issuer}: {standing}.{from_}"


def _facts(record: Record, words: Words) -> Iterator[str]:
    """Yield what the answer was made of and under which settings, one fact per line."""
    answer, asked, say = record.answer, record.asked, words.say
    yield say("Question: {question}", question=record.question.text)
    yield say("As of: {date}", date=words.day(answer.as_of))
    if record.question.jurisdictions:
        yield say("Places: {places}", places=", ".join(map(say, record.question.jurisdictions)))
    yield say("Asked at: {time}", time=record.at.isoformat(timespec="seconds"))
    yield say("Edition of the texts: {edition}", edition=answer.edition)
    yield say("Composer: {name}", name=answer.composer)
    if answer.model:
        yield say("Model: {model}", model=answer.model)
    on, off = say("on"), say("off")
    yield say(
        "Settings: {count} passages, model {model}, strict {strict}",
        count=asked.top_k,
        model=on if asked.model else off,
        strict=on if asked.strict else off,
    )
    if asked.encoder:
        yield say("Encoder: {name}", name=asked.encoder)
    if answer.prompt:
        yield say("Prompt: {prompt}", prompt=answer.prompt)
    if not answer.refused:
        level = say(assurance(answer.closeness).value)
        yield say("Confidence: {level} ({number})", level=level, number=f"{answer.closeness:.3f}")
    yield say("Record: {id}", id=record.id)
    for number, statement in enumerate(answer.statements, 1):
        yield say("Checks of statement {number}: {checks}", number=number, checks=_checked(statement))
    for dropped in answer.dropped:
        yield say("Left out: {text} ({checks})", text=dropped.statement.text, checks=_checked(dropped.statement))
    yield say("Passages found: {count}", count=len(answer.hits))
    for rank, hit in enumerate(answer.hits, 1):
        standing = say(hit.standing.value)
        place = f"{hit.policy.title}, {hit.passage.locator} ({standing}; {hit.passage.id})"
        yield f"{rank}. {hit.score:.3f} {place}"


def _checked(statement: Statement) -> str:
    """Name the checks that passed, and those that failed with their reason."""
    passed = ", ".join(check.name for check in statement.checks if check.passed)
    failed = [f"{check.name} failed: {check.note}" for check in statement.checks if not check.passed]
    return "; ".join(filter(None, (f"{passed} passed" if passed else "", *failed)))


def readable(text: str) -> str:
    """Return text that any format can hold: line breaks as newlines, control characters as their pictures (␀)."""
    return UNPRINTABLE.sub("\ufffd", LINE_BREAK.sub("\n", text).translate(PICTURES))
