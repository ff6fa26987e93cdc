"""The comparison: places as columns, aspects as rows, each cell with its sources or honestly empty."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.answering.comparison import in_own_words
from assistant.answering.comparison_plan import FEWEST_PLACES, MOST_PLACES
from assistant.answers.records import Question
from assistant.exporting.comparison_table import ENDINGS, as_file
from corpus.errors import AssistantError
from corpus.language.places import PLACES
from corpus.vocabulary.aspects import Aspects
from ui import state
from ui.components.sources.cell import sources_below, table
from ui.components.sources.prose import plain
from ui.language import day as dated
from ui.language import later, say, term, told
from ui.limits import admit
from ui.links import EARLIEST
from ui.services import owner, services
from ui.state import Compared

TOPIC, QUESTION = later("A topic"), later("A question")
FIRST_PLACES = ("Hong Kong", "Singapore", "European Union")
FIRST_ASPECTS = 4  # of a topic: a table that one can take in at once; more are a click away
LABELS = {".xlsx": later("Excel"), ".csv": later("CSV"), ".md": later("Markdown")}
ASKED = "compare_question"  # of the address too: by it the page compares by a question
TABLE, SHOWN = "table", "1"  # of the address: the table is shown, and not only what it would be of


def page() -> None:
    """Draw what to compare, then the table, cell by cell as they are ready."""
    st.title(say("Compare"), anchor=False)
    try:
        chain = services().chain
        chain.edition()
        _choices(chain.aspects)
    except AssistantError as error:
        st.error(plain(str(error)))
        st.stop()
    compared = state.compared()
    if compared is None:
        st.caption(
            say("Each cell answers from the texts of its own place, with its source, or says that nothing was found.")
        )
        return
    _table(compared)
    _downloads(compared)


def _choices(aspects: Aspects) -> None:
    """Draw what can be chosen; the button plans the table, or says in one line why it cannot be made."""
    with st.container(border=True):
        by = st.segmented_control(
            say("Compare by"),
            [TOPIC, QUESTION],
            format_func=say,
            default=QUESTION if ASKED in st.query_params else TOPIC,
            required=True,
            key="compare_by",
            label_visibility="collapsed",
        )
        topic, chosen = _topic(aspects) if by == TOPIC else ("", [])
        question = "" if by == TOPIC else _question()
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        state.follow_address("compare_places", list(PLACES), several=True, usual=FIRST_PLACES)
        places = left.multiselect(
            say("Places ({fewest} to {most})", fewest=FEWEST_PLACES, most=MOST_PLACES),
            list(PLACES),
            format_func=term,
            max_selections=MOST_PLACES,
            key="compare_places",
            help=say("Places named in the question take precedence.") if by == QUESTION else None,
        )
        day = right.date_input(
            say("As of"),
            value=date.today(),  # noqa: DTZ011 - the user's own day
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key="compare_as_of",
            bind="query-params",
        )
        state.keep_in_address("compare_places", places)
        pressed = st.button(say("Compare"), key="compare", type="primary", icon=":material/table_view:")
        if pressed or (TABLE in st.query_params and state.compared() is None):
            st.query_params[TABLE] = SHOWN
            asked = question if by == QUESTION else ", ".join([topic, *chosen])
            _plan(Question(asked, day, tuple(places)), topic, chosen)


def _question() -> str:
    return st.text_input(
        say("Question"),
        key=ASKED,
        bind="query-params",
        placeholder=say("Compare stablecoin reserve and redemption rules in Hong Kong, Singapore and the EU"),
        max_chars=services().settings.max_question,
    )


def _topic(aspects: Aspects) -> tuple[str, list[str]]:
    left, right = st.columns([1, 3])
    state.follow_address("compare_topic", list(aspects.topics), several=False)
    topic = left.selectbox(
        say("Topic"), list(aspects.topics), format_func=lambda name: _capital(term(name)), key="compare_topic"
    )
    state.keep_in_address("compare_topic", topic)
    labels = [aspect.label for aspect in aspects.topics[topic].aspects]
    chosen = right.multiselect(
        say("Aspects"),
        labels,
        format_func=term,
        default=labels[:FIRST_ASPECTS],
        key=f"compare_aspects_{topic}",
        accept_new_options=True,
        placeholder=say("All of the topic; you can type your own"),
    )
    return topic, list(chosen)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _plan(question: Question, topic: str, chosen: list[str]) -> None:
    state.keep_compared(None)
    planned = services().chain.plan(question, topic, chosen)
    admit(len(planned.places))
    state.keep_compared(Compared(planned))


def _table(compared: Compared) -> None:
    """Draw the table, its head and first column fixed, and fill it cell by cell; its sources stand below it."""
    comparison = compared.comparison
    st.caption(say("As of {date}. Nothing published later is used.", date=dated(comparison.as_of)))
    with st.container(key="compare-table"):
        slot = st.empty()
    if not compared.complete:
        compared.cells.clear()
        slot.markdown(table(comparison, compared.cells))
        for cell in services().chain.compare(comparison, owner()):
            compared.cells.append(cell)
            slot.markdown(table(comparison, compared.cells))
    slot.markdown(table(comparison, compared.cells))
    for note in in_own_words(compared.cells):
        st.caption(plain(told(note)))
    sources_below(compared.cells, comparison.as_of)


def _downloads(compared: Compared) -> None:
    st.divider()
    with st.container(horizontal=True):
        for ending in ENDINGS:
            st.download_button(
                say(LABELS[ending]),
                as_file(ending, compared.comparison, compared.cells),
                file_name=f"comparison-{compared.comparison.as_of}{ending}",
                icon=":material/download:",
                key=f"download{ending}",
                on_click="ignore",
            )


PAGE = st.Page(page, title=later("Compare"), icon=":material/table_view:", url_path="compare")
