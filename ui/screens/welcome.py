"""The first visit: what this is, what it covers, and questions to begin with."""

from __future__ import annotations

import streamlit as st

from corpus.history.hindsight import as_of
from ui import state
from ui.components.sources.prose import plain
from ui.language import day, later, say, today
from ui.services import edition

EXAMPLES = (
    later("Can retail investors trade crypto perpetual contracts in Hong Kong?"),
    later("Is margin lending against bitcoin allowed?"),
    later("How many platforms were licensed in February 2025?"),
    later("Compare stablecoin reserve rules in Hong Kong, Singapore and the EU"),
    later("What was proposed for virtual asset custodians in Hong Kong?"),
)


def welcome() -> None:
    """Draw the title and what the page promises."""
    st.title(say("Ask about crypto policy"), anchor=False)
    st.markdown(
        say(
            "What the rule is, since when, and where it says so, to the paragraph. Every sentence is checked against "
            "its source."
        )
    )


def first_visit() -> None:
    """Draw what somebody sees who has asked nothing yet."""
    with st.container(key="first-visit"):
        welcome()
        st.caption(_covered())
        st.pills(say("Try one of these"), EXAMPLES, key=state.EXAMPLE, format_func=say)


def _covered() -> str:
    """Describe what the register holds: how many policies, of how many places, checked up to when."""
    held = [policy for policy in as_of(edition().policies, today()).values() if not policy.own]
    checked = [policy.evidence_to for policy in held if policy.evidence_to is not None]
    count, places = f"{len(held):,}", len({policy.jurisdiction for policy in held})
    if not checked:
        return say("{count} policies of {places} places", count=count, places=places)
    newest = max(checked, key=lambda when: (when.last.year, len(when.text), when.last))  # a year alone is no day
    told = say(
        "{count} policies of {places} places, checked up to {date}", count=count, places=places, date=day(newest)
    )
    return plain(told)
