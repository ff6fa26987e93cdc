"""The filters of the pages on policies: date, places, topics and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from corpus.language.places import PLACES
from corpus.records import Policy
from ui import state
from ui.language import say, term
from ui.links import EARLIEST


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen; an empty choice lets everything pass."""

    as_of: date
    places: tuple[str, ...]
    topic: str
    kinds: tuple[str, ...]

    def passes(self, policy: Policy) -> bool:
        """Return whether a policy is of the chosen places, topic and kinds."""
        return (
            (not self.places or policy.jurisdiction in self.places)
            and (not self.topic or self.topic in policy.topics)
            and (not self.kinds or policy.kind in self.kinds)
        )


def filters(policies: Mapping[str, Policy]) -> Filters:
    """Draw the filters in the sidebar and give what is chosen; the choice outlives a visit to another page.

    An address that names places or a topic (`?topic=stablecoins&place=Singapore`) sets them, once.
    """
    _follow_link(policies)
    today = date.today()  # noqa: DTZ011 - the user's own day
    with st.sidebar:
        day = st.date_input(
            say("As of"),
            value=today,
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key="timeline_as_of",
            persist_state="session",
            help=say("Standing on this day; what was published later is left out."),
        )
        places = st.multiselect(
            say("Places"),
            list(PLACES),
            format_func=term,
            key="timeline_places",
            persist_state="session",
            placeholder=say("All"),
        )
        topics = sorted({topic for policy in policies.values() for topic in policy.topics})
        topic = st.selectbox(
            say("Topic"),
            topics,
            index=None,
            format_func=term,
            key="timeline_topic",
            persist_state="session",
            placeholder=say("All"),
        )
        kinds = sorted({policy.kind for policy in policies.values()})
        chosen = st.multiselect(
            say("Kinds"),
            kinds,
            format_func=term,
            key="timeline_kinds",
            persist_state="session",
            placeholder=say("All"),
        )
    return Filters(day or today, tuple(places), topic or "", tuple(chosen))


def _follow_link(policies: Mapping[str, Policy]) -> None:
    """Set what the address names and take it out of there, so that the reader's own choice holds from then on."""
    given = st.query_params
    if "topic" not in given and "place" not in given:
        return
    known = {topic for policy in policies.values() for topic in policy.topics}
    topic = given.get("topic")
    state.set_timeline(
        [place for place in given.get_all("place") if place in PLACES], topic if topic in known else None
    )
    for name in ("topic", "place"):
        given.pop(name, None)
