"""One source of an answer: a numbered button that opens the cited paragraph in its context, the quote highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st

from assistant.records import Check, Citation, Hit
from assistant.surroundings import Succession, surroundings
from corpus.records import Passage
from ui.components.page import page_of
from ui.components.prose import plain
from ui.components.standing import BADGES
from ui.language import day, say, term
from ui.screens.policies import whole_text
from ui.services import edition

TITLE_LENGTH = 38  # two buttons stand side by side on a wide page


def source(citations: Sequence[Citation], hit: Hit, key: str, on: date, checks: Sequence[Check]) -> None:
    """Draw the button for all citations of one paragraph; what it opens is made only while it is open.

    `on` is the day of the answer: nothing that became known later is shown around the paragraph.
    `checks` are those of the statements that cite the paragraph.
    """
    opened = st.popover(_label(citations, hit), key=key, on_change="rerun")
    if opened.open:
        with opened:
            _panel(citations, hit, on, checks)
            whole_text(hit.policy, hit.passage, on)
            page_of(hit, tuple(dict.fromkeys(citation.quote for citation in citations)), key)


def _label(citations: Sequence[Citation], hit: Hit) -> str:
    """Name the markers and the place before the title: what tells sources apart must not be cut off on a phone."""
    markers = ", ".join(citation.marker for citation in citations)
    rest = filter(None, (_page(hit), hit.passage.locator, _short(hit.policy.title)))
    return " · ".join([f"**{plain(markers)}**", *map(plain, rest)])


def _short(title: str) -> str:
    """Cut a long title at the end of a word."""
    if len(title) <= TITLE_LENGTH:
        return title
    return f"{title[:TITLE_LENGTH].rsplit(' ', 1)[0].rstrip(' ,;:(–-')}…"


def _panel(citations: Sequence[Citation], hit: Hit, on: date, checks: Sequence[Check]) -> None:
    first = citations[0]
    around = surroundings(edition(), hit, on)
    st.markdown(f"**{plain(hit.policy.title)}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.badge(term(first.standing.value), color=BADGES[first.standing])
        st.caption(say("on {date}", date=day(on)), width="content")
    told = (_where(hit), _when(hit), *([line] for line in map(_succession, around.successions)))
    st.caption("  \n".join(_line(facts) for facts in told if any(facts)))
    path = [heading for heading in hit.passage.headings if heading != hit.policy.title]
    if path:
        st.caption(plain(" › ".join(path)))
    _beside(around.before)
    st.markdown(highlighted(hit.passage.text, [citation.quote for citation in citations]))
    _beside(around.after)
    _checked(checks)
    if first.url.startswith(("https://", "http://")):
        st.link_button(say("Official text"), first.url, icon=":material/open_in_new:")


def _beside(passage: Passage | None) -> None:
    """Draw a paragraph that stands beside the cited one, dimmed."""
    if passage is not None:
        st.caption(f"{plain(passage.locator)} {plain(passage.text)}")


def _line(facts: Sequence[str]) -> str:
    line = " · ".join(filter(None, facts))
    return plain(line[0].upper() + line[1:])


def _page(hit: Hit) -> str:
    return say("page {page}", page=hit.passage.page) if hit.passage.page is not None else ""


def _where(hit: Hit) -> list[str]:
    """Say who issued it and where it stands in the text."""
    return [hit.policy.issuer, term(hit.policy.jurisdiction), _page(hit), hit.passage.locator]


def _when(hit: Hit) -> list[str]:
    """Say where it stands in time."""
    life = hit.passage.life
    dates = [
        say("published {date}", date=day(life.published)) if life.published else "",
        say("applies from {date}", date=day(life.effective)) if life.effective else "",
        say("ended {date}", date=day(life.ended)) if life.ended else "",
    ]
    checked = None if hit.policy.own else hit.policy.evidence_to
    return [*dates, say("standing checked to {date}", date=day(checked)) if checked else ""]


def _succession(succession: Succession) -> str:
    """Say what the text superseded or amended, or what did so to it."""
    when = f" ({day(succession.published)})" if succession.published else ""
    return f"{term(succession.words)}: {succession.title}{when}"


def _checked(checks: Sequence[Check]) -> None:
    """Say quietly what was checked, and plainly what failed."""
    names = {
        "quote": say("quote"),
        "numbers": say("figures"),
        "dates": say("dates"),
        "standing": say("standing"),
        "citation": say("source"),
    }
    failed = [check for check in checks if not check.passed]
    if failed:
        st.warning(plain("; ".join(dict.fromkeys(check.note or check.name for check in failed))))
    passed = {names.get(check.name, say("wording")) for check in checks} - {
        names.get(check.name, say("wording")) for check in failed
    }
    if passed:
        order = [name for name in (*names.values(), say("wording")) if name in passed]
        st.caption(f":material/check: {say('Checked: {what}', what=', '.join(order))}")


def highlighted(text: str, quotes: Sequence[str]) -> str:
    """Give a paragraph as Markdown with the quotes marked where they stand in it."""
    return "".join(_marked(text, sorted(set(_places(text, quotes)))))


def _places(text: str, quotes: Sequence[str]) -> Iterator[tuple[int, int]]:
    for quote in filter(None, quotes):
        start = text.find(quote)
        if start >= 0:
            yield start, start + len(quote)


def _marked(text: str, places: Sequence[tuple[int, int]]) -> Iterator[str]:
    done = 0
    for start, end in places:
        if start >= done:
            yield f"{plain(text[done:start])}:yellow-background[{plain(text[start:end])}]"
            done = end
    yield plain(text[done:])
