"""One source of an answer: its short name on a chip, and the cited paragraph in its context, the cited words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import streamlit as st

from assistant.answers.naming import is_note, rests_on, short_name, short_place, with_article
from assistant.answers.records import Check, Citation, Hit, Statement
from corpus.history.official import reported
from corpus.history.surroundings import Succession, surroundings
from corpus.records import Passage, Policy
from ui.components.pages import open_note
from ui.components.sources.pdf_page import page_of
from ui.components.sources.prose import plain, with_struck
from ui.components.sources.standing import BADGES
from ui.language import day, foreign, say, term
from ui.services import edition

WEB = ("https://", "http://")
ON_PAGE = re.compile(r"p\. \d")  # a locator that begins with the page


def source(label: str, citations: Sequence[Citation], hit: Hit, key: str, on: date, checks: Sequence[Check]) -> None:
    """Draw a chip for all citations of one paragraph; what it opens is made only while it is open.

    `label` is one of `chips`; `on` is the day of the answer: nothing that became known later is shown around the
    paragraph. `checks` are those of the statements that cite the paragraph.
    """
    opened = st.popover(label, key=key, on_change="rerun", type="tertiary")
    if opened.open:
        with opened:
            panel(citations, hit, key, on, checks)


def chips(groups: Sequence[Sequence[Citation]], hits: Mapping[str, Hit]) -> list[str]:
    """Return what stands on the chip of each paragraph: its markers, and the name and place by which people cite it.

    No two read the same: where short names would, the full ones stand there, and parts of one place are counted.
    """
    first_hits = [hits[those[0].passage_id] for those in groups]
    short = list(map(cited_as, first_hits))
    names = [
        cited_as(hit, full=True) if short.count(name) > 1 else name for hit, name in zip(first_hits, short, strict=True)
    ]
    counted = [
        name if names.count(name) == 1 else f"{name} ({names[: n + 1].count(name)})" for n, name in enumerate(names)
    ]
    markers = (", ".join(citation.marker for citation in those) for those in groups)
    return [f"**{plain(marker)}** {plain(name)}" for marker, name in zip(markers, counted, strict=True)]


def cited_as(hit: Hit, *, full: bool = False) -> str:
    """Return the short or the full name and the place of a source: `Cap. 656 ¶23`, `MiCA Art. 36, page 4`."""
    told = hit.passage.page is None or ON_PAGE.match(hit.passage.locator)
    page = "" if told else say("page {page}", page=hit.passage.page)
    name = hit.policy.title if full else short_name(hit.policy)
    return ", ".join(filter(None, (f"{name} {short_place(hit.passage.locator)}", page)))


def titled(policy: Policy) -> str:
    """Return what a source is called in full: our note on a text is called so, in the reader's language."""
    if not is_note(policy):
        return policy.title
    return say("Our note on {title}", title=policy.title if foreign() else with_article(policy.title))


