"""An answer on the page: its first line, its parts or table, its sources beside it, and how it was made."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.answering.premises import corrections
from assistant.answers.assurance import Assurance, assurance, records
from assistant.answers.naming import is_note
from assistant.answers.reading import Form
from assistant.answers.records import Answer, Statement
from assistant.answers.rows import NEAREST, SINCE_THEN, heading
from assistant.answers.tabulated import compared
from assistant.understanding.talk import offered
from corpus.history.surroundings import held
from ui import state
from ui.components.chat.debug import debug
from ui.components.sources.cell import answer_table
from ui.components.sources.prose import Marks, plain, statement_prose
from ui.components.sources.source import by_passage, checks_passed, chips, citing, marks, panel
from ui.components.sources.standing import badge
from ui.language import day, foreign, say, term, today, told
from ui.services import edition

LARGE = 90  # characters of a first line that is set large: a longer one is an outline
LINE_BREAK = "\n"


def piece(statement: Statement, before: Statement | None, known: Marks | None = None) -> str:
    """Return a statement as Markdown below what was said before it: its heading, and as a point where it goes on."""
    title = heading(statement, before)
    words = statement_prose(statement, known)
    above = f"\n\n**{plain(' · '.join(map(term, title.split(' · '))))}**\n\n" if title else "\n\n"
    if before is None and not title:
        return words
    return f"{above}- {words.replace(LINE_BREAK, f'{LINE_BREAK}  ')}"


def as_markdown(statements: Sequence[Statement], answer: Answer | None, key: str) -> str:
    """Return statements of an answer as Markdown: a table where they compare places, else parts with their points.

    `key` names the exchange, whose sources the markers open; there are none before there is an answer.
    """
    known = marks_of(answer, key)
    if places := compared(statements, answer.compared if answer else ()):
        hits = {hit.passage.id: hit for hit in answer.hits} if answer else {}
        return answer_table(statements, places, known, hits)
    before = (None, *statements)
    return "".join(piece(one, last, known) for last, one in zip(before, statements, strict=False))


def marks_of(answer: Answer | None, key: str) -> Marks:
    """Return what the markers of an answer open; none before there is an answer."""
    if answer is None:
        return {}
    return marks((*answer.sources, *answer.since), answer.cited, key)


def talk(answer: Answer | None) -> bool:
    """Return whether an answer is one of courtesy, below which there is nothing to do."""
    return answer is not None and answer.form is Form.TALK


def show_above(answer: Answer | None, key: str) -> None:
    """Draw above an answer, as chips, its day, places, standing and low confidence; then its first line, set apart.

    What its question wrongly takes for granted is said before all else. A courtesy is its first line and nothing else.
    """
    if answer is None or answer.refusal is not None:
        return
    if talk(answer):
        st.markdown(plain(offered(answer.lead)[0]))
        return
    hits = {hit.passage.id: hit for hit in answer.hits}
    standings = dict.fromkeys(citation.standing for citation in answer.citations)
    places = dict.fromkeys(hits[c.passage_id].policy.jurisdiction for c in answer.citations)
    chips = [f":gray-badge[{plain(say('As of {date}', date=day(answer.as_of)))}]"]
    chips += [f":gray-badge[{plain(term(place))}]" for place in places if place]
    chips += [badge(standing) for standing in standings]
    if foreign():
        chips.append(f":gray-badge[{say('Answer in English')}]")
    if assurance(answer.closeness) is Assurance.LOW:  # what is less sure does not look like what is sure
        chips.append(f":orange-badge[{say('Confidence: low')}]")
    st.markdown(" ".join(chips))
    for wrong in corrections(answer.notes):
        st.markdown(f":material/error: {plain(told(wrong))}")
    if answer.lead:
        with st.container(key=f"{'lead' if len(answer.lead) <= LARGE else 'outline'}-{key}"):
            st.markdown(plain(told(answer.lead)))


def show_answer(answer: Answer, key: str) -> None:
    """Draw what stands below the statements: the refusal, what came since, what failed, and what is behind it all."""
    if answer.refusal is not None:
        st.markdown(plain(told(answer.refusal)))
    if answer.nearest:
        with st.container(border=True):
            st.markdown(f"**{say(NEAREST)}**\n\n{as_markdown(answer.nearest, answer, key)}")
    if since := answer.since_then:
        with st.container(border=True):
            st.markdown(f"**{say(SINCE_THEN)}**\n\n{as_markdown(since, answer, key)}")
    for statement in answer.statements:
        if not statement.passed:
            st.caption(plain(_failed(statement)))
    if answer.refusal is None and not talk(answer):
        _about(answer, key)
    debug(answer, f"debug-{key}")


def disclaimer() -> None:
    """Say once on the page, below the field of the question, what the answers are not."""
    with st.container(key="disclaimer"):
        st.caption(say("Not legal advice."))


@st.fragment
def sources(answer: Answer, key: str, *, newest: bool) -> None:
    """Draw the sources of an answer beside it: a chip each, and the one that is open with its cited words in view.

    Of the newest answer the first is open where there is room; a fragment, so that opening one waits for nothing.
    """
    hits = answer.cited
    groups = by_passage((*answer.sources, *answer.since))
    picked = state.open_source(key)
    with st.container(horizontal=True, gap="xsmall", key=f"chips-{key}"):
        for those, label in zip(groups, chips(groups, hits), strict=True):
            first = those[0]
            st.button(
                label,
                key=f"source-{key}-{first.marker}",
                type="primary" if picked == first.marker else "secondary",
                on_click=state.show_source,
                args=(key, "" if picked == first.marker else first.marker),
            )
    wanted = picked or (groups[0][0].marker if newest and picked is None and groups else "")
    shown = next((those for those in groups if those[0].marker == wanted), None)
    if shown is None:
        return
    first = shown[0]
    with st.container(border=True, key=f"{'sheet' if picked else 'beside'}-{key}"):
        st.button(
            say("Close"),
            key=f"icon-close-{key}",
            type="tertiary",
            icon=":material/close:",
            help=say("Close the source"),
            on_click=state.show_source,
            args=(key, ""),
        )
        checks = citing((*(answer.statements or answer.nearest), *answer.since_then), first)
        on = today() if first in answer.since else answer.as_of
        panel(shown, hits[first.passage_id], f"panel-{key}-{first.marker}", on, checks)


def _failed(statement: Statement) -> str:
    reasons = "; ".join(check.note for check in statement.checks if not check.passed)
    return say("Not supported: {text} ({reasons})", text=statement.text, reasons=reasons)


def _about(answer: Answer, key: str) -> None:
    """Draw the one quiet line about an answer, which opens to all that is known of how good it is."""
    hits = {hit.passage.id: hit for hit in answer.hits}
    places = tuple(dict.fromkeys(hits[c.passage_id].policy.jurisdiction for c in answer.citations))
    words, means = _confidence(answer)
    count = sum(check.passed for statement in answer.statements for check in statement.checks)
    line = [day(answer.as_of), *map(term, filter(None, places)), words, say("{count} checks passed", count=count)]
    title = f"{say('About this answer')} :gray[· {plain(' · '.join(line))}]"
    with st.expander(title, key=f"about-{key}"):
        for note in answer.notes:
            if note not in corrections(answer.notes):  # it stands above the answer
                st.markdown(plain(told(note)))
        st.markdown(f"{words}: {means}")
        checks = [check for statement in answer.statements for check in statement.checks]
        notes = any(is_note(hits[citation.passage_id].policy) for citation in answer.citations)
        if passed := checks_passed(checks, note=notes):
            st.markdown(say("Checked: {what}", what=", ".join(passed)))
        own = {hits[c.passage_id].policy.jurisdiction for c in answer.citations if hits[c.passage_id].policy.own}
        for place, when in held(edition(), tuple(one for one in places if one not in own), answer.as_of):
            st.markdown(plain(say("{place} sources up to {date}", place=term(place), date=day(when))))
        if answer.model:
            st.markdown(plain(say("Written by {model} from the sources, sentence by sentence.", model=answer.model)))
        if notes:
            st.markdown(
                say(
                    "Our notes are summaries in our own words. Where the wording matters, read the official text that "
                    "each source links to."
                )
            )


def _confidence(answer: Answer) -> tuple[str, str]:
    """Return the words for the confidence of an answer, and what they were worth when it was measured."""
    word = assurance(answer.closeness)
    words = {
        Assurance.HIGH: say("Confidence: high"),
        Assurance.MEDIUM: say("Confidence: medium"),
        Assurance.LOW: say("Confidence: low"),
    }
    measured = records()[word]
    means = say(
        "About {tenths} in 10 such answers contained every fact that was asked for ({holds} of {of}).",
        tenths=measured.in_ten,
        holds=measured.holds,
        of=measured.of,
    )
    return words[word], means
