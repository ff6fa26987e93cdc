"""One source of an answer: a numbered button that opens the cited paragraph with what was quoted highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st

from assistant.records import Citation, Hit
from corpus.records import PartialDate
from ui.components.prose import plain
from ui.components.standing import BADGES
from ui.screens.policies import whole_text

TITLE_LENGTH = 38  # two buttons stand side by side on a wide page


def source(citations: Sequence[Citation], hit: Hit, key: str, on: date | None = None) -> None:
    """Draw the button for all citations of one paragraph; the paragraph is drawn only while it is open.

    `on` is the day that the answer is for, and that its whole text is opened as of.
    """
    opened = st.popover(_label(citations, hit), key=key, on_change="rerun")
    if opened.open:
        with opened:
            _paragraph(citations, hit)
            whole_text(hit.policy, hit.passage, on)


def _label(citations: Sequence[Citation], hit: Hit) -> str:
    """Name the markers and the place before the title: what tells sources apart must not be cut off on a phone."""
    markers = ", ".join(citation.marker for citation in citations)
    page = f"page {hit.passage.page}" if hit.passage.page is not None else ""
    rest = filter(None, (page, hit.passage.locator, _short(hit.policy.title)))
    return " · ".join([f"**{plain(markers)}**", *map(plain, rest)])


def _short(title: str) -> str:
    """Cut a long title at the end of a word."""
    if len(title) <= TITLE_LENGTH:
        return title
    return f"{title[:TITLE_LENGTH].rsplit(' ', 1)[0].rstrip(' ,;:(–-')}…"


def _paragraph(citations: Sequence[Citation], hit: Hit) -> None:
    first = citations[0]
    st.markdown(f"**{plain(hit.policy.title)}**")
    st.badge(first.standing.value, color=BADGES[first.standing])
    st.caption("  \n".join(_line(facts) for facts in (_where(hit), _when(hit)) if any(facts)))
    for heading in hit.passage.headings[-1:]:
        st.caption(plain(heading))
    st.markdown(highlighted(hit.passage.text, [citation.quote for citation in citations]))
    if first.url.startswith(("https://", "http://")):
        st.link_button("Official text", first.url, icon=":material/open_in_new:")


def _line(facts: Sequence[str]) -> str:
    line = " · ".join(filter(None, facts))
    return plain(line[0].upper() + line[1:])


def _where(hit: Hit) -> list[str]:
    """Say who issued it and where it stands in the text."""
    page = f"page {hit.passage.page}" if hit.passage.page is not None else ""
    return [hit.policy.issuer, hit.policy.jurisdiction, page, hit.passage.locator]


def _when(hit: Hit) -> list[str]:
    """Say where it stands in time."""
    life = hit.passage.life
    dates = [_dated("published", life.published), _dated("applies from", life.effective), _dated("ended", life.ended)]
    return dates if hit.policy.own else [*dates, _dated("standing checked to", hit.policy.evidence_to)]


def _dated(what: str, when: PartialDate | None) -> str:
    return f"{what} {when}" if when else ""


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
