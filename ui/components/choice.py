"""What the register is narrowed by: words, standing, date, place, issuer, kind, topic, order; the address holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from assistant.browsing import Order, Wanted
from assistant.links import EARLIEST
from corpus.places import PLACES
from corpus.records import Policy, Standing
from ui.components.standing import badge
from ui.language import say, term

# The keys are the names in the address, so that a link says what is shown.
ON = "on"
SHOWN = tuple(standing for standing in Standing if standing is not Standing.NOT_PUBLISHED)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen in the sidebar: the filters without search and standing, and the order."""

    on: date
    places: tuple[str, ...]
    issuers: tuple[str, ...]
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    order: Order

    def wanted(self, text: str, standings: Iterable[str]) -> Wanted:
        """Give all that is looked for."""
        chosen = tuple(map(Standing, standings))
        return Wanted(self.on, text, chosen, self.places, self.issuers, self.kinds, self.topics)


def choice(policies: Mapping[str, Policy]) -> Choice:
    """Draw the filters in the sidebar and give what is chosen."""
    today = date.today()  # noqa: DTZ011 - the user's own day
    issuers = sorted({policy.issuer for policy in policies.values() if policy.issuer})
    kinds = sorted({policy.kind for policy in policies.values()})
    topics = sorted({topic for policy in policies.values() for topic in policy.topics})
    with st.sidebar:
        day = st.date_input(
            say("Standing on"),
            value=today,
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key=ON,
            bind="query-params",
            help=say("Standing on this day; what was published later is left out."),
        )
        places = _several(say("Places"), PLACES, "place")
        chosen_issuers = _several(say("Issuers"), issuers, "issuer")
        chosen_kinds = _several(say("Kinds"), kinds, "kind")
        chosen_topics = _several(say("Topics"), topics, "topic")
        order = st.selectbox(
            say("Order"), [order.value for order in Order], format_func=term, key="order", bind="query-params"
        )
    return Choice(day or today, places, chosen_issuers, chosen_kinds, chosen_topics, Order(order))


def _several(label: str, options: Iterable[str], key: str) -> tuple[str, ...]:
    chosen = st.multiselect(
        label, list(options), format_func=term, key=key, bind="query-params", placeholder=say("All")
    )
    return tuple(chosen)


def search() -> str:
    """Draw the search over titles and ids, and give its words."""
    typed = st.text_input(
        say("Search titles"),
        key="find",
        type="search",
        live=True,
        bind="query-params",
        placeholder=say("A word of the title, or an id"),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    return (typed or "").strip()


def standings() -> tuple[str, ...]:
    """Draw the standings to choose from, and give those that are chosen."""
    return tuple(
        st.pills(
            say("Standing"),
            [standing.value for standing in SHOWN],
            format_func=term,
            selection_mode="multi",
            key="standing",
            bind="query-params",
            label_visibility="collapsed",
        )
    )


def counted(counts: Mapping[Standing, int]) -> str:
    """Say as Markdown how many there are, and of each standing."""
    badges = " ".join(badge(standing, f"{count} {term(standing.value)}") for standing, count in counts.items())
    return f"{say('{count} policies', count=sum(counts.values()))} {badges}"