def panel(citations: Sequence[Citation], hit: Hit, key: str, on: date, checks: Sequence[Check]) -> None:
    """Draw a source: what it is, the cited paragraph between its neighbours, and the ways to the text itself."""
    first = citations[0]
    around = surroundings(edition(), hit.passage, on)
    st.markdown(f"**{plain(titled(hit.policy))}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.badge(term(first.standing.value), color=BADGES[first.standing])
        st.caption(say("on {date}", date=day(on)), width="content")
    path = [heading for heading in hit.passage.headings if heading != hit.policy.title]
    if path:
        st.caption(plain(" › ".join(path)))
    _beside(around.before)
    cited = highlighted(hit.passage.text, [citation.quote for citation in citations])
    st.markdown(f"{plain(hit.passage.locator)} {cited}")
    for _, words in hit.passage.struck:
        st.caption(say("Struck through in the document: {words}", words=f"~~{plain(words)}~~"))
    official_words(hit.passage, on)
    _beside(around.after)
    told = (_where(hit), _when(hit), *([line] for line in map(_succession, around.successions)), [made_of(hit.policy)])
    st.caption("  \n".join(_line(facts) for facts in told if any(facts)))
    _checked(checks, note=is_note(hit.policy))
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        label = say("Open the note") if is_note(hit.policy) else say("Open the whole text")
        open_note(hit.policy.id, hit.passage, on.isoformat(), label)
        if first.url.startswith(WEB):
            st.link_button(say("Official text"), first.url, icon=":material/open_in_new:", type="tertiary")
    page_of(hit, tuple(dict.fromkeys(citation.quote for citation in citations)), key)


def official_words(passage: Passage, on: date) -> None:
    """Draw the words of the official text that a paragraph of a note reports, where the text is held."""
    provisions = reported(edition(), passage, on)
    if not provisions:
        return
    with st.container(border=True):
        st.caption(say("In the words of the text"))
        for words in provisions:
            st.markdown(f"{plain(words.locator)}: “{with_struck(words)}”")
        open_note(provisions[0].policy_id, provisions[0], on.isoformat(), say("Open the whole text"))


def made_of(policy: Policy) -> str:
    """Return what a note was made from, in the reader's language; empty for a text itself."""
    made = rests_on(policy)
    return say("This note rests on {sources}; it is not the text itself.", sources=say(made)) if made else ""


def by_passage(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Put the citations of one paragraph together: it is one source, however many of its sentences are cited."""
    passages: dict[str, list[Citation]] = {}
    for citation in citations:
        passages.setdefault(citation.passage_id, []).append(citation)
    return list(passages.values())


def citing(statements: Sequence[Statement], citation: Citation) -> list[Check]:
    """Return the checks of the statements that cite the paragraph of a citation."""
    those = [one for one in statements if any(c.passage_id == citation.passage_id for c in one.citations)]
    return [check for one in those for check in one.checks]


def marks(citations: Sequence[Citation], hits: Mapping[str, Hit], key: str) -> dict[str, tuple[str, str]]:
    """Return for each marker the key of the chip that opens its source, and the words to show when it is pointed at."""
    return {
        citation.marker: (f"source-{key}-{those[0].marker}", cited_as(hits[citation.passage_id]))
        for those in by_passage(citations)
        for citation in those
    }


def _beside(passage: Passage | None) -> None:
    """Draw a paragraph that stands beside the cited one, dimmed."""
    if passage is not None:
        st.caption(f"{plain(passage.locator)} {with_struck(passage)}")


def _line(facts: Sequence[str]) -> str:
    line = " · ".join(filter(None, facts))
    return plain(line[0].upper() + line[1:])


def _where(hit: Hit) -> list[str]:
    """Describe who issued the text and where it stands in it."""
    page = say("page {page}", page=hit.passage.page) if hit.passage.page is not None else ""
    at = say("reports {provision}", provision=hit.passage.at) if hit.passage.at else ""
    return [hit.policy.issuer, term(hit.policy.jurisdiction), page, at]


def _when(hit: Hit) -> list[str]:
    """Describe where it stands in time; the dates are those of the paragraph where they differ from the text's."""
    life = hit.passage.life
    dates = [
        say("published {date}", date=day(life.published)) if life.published else "",
        say("applies from {date}", date=day(life.effective)) if life.effective else "",
        say("ended {date}", date=day(life.ended)) if life.ended else "",
    ]
    checked = None if hit.policy.own else hit.policy.evidence_to
    return [*dates, say("standing checked to {date}", date=day(checked)) if checked else ""]


def _succession(succession: Succession) -> str:
    """Describe what the text superseded or amended, or what did so to it."""
    when = f" ({day(succession.published)})" if succession.published else ""
    return f"{term(succession.words)}: {succession.title}{when}"


def _checked(checks: Sequence[Check], *, note: bool) -> None:
    """Say plainly what failed, and quietly what was checked; only a text itself has a quote."""
    failed = [check for check in checks if not check.passed]
    if failed:
        st.warning(plain("; ".join(dict.fromkeys(check.note or check.name for check in failed))))
    if passed := checks_passed(checks, note=note):
        st.caption(f":material/check: {say('Checked: {what}', what=', '.join(passed))}")


def checks_passed(checks: Sequence[Check], *, note: bool) -> list[str]:
    """Return the names of what was checked and holds, each once, in the order of reading."""
    names = {
        "quote": say("words of the note") if note else say("quote"),
        "numbers": say("figures"),
        "dates": say("dates"),
        "standing": say("standing"),
        "citation": say("source"),
    }
    wording = say("wording")
    failed = {names.get(check.name, wording) for check in checks if not check.passed}
    passed = {names.get(check.name, wording) for check in checks} - failed
    return [name for name in (*names.values(), wording) if name in passed]


def highlighted(text: str, quotes: Sequence[str]) -> str:
    """Return a paragraph as Markdown with the cited words marked where they stand in it."""
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
