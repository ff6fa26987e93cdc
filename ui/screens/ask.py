"""The chat: a question, its statements as they are checked, and their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.widgets.chat import ChatInputValue

from assistant.archive import recorded
from assistant.followups import turns
from assistant.records import Answer, Question, Statement
from assistant.rows import heading
from corpus.errors import AssistantError, IndexMissingError
from corpus.loading import KINDS
from ui import state
from ui.components.answer import as_markdown, disclaimer, show_answer
from ui.components.carry import carry
from ui.components.documents import documents
from ui.components.prose import plain, statement_prose
from ui.components.saved import save_button, saved_list
from ui.components.sidebar import Scope, sidebar
from ui.components.understood import understood
from ui.components.upload import upload
from ui.components.waiting import STOPPED, show_waiting
from ui.services import owner, services
from ui.state import Exchange

USER, ASSISTANT = ":material/person:", ":material/balance:"
EXAMPLES = (
    "Can retail investors trade crypto perpetual contracts in Hong Kong?",
    "Is margin lending against bitcoin allowed?",
    "How many platforms were licensed in February 2025?",
    "Compare stablecoin reserve rules in Hong Kong, Singapore and the EU",
    "What was proposed for virtual asset custodians in Hong Kong?",
)


def page() -> None:
    """Draw the page from top to bottom, then answer what was asked."""
    try:
        own = services()
        own.chain.edition()
    except IndexMissingError as error:
        _welcome()
        st.error(plain(str(error)), icon=":material/database_off:")
        st.stop()
    except AssistantError as error:
        st.error(plain(str(error)), icon=":material/settings_alert:")
        st.stop()
    scope = sidebar()
    for position, exchange in enumerate(state.exchanges()):
        _show(exchange, position)
    given = st.chat_input(
        "Ask about a rule, or drop a document here",
        key="question",
        accept_file="multiple",
        file_type=list(KINDS),
        max_chars=own.settings.max_question,
        submit_mode="stop",
    )
    disclaimer()
    example = state.chosen_example()
    if given is None and example is None and not state.exchanges() and not state.asks_next():
        _first_visit()
    if isinstance(given, ChatInputValue):
        _added(given)
    documents()
    saved_list()
    text = state.next_question() or example or (given.text if isinstance(given, ChatInputValue) else given)
    if text:
        _ask(text, scope)


def _added(given: ChatInputValue) -> None:
    if given.files:
        with st.chat_message("assistant", avatar=ASSISTANT):
            upload([(file.name, file.getvalue()) for file in given.files])


def _welcome() -> None:
    st.title("Crypto policy, checked", anchor=False)
    st.markdown(
        "What the rule is, since when, and where it says so, to the paragraph. Every sentence is checked against "
        "its source."
    )


def _first_visit() -> None:
    _welcome()
    st.pills("Try one of these", EXAMPLES, key=state.EXAMPLE)


def _show(exchange: Exchange, position: int) -> None:
    with st.chat_message("user", avatar=USER):
        st.markdown(plain(exchange.question))
    with st.chat_message("assistant", avatar=ASSISTANT):
        understood(exchange.answer, position)
        written, _ = _places()
        if exchange.statements:
            written.markdown("".join(as_markdown(exchange.statements)))
        _below(exchange, position)


def _places() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Give where an answer is written, and below it where its reader is told to wait.

    Every exchange has both, so that nothing of the last run stays in view while the next answer is written.
    """
    return st.container(), st.empty()


def _below(exchange: Exchange, position: int) -> None:
    """Draw what follows the statements; an answer that was stopped says so."""
    if exchange.error is not None:
        st.error(plain(exchange.error))
    elif exchange.answer is not None:
        show_answer(exchange.answer, position)
        save_button(exchange, exchange.answer, position)
        asked = Question(exchange.question, exchange.as_of, exchange.places)
        carry([recorded(asked, services().settings, exchange.answer)], exchange.question, str(position))
    else:
        st.caption(STOPPED)


def _ask(text: str, scope: Scope) -> None:
    history = tuple(turn for earlier in state.exchanges() if earlier.answer for turn in turns(earlier.answer))
    exchange = Exchange(text, scope.as_of, scope.places)
    state.exchanges().append(exchange)
    position = len(state.exchanges()) - 1
    with st.chat_message("user", avatar=USER):
        st.markdown(plain(text))
    with st.chat_message("assistant", avatar=ASSISTANT):
        above = st.container()
        written, waiting = _places()
        pulse = show_waiting(waiting)
        with written:
            st.write_stream(_streamed(exchange, Question(text, scope.as_of, scope.places, history, owner()), pulse))
        waiting.empty()
        with above:
            understood(exchange.answer, position)
        _below(exchange, position)


def _streamed(exchange: Exchange, question: Question, pulse: Callable[[], None]) -> Iterator[str]:
    """Give each statement as Markdown the moment it is checked, and keep it in the exchange.

    `pulse` is called while the model is waited for.
    """
    try:
        with closing(services().chain.statements(question, pulse=pulse)) as answering:
            for made in answering:
                match made:
                    case Answer():
                        exchange.answer = made
                    case Statement():
                        before = exchange.statements[-1] if exchange.statements else None
                        exchange.statements.append(made)
                        title = heading(made, before)
                        yield (f"\n\n**{title}**\n\n" if title else " ") + statement_prose(made)
    except AssistantError as error:
        exchange.error = str(error)


PAGE = st.Page(page, title="Ask", icon=":material/chat:", default=True)
