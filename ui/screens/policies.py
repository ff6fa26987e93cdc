"""The policies: the register, each note with its paragraphs, the reader's documents, and what publishers announce."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from assistant.conversations.cited import Cited, cited_by
from corpus.errors import AssistantError
from corpus.history.browsing import Browsed, Wanted, browse
from corpus.index.edition import Edition
from corpus.records import Policy
from corpus.register.standing import standing
from ui import state
from ui.components.controls.choice import NARROWING, Choice, choice, search, standings
from ui.components.frame import opened
from ui.components.pages import ASK, POLICIES, link_to
from ui.components.sources.documents import library
from ui.components.sources.news import news
from ui.components.sources.note import PARAGRAPH, POLICY, TITLES, dated, note, opener
from ui.components.sources.prose import plain
from ui.components.sources.standing import badge
from ui.language import later, say, term
from ui.services import edition, own_records, saved_questions, services

PAGE_SIZE = 25
FEWEST_LETTERS = 3  # of a word that is looked for in the texts: fewer stand in all of them
SNIPPET = 240  # characters of a paragraph in the list
SHELVES = (later("Register"), later("Your documents"), later("New from publishers"))
ABOVE, LOOKING = "above-the-shelf", "looking"
# Beside an open note the search is drawn and not seen: what is not drawn falls out of the address, and with it out of
# what the browser goes back to.
HIDDEN = "<style>.st-key-{} {{display: none}}</style>"


def page() -> None:
    """Draw the note that the address names, or the register."""
    held = opened()
    st.html(TITLES)
    chosen = choice(held.policies)
    with st.container(key=ABOVE):
        st.title(say("Policies"), anchor=False)
        state.follow_address("shelf", SHELVES, several=False)
        shelf = st.segmented_control(
            say("What is shown"),
            SHELVES,
            format_func=say,
            required=True,
            key="shelf",
            label_visibility="collapsed",
        )
        state.keep_in_address("shelf", shelf or SHELVES[0], SHELVES[0])
    with st.container(key=LOOKING):
        text = search()
        named = st.query_params.get(POLICY)
        listed = not named and shelf not in SHELVES[1:]
        wanted = standings(_found(held, chosen, chosen.wanted(text, ()))[0].counts if listed else {})
    if named:
        st.html("".join(map(HIDDEN.format, (ABOVE, LOOKING, NARROWING))))
        _note(held, named, chosen.on)
    elif shelf == SHELVES[1]:
        st.html(HIDDEN.format(LOOKING))
        library()
    elif shelf == SHELVES[2]:
        st.html(HIDDEN.format(LOOKING))
        news(chosen.places, chosen.issuers)
    else:
        _register(held, chosen, chosen.wanted(text, wanted))


def _note(held: Edition, policy_id: str, on: date) -> None:
    st.button(say("Back to the list"), key="back", type="tertiary", icon=":material/arrow_back:", on_click=_close)
    try:
        note(held, policy_id, on, st.query_params.get(PARAGRAPH, ""), _cited(policy_id))
    except AssistantError as error:
        st.error(plain(str(error)))


def _close() -> None:
    for name in (POLICY, PARAGRAPH):
        st.query_params.pop(name, None)


def _cited(policy_id: str) -> list[Cited]:
    """Find where the reader's own questions cite a policy; what cannot be read is said, not raised."""
    try:
        return cited_by(policy_id, saved_questions(), own_records())
    except AssistantError as error:
        st.warning(plain(str(error)))
        return []


def _register(held: Edition, chosen: Choice, wanted: Wanted) -> None:
    found, within = _found(held, chosen, wanted)
    st.caption(say("{count} policies", count=len(found.policies)))
    if not found.policies:
        _nothing(wanted)
        return
    for policy in _leaf(found.policies):
        _entry(policy, chosen.on)
        if policy.id in within:
            st.caption(plain(within[policy.id]))


def _nothing(wanted: Wanted) -> None:
    """Say what may be changed where nothing matches; words that no text holds may be asked as a question."""
    narrowed = wanted.standings or wanted.places or wanted.issuers or wanted.kinds or wanted.topics
    if narrowed or not wanted.text:
        st.info(say("No policy matches. Remove a filter, or choose a later date."))
    else:
        st.info(say("No title and no paragraph holds all of these words. Look for fewer of them, or ask them."))
    if wanted.text:
        link_to(ASK, say("Ask “{words}”", words=plain(wanted.text)), query={"q": wanted.text})


def _found(held: Edition, chosen: Choice, wanted: Wanted) -> tuple[Browsed, dict[str, str]]:
    """Return what holds the words looked for, or where nothing does, what holds their Chinese terms in English."""
    found = _holding(held, chosen, wanted)
    english = " ".join(services().chain.glossary.in_english(wanted.text).split())
    if found[0].counts or english == wanted.text:
        return found
    return _holding(held, chosen, replace(wanted, text=english))


def _holding(held: Edition, chosen: Choice, wanted: Wanted) -> tuple[Browsed, dict[str, str]]:
    """Return the policies whose title or text holds what is looked for, and the paragraph that does by their ids."""
    titled = browse(held.policies.values(), wanted, chosen.order)
    within = _within(held, wanted.text)
    if not within:
        return titled, within
    return browse(_named_or_holding(held, titled, within), replace(wanted, text=""), chosen.order), within


def _within(held: Edition, text: str) -> dict[str, str]:
    """Return the paragraphs that hold all words looked for, one a policy, by its id; none where nothing is."""
    words = text.casefold().split()
    found: dict[str, str] = {}
    if len(text) < FEWEST_LETTERS:
        return found
    for id_, passages in _texts(held.folder.name, tuple(held.policies)).items():
        holding = next((one for one in passages if all(word in one.casefold() for word in words)), None)
        if holding is not None:
            found[id_] = holding if len(holding) <= SNIPPET else f"{holding[:SNIPPET].rsplit(' ', 1)[0]}…"
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _texts(edition_id: str, policies: tuple[str, ...]) -> dict[str, list[str]]:  # noqa: ARG001 - others in another
    """Return the paragraphs of each policy that a reader sees, once an edition."""
    texts = edition().texts
    return {id_: [f"{one.locator} {one.text}" for one in texts.passages_of(id_)] for id_ in policies}


def _named_or_holding(held: Edition, titled: Browsed, within: Mapping[str, str]) -> list[Policy]:
    """Return what is found by its title or in its text."""
    named = {policy.id for policy in titled.policies} | within.keys()
    return [policy for policy in held.policies.values() if policy.id in named]


def _leaf(policies: Sequence[Policy]) -> Sequence[Policy]:
    """Return the part of a long list that is turned to, below the page numbers."""
    leaves = -(-len(policies) // PAGE_SIZE)
    leaf = st.pagination(leaves, key="page", persist_state="page") if leaves > 1 else 1
    return policies[(leaf - 1) * PAGE_SIZE : leaf * PAGE_SIZE]


def _entry(policy: Policy, on: date) -> None:
    facts = filter(None, (term(policy.kind), policy.issuer, term(policy.jurisdiction), *dated(policy.life)))
    with st.container(gap=None):
        opener(policy, "register")
        st.markdown(f"{badge(standing(policy.life, on))} :small[{plain(' · '.join(facts))}]")


PAGE = st.Page(page, title=later("Policies"), icon=":material/gavel:", url_path=POLICIES)
