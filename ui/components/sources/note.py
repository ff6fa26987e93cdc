"""One policy as a page shows it: standing, dates, paragraphs, lineage, official text and sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote, urlsplit

import streamlit as st

from assistant.conversations.cited import Cited
from corpus.errors import InputError
from corpus.history import hindsight
from corpus.history.browsing import paragraph
from corpus.history.lineage import Lineage, Step, lineage
from corpus.history.official import texts_of
from corpus.index.edition import Edition
from corpus.records import Life, PartialDate, Passage, Policy, Standing
from corpus.register.standing import standing
from ui.components.sources.prose import plain, with_struck
from ui.components.sources.source import made_of, official_words, titled
from ui.components.sources.standing import badge
from ui.language import day, say, term

POLICY = "policy"  # the query parameter that names the open note
PARAGRAPH = "p"  # the query parameter that names a paragraph of it
NAMED = "named-paragraph"
# Titles of several lines stand at the left as text does: a button would centre them.
TITLES = '<style>[class*="st-key-open-"] button * {text-align: left; justify-content: flex-start}</style>'
WEB = ("https://", "http://")
# Ours alone: no word of a document goes into it. `frame.js` brings the paragraph into view.
MARKED = f"<style>.st-key-{NAMED} {{border-left: 4px solid #c97a12; padding-left: .75rem}}</style>"


def opener(policy: Policy, key: str) -> None:
    """Draw a title that opens the policy's note; `key` tells apart where it stands."""
    # Not `st.page_link`: it cuts long titles off.
    label = f":primary[{plain(policy.title)}]"
    st.button(label, key=f"open-{key}-{policy.id}", type="tertiary", on_click=_open, args=(policy.id,))


def _open(policy_id: str) -> None:
    st.query_params[POLICY] = policy_id
    st.query_params.pop(PARAGRAPH, None)


def note(edition: Edition, policy_id: str, as_of: date, named: str = "", cited: Sequence[Cited] | None = None) -> None:
    """Draw a policy as known on a date; raise InputError where there is no such policy.

    The paragraph that is `named` (`2`, `article-36-1`) is marked and brought into view; `cited` are the reader's own
    questions that it answered, and nothing is said of them where it is None.
    """
    history = lineage(edition.policies, policy_id, as_of)
    with st.container(key="note-title"):
        st.subheader(plain(titled(history.policy)), anchor=False)
    st.markdown(f"{badge(history.standing)} {plain(' · '.join(_facts(history.policy)))}")
    st.caption(plain(" · ".join(_dates(history.policy))))
    passages = edition.texts.passages_of(history.policy.id)
    marked = _marked(passages, named)
    urls = [url for url in history.policy.official_urls if url.startswith(WEB)]
    if urls:
        st.link_button(say("Official text"), urls[0], icon=":material/open_in_new:")
    for told in filter(None, (made_of(history.policy), history.policy.terms)):
        st.caption(plain(told))
    if urls and any(passage.at for passage in passages) and not texts_of(edition.policies, history.policy):
        st.caption(say("To read the official wording beside this note, add the text:"))
        st.code(f"python -m assistant add {urls[0]}", language=None, wrap_lines=True)
    text, origins = st.columns([3, 2], gap="large")
    with text:
        _paragraphs(edition, history, as_of, passages, marked)
    with origins:
        _lineage(history)
        if cited is not None:
            _cited(cited)
        _sources(history.policy)


def _marked(passages: Sequence[Passage], named: str) -> Passage | None:
    """Find the paragraph that is named; one that is not there is said above the text, which is shown all the same."""
    try:
        return paragraph(passages, named) if named else None
    except InputError as error:
        st.warning(plain(str(error)))
        return None


def _facts(policy: Policy) -> list[str]:
    kind = term(policy.kind)
    return [fact for fact in (f"{kind[:1].upper()}{kind[1:]}", policy.issuer, term(policy.jurisdiction)) if fact]


def _dates(policy: Policy) -> list[str]:
    checked = [] if policy.own else [_dated(say("standing checked to"), policy.evidence_to)]
    dates = [line for line in (*dated(policy.life), *checked) if line]
    return [f"{line[0].upper()}{line[1:]}" if number == 0 else line for number, line in enumerate(dates)]


