"""The timeline: policies over time, dates to come, and what changed between two dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from corpus.errors import AssistantError
from corpus.history.changes import Change, changes
from corpus.history.hindsight import as_of
from corpus.history.upcoming import Coming, coming, icalendar
from corpus.index.edition import Edition
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing
from ui import state
from ui.components.controls.filters import Filters, filters
from ui.components.frame import opened
from ui.components.sources.note import POLICY, TITLES, dated, note, opener
from ui.components.sources.prose import plain
from ui.components.sources.standing import badge
from ui.language import day, later, say, term

VIEWS = (later("Chart"), later("List"), later("Dates to come"), later("What changed"))
USUAL_SPAN = later("6 years")
SPANS: dict[str, int | None] = {later("2 years"): 2, USUAL_SPAN: 6, later("All"): None}
PAGE_SIZE = 25
QUARTER = timedelta(days=91)
DAYS_OF_YEAR = 365.25
Item = TypeVar("Item")
NOTHING = later("No policy matches. Remove a filter, or choose a later date.")


def page() -> None:
    """Draw the note that the address names, or the view that is chosen."""
    held = opened()
    st.html(TITLES)
    chosen = filters(held.policies)
    named = st.query_params.get(POLICY)
    if named:
        _named(held, named, chosen.as_of)
        return
    st.title(say("Timeline"), anchor=False)
    view = st.segmented_control(
        say("View"),
        VIEWS,
        format_func=say,
        default=VIEWS[0],
        required=True,
        key="view",
        persist_state="session",
        label_visibility="collapsed",
    )
    policies = [policy for policy in as_of(held.policies, chosen.as_of).values() if chosen.passes(policy)]
    draw: dict[str, Callable[[], None]] = {
        VIEWS[0]: lambda: _chart(held, policies, chosen),
        VIEWS[1]: lambda: _list(policies, chosen.as_of),
        VIEWS[2]: lambda: _dates_to_come(held, chosen),
        VIEWS[3]: lambda: _changes(held, chosen),
    }
    draw[view]()


def _named(held: Edition, policy_id: str, as_of: date) -> None:
    st.page_link(PAGE, label=say("Back to the timeline"), icon=":material/arrow_back:")
    try:
        note(held, policy_id, as_of)
    except AssistantError as error:
        st.error(plain(str(error)))


def _chart(held: Edition, policies: Sequence[Policy], chosen: Filters) -> None:
    if not any(policy.life.published for policy in policies):
        st.info(say(NOTHING))
        return
    span = st.segmented_control(
        say("Years shown"),
        list(SPANS),
        default=USUAL_SPAN,
        format_func=say,
        required=True,
        key="span",
        persist_state="session",
        label_visibility="collapsed",
    )
    # pandas and altair take a fifth of the time that a process needs to its first page, and only this view needs them.
    from ui.components.chart import chart

    years = SPANS[span]
    since = chosen.as_of - timedelta(days=round(DAYS_OF_YEAR * years)) if years else None
    counted = say(
        "{count} policies by publication, with their standing on {date}.", count=len(policies), date=day(chosen.as_of)
    )
    if since and (earlier := sum(_published(policy) < since for policy in policies)):
        counted += f" {say('Published before the years shown: {count}.', count=earlier)}"
    with st.container(gap=None):
        st.caption(counted)
        with st.container(key="mouse-hint"):
            st.caption(
                say(
                    "Click to open a note, drag to move, Ctrl and wheel to zoom. The list has the same policies for "
                    "the keyboard and for screen readers."
                )
            )
    with st.container(key="timeline-sides"):
        left, right = st.columns([11, 9], gap="medium")
    with left:
        picked = chart(policies, chosen.as_of, since, key=state.chart_key())
    if picked:
        with right, st.container(border=True, key="sheet-mark"):
            told = say("Close the note")
            st.button(
                say("Close"),
                key="icon-close-mark",
                type="tertiary",
                icon=":material/close:",
                help=told,
                on_click=state.leave_mark,
            )
            note(held, picked, chosen.as_of)


def _list(policies: Sequence[Policy], as_of: date) -> None:
    if not policies:
        st.info(say(NOTHING))
        return
    newest = sorted(policies, key=_published)
    for policy in _leaf(newest[::-1], "list"):
        _entry(policy, badge(standing(policy.life, as_of)), " · ".join(dated(policy.life)))


def _published(policy: Policy) -> date:
    return policy.life.published.last if policy.life.published else date.min


def _leaf(items: Sequence[Item], key: str) -> Sequence[Item]:
    """Return the part of a long list that is turned to, below a count and the page numbers."""
    leaves = -(-len(items) // PAGE_SIZE)
    leaf = st.pagination(leaves, key=key) if leaves > 1 else 1
    return items[(leaf - 1) * PAGE_SIZE : leaf * PAGE_SIZE]


def _entry(policy: Policy, mark: str, facts: str, passage: Passage | None = None) -> None:
    """Draw one line of a list: what it is, a link that opens it, and the paragraph that is meant."""
    with st.container(gap=None):
        st.markdown(f"{mark} {plain(facts)}")
        opener(policy, passage.locator if passage else facts)
        st.caption(plain(" · ".join(filter(None, (term(policy.kind), policy.issuer, term(policy.jurisdiction))))))
        if passage:
            st.markdown(plain(f"{passage.locator} {passage.text}"))


def _dates_to_come(held: Edition, chosen: Filters) -> None:
    dates = [date_ for date_ in coming(held, chosen.as_of, chosen.places, chosen.topic) if chosen.passes(date_.policy)]
    if not dates:
        st.info(say("No date after {date} is known for this choice.", date=day(chosen.as_of)))
        return
    st.download_button(
        say("Add to my calendar (.ics)"),
        icalendar(dates, chosen.as_of),
        file_name="crypto-policy-dates.ics",
        mime="text/calendar",
        icon=":material/event:",
        on_click="ignore",
    )
    for date_ in dates:
        _date(date_)


def _date(date_: Coming) -> None:
    when = day(date_.when) if date_.exact else say("during {period}", period=day(date_.when))
    facts = say("{what} {when}", what=term(date_.what), when=when)
    _entry(date_.policy, badge(date_.standing), facts, date_.passage)


def _changes(held: Edition, chosen: Filters) -> None:
    first, second = st.columns(2)
    begin = first.date_input(
        say("From"), chosen.as_of - QUARTER, format="YYYY-MM-DD", key="changes_from", persist_state="session"
    )
    end = second.date_input(say("To"), chosen.as_of, format="YYYY-MM-DD", key="changes_to", persist_state="session")
    try:
        changed = changes(held, begin, end, chosen.places, chosen.topic)
    except AssistantError as error:
        st.error(plain(str(error)))
        return
    changed = [change for change in changed if not chosen.kinds or change.policy.kind in chosen.kinds]
    if not changed:
        st.info(say("Nothing changed between these dates for this choice."))
        return
    st.caption(say("{count} changes, oldest first", count=len(changed)))
    for change in _leaf(changed, "changes"):
        _change(change)


def _change(change: Change) -> None:
    facts = day(change.when)
    if change.before is not Standing.NOT_PUBLISHED:
        facts = say("{date}, before: {standing}", date=facts, standing=term(change.before.value))
    _entry(change.policy, badge(change.after), facts, change.passage)


PAGE = st.Page(page, title=later("Timeline"), icon=":material/timeline:", url_path="timeline")
