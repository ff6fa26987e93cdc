"""One source of an answer: a numbered button that opens the cited paragraph with the quote highlighted."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from assistant.records import Citation, Hit
from assistant.rows import escape
from corpus.records import PartialDate, Standing

TITLE_LENGTH = 38
COLOURS: dict[Standing, Literal["green", "orange", "violet", "gray", "blue", "red"]] = {
    Standing.IN_FORCE: "green",
    Standing.NOT_YET_IN_FORCE: "violet",
    Standing.PROPOSED: "orange",
    Standing.SUPERSEDED: "gray",
    Standing.RECORD: "blue",
    Standing.NOT_PUBLISHED: "red",
}


def source(citation: Citation, hit: Hit, key: str) -> None:
    """Draw the button of a citation; its paragraph is drawn only while it is open."""
    title = hit.policy.title
    short = title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"
    opened = st.popover(f"{citation.marker} · {escape(short)}, {escape(citation.locator)}", key=key, on_change="rerun")
    if opened.open:
        with opened:
            _paragraph(citation, hit)


def _paragraph(citation: Citation, hit: Hit) -> None:
    st.markdown(f"**{escape(hit.policy.title)}**")
    st.badge(citation.standing.value, color=COLOURS[citation.standing])
    st.caption(escape(" · ".join(_facts(citation, hit))))
    for heading in hit.passage.headings[-1:]:
        st.caption(escape(heading))
    st.markdown(highlighted(hit.passage.text, citation.quote))
    if citation.url.startswith(("https://", "http://")):
        st.link_button("Official text", citation.url, icon=":material/open_in_new:")


def _facts(citation: Citation, hit: Hit) -> list[str]:
    """Say who issued it, where it stands in the text and in time."""
    life = hit.passage.life
    page = f"page {citation.page}" if citation.page is not None else ""
    facts = [hit.policy.issuer, hit.policy.jurisdiction, citation.locator, page]
    facts += [_dated("published", life.published), _dated("applies from", life.effective), _dated("ended", life.ended)]
    if not hit.policy.own:
        facts.append(_dated("standing checked to", hit.policy.evidence_to))
    return [fact for fact in facts if fact]


def _dated(what: str, when: PartialDate | None) -> str:
    return f"{what} {when}" if when else ""


def highlighted(text: str, quote: str) -> str:
    """Give a paragraph as Markdown with the quote marked where it stands in it."""
    start = text.find(quote)
    if start < 0 or not quote:
        return escape(text)
    end = start + len(quote)
    return f"{escape(text[:start])}:yellow-background[{escape(quote)}]{escape(text[end:])}"
