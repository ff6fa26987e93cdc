"""The filters of the register: words, standing, date, place, issuer, kind, topic, order; kept in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from corpus.history.browsing import Order, Wanted
from corpus.language.dates import iso_day
from corpus.language.places import PLACES
from corpus.records import Policy, Standing
from ui import state
from ui.components.sources.prose import plain
from ui.language import say, term
from ui.links import EARLIEST, ON

# The keys are the names in the address, so that a link says what is shown.
LATEST = date(2099, 12, 31)
NARROWING = "narrowing"  # the key of what narrows the list, and does nothing to an open note
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
        """Return all that is looked for."""
        chosen = tuple(map(Standing, standings))
        return Wanted(self.on, text, chosen, self.places, self.issuers, self.kinds, self.topics)


def choice(policies: Mapping[str, Policy]) -> Choice:
    """Draw the filters in the sidebar and give what is chosen."""
    today = date.today()  # noqa: DTZ011 - the user's own day
    issuers = sorted({policy.issuer for policy in policies.values() if policy.issuer})
    kinds = sorted({policy.kind for policy in policies.values()})
    topics = sorted({topic for policy in policies.values() for topic in policy.topics})
    _told_of_a_wrong_day()
    with st.sidebar:
        day = st.date_input(
            say("Standing on"),
            value=today,
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            key=ON,
            bind="query-params",
            help=say("Standing on this day; what was published later is left out."),
        )
        with st.container(key=NARROWING):
            places = _several(say("Places"), PLACES, "place")
            chosen_issuers = _several(say("Issuers"), issuers, "issuer")
            chosen_kinds = _several(say("Kinds"), kinds, "kind")
            chosen_topics = _several(say("Topics"), topics, "topic")
            orders = [order.value for order in Order]
            state.follow_address("order", orders, several=False)
            order = st.selectbox(say("Order"), orders, format_func=term, key="order")
            state.keep_in_address("order", order, orders[0])
    return Choice(day or today, places, chosen_issuers, chosen_kinds, chosen_topics, Order(order))


def _several(label: str, options: Iterable[str], key: str) -> tuple[str, ...]:
    offered = list(options)
    state.follow_address(key, offered, several=True)
    chosen = st.multiselect(label, offered, format_func=term, key=key, placeholder=say("All"))
    state.keep_in_address(key, chosen)
    return tuple(chosen)


def _told_of_a_wrong_day() -> None:
    """Say that the address names no day, before the widget takes it out of the address."""
    named = st.query_params.get(ON)
    if named is None:
        return
    try:
        right = EARLIEST <= iso_day(named) <= LATEST
    except ValueError:
        right = False
    if not right:
        st.warning(
            plain(say("{date} in the address is not a date like 2026-03-14: today is used.", date=repr(named[:20])))
        )


def search() -> str:
    """Draw the search over titles and ids, and give its words."""
    typed = st.text_input(
        say("Search titles and texts"),
        key="find",
        type="search",
        live=True,
        bind="query-params",
        placeholder=say("A word of the title or the text, or an id"),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    return (typed or "").strip()


def standings(counts: Mapping[Standing, int]) -> tuple[str, ...]:
    """Draw the standings to choose from, each with how many policies stand so, and give those that are chosen."""
    offered = [standing.value for standing in SHOWN]
    state.follow_address("standing", offered, several=True)
    chosen = st.pills(
        say("Standing"),
        offered,
        format_func=lambda name: f"{term(name)} {counts.get(Standing(name), 0)}" if counts else term(name),
        selection_mode="multi",
        key="standing",
        label_visibility="collapsed",
    )
    state.keep_in_address("standing", chosen)
    return tuple(chosen)
