"""The policies: the register browsed and filtered, each note with its paragraphs, and the reader's own documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.browsing import Wanted, browse, short_place
from assistant.cited import Cited, cited_by
from corpus.errors import AssistantError, IndexMissingError
from corpus.index import Edition
from corpus.records import Passage, Policy
from corpus.standing import standing
from ui import state
from ui.components.choice import ON, Choice, choice, counted, search, standings
from ui.components.documents import library
from ui.components.note import PARAGRAPH, POLICY, TITLES, dated, note, opener
from ui.components.prose import plain
from ui.components.standing import badge
from ui.language import later, say, term
from ui.services import edition, own_records, saved_questions

PAGE_SIZE = 25
SHELVES = (later("Register"), later("Your documents"))
ABOVE, LOOKING = "above-the-shelf", "looking"
# Beside an open note the search is drawn and not seen: what is not drawn falls out of the address, and with it out of
# what the browser goes back to.
HIDDEN = "<style>.st-key-{} {{display: none}}</style>"


def page() -> None:
    """Draw the note that the address names, or the register."""
    try:
        held = edition()
    except IndexMissingError as error:
        st.error(plain(str(error)), icon=":material/database_off:")
        st.stop()
    except AssistantError as error:
        st.error(plain(str(error)), icon=":material/settings_alert:")
        st.stop()
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
        text, wanted = search(), standings()
    named = st.query_params.get(POLICY)
    if named:
        st.html(HIDDEN.format(ABOVE) + HIDDEN.format(LOOKING))
        _note(held, named, chosen.on)
    elif shelf == SHELVES[1]:
        st.html(HIDDEN.format(LOOKING))
        library()
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
    found = browse(held.policies.values(), wanted, chosen.order)
    st.markdown(counted(found.counts))
    if not found.policies:
        st.info(say("No policy matches. Take a filter away, or choose a later date."))
        return
    for policy in _leaf(found.policies):
        _entry(policy, chosen.on)


def _leaf(policies: Sequence[Policy]) -> Sequence[Policy]:
    """Give the part of a long list that is turned to, below the page numbers."""
    leaves = -(-len(policies) // PAGE_SIZE)
    leaf = st.pagination(leaves, key="page", persist_state="page") if leaves > 1 else 1
    return policies[(leaf - 1) * PAGE_SIZE : leaf * PAGE_SIZE]


def _entry(policy: Policy, on: date) -> None:
    facts = filter(None, (term(policy.kind), policy.issuer, term(policy.jurisdiction), *dated(policy.life)))
    with st.container(gap=None):
        opener(policy, "register")
        st.markdown(f"{badge(standing(policy.life, on))} :small[{plain(' · '.join(facts))}]")


def whole_text(policy: Policy, passage: Passage, on: date) -> None:
    """Draw the link that opens a policy's whole text at a passage, as known on a date."""
    address = {POLICY: policy.id, PARAGRAPH: short_place(passage), ON: on.isoformat()}
    st.page_link(PAGE, label=say("Open the whole text"), icon=":material/article:", query_params=address)


PAGE = st.Page(page, title=later("Policies"), icon=":material/gavel:", url_path="policies")