def dated(life: Life) -> list[str]:
    """Describe when a text was published, from when it applies and when it ended; what is not known is left out."""
    dates = (
        _dated(say("published"), life.published),
        _dated(say("applies from"), life.effective),
        _dated(say("ended"), life.ended),
    )
    return [line for line in dates if line]


def _dated(what: str, when: PartialDate | None) -> str:
    return f"{what} {day(when)}" if when else ""


def _paragraphs(
    edition: Edition, found: Lineage, as_of: date, passages: Sequence[Passage], marked: Passage | None
) -> None:
    above: Sequence[str] = ()
    for passage in passages:
        if passage.headings[-1:] and passage.headings != above:
            st.markdown(f"**{plain(passage.headings[-1])}**")
        above = passage.headings
        with st.container(key=NAMED if passage is marked else None):
            st.markdown(f"{plain(passage.locator)} {_mark(edition, found, passage, as_of)}{with_struck(passage)}")
            if passage is marked:
                official_words(passage, as_of)
    if marked:
        st.html(MARKED)


def _mark(edition: Edition, found: Lineage, passage: Passage, as_of: date) -> str:
    """Mark a paragraph whose standing differs from that of its policy, with the date that makes the difference."""
    then = standing(passage.life, as_of)
    if then is found.standing:
        return ""
    life = hindsight.as_of(edition.policies, as_of).life(found.policy, passage.life)
    words = {
        Standing.NOT_PUBLISHED: life.published and say("not published before {date}", date=day(life.published)),
        Standing.NOT_YET_IN_FORCE: life.effective and say("applies from {date}", date=day(life.effective)),
        Standing.SUPERSEDED: life.ended and say("ended {date}", date=day(life.ended)),
    }
    return f"{badge(then, words.get(then) or '')} "


def _lineage(found: Lineage) -> None:
    st.markdown(f"**{say('Lineage')}**")
    if not (found.before or found.after):
        st.caption(say("No earlier and no later policy is known."))
    for step in found.before:
        _step(step, found.policy)
    if found.before or found.after:
        with st.container(border=True):
            st.markdown(f"{_published(found.policy)} {badge(found.standing)}")
            st.markdown(f"**{plain(found.policy.title)}**")
    for step in found.after:
        _step(step, found.policy)
    if found.aside:
        with st.expander(say("Related ({count})", count=len(found.aside))):
            for step in found.aside:
                _linked(step)


def _published(policy: Policy) -> str:
    return plain(day(policy.life.published)) if policy.life.published else ""


def _step(step: Step, policy: Policy) -> None:
    with st.container(gap=None):
        _linked(step)
        other = say("this") if step.other.id == policy.id else plain(step.other.title)
        st.caption(f"{term(step.words)} {other}")


def _linked(step: Step) -> None:
    with st.container(gap=None):
        st.markdown(f"{_published(step.policy)} {badge(step.standing)}")
        opener(step.policy, step.relation)


def _cited(cited: Sequence[Cited]) -> None:
    st.markdown(f"**{say('Cited in your questions')}**")
    if not cited:
        st.caption(say("No question that you kept cites it."))
    for one in cited:
        with st.container(gap=None):
            st.markdown(plain(one.question))
            asked = say("{asked} of {day}", asked=term(one.origin.value), day=day(one.day))
            st.caption(plain(f"{', '.join(one.locators)} · {asked}"))


def _sources(policy: Policy) -> None:
    urls = [url for url in dict.fromkeys((*policy.official_urls, *policy.sources)) if url.startswith(WEB)]
    if urls:
        with st.expander(say("Sources ({count})", count=len(urls))):
            for url in urls:
                st.markdown(_linked_address(url))


def _linked_address(url: str) -> str:
    """Return an address as a Markdown link named by its host and file; nothing in it can end the link early."""
    parts = urlsplit(url)
    name = parts.path.rstrip("/").rsplit("/", 1)[-1]
    words = f"{parts.hostname or ''} · {name}" if name else parts.hostname or ""
    return f"[{plain(words)}]({quote(url, safe=':/?&=#%+,;@~.-_!$*')})"
