"""The chat: a question, its statements as they are checked, and their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.elements.widgets.chat import ChatInputValue

from assistant.archive import Record
from assistant.conversations import Kept, Mine, State
from assistant.links import linked
from assistant.recording import Wanted, begin, earlier, recorded, records
from assistant.records import Answer, Statement
from assistant.rows import heading
from corpus.errors import AssistantError, IndexMissingError, InputError
from corpus.loading import KINDS
from ui import state
from ui.components.answer import disclaimer
from ui.components.carry import carry
from ui.components.conversations import conversation_list
from ui.components.documents import documents
from ui.components.exchange import ASSISTANT, USER, places, show_end, show_statements
from ui.components.feedback import feedback
from ui.components.line import line_style
from ui.components.prose import plain, statement_prose
from ui.components.saved import save_button, saved_list
from ui.components.sidebar import Scope, account, sidebar
from ui.components.understood import understood
from ui.components.upload import upload
from ui.components.versions import answer_again, ask_again, ask_again_when_stopped, question
from ui.components.waiting import show_waiting
from ui.language import later, say
from ui.services import Services, chain_for, mine, owner, services, usual

EXAMPLES = (
    "Can retail investors trade crypto perpetual contracts in Hong Kong?",
    "Is margin lending against bitcoin allowed?",
    "How many platforms were licensed in February 2025?",
    "Compare stablecoin reserve rules in Hong Kong, Singapore and the EU",
    "What was proposed for virtual asset custodians in Hong Kong?",
)
LINK = ("q", "as_of", "place")  # parameters of the address
LATEST = 8  # exchanges that are drawn: a run takes as long as they are many, and 25 people at once wait for each other
LOOK_AGAIN = 1.0  # seconds after which an answer that another visit makes is read again


def page() -> None:
    """Draw the page from top to bottom, then answer what was asked."""
    try:
        own = services()
        own.chain.edition()
        kept_by = mine()
    except IndexMissingError as error:
        _welcome()
        st.error(plain(str(error)), icon=":material/database_off:")
        st.stop()
    except AssistantError as error:
        st.error(plain(str(error)), icon=":material/settings_alert:")
        st.stop()
    line_style()
    _follow_link(own)
    path = _path(kept_by)
    scope = sidebar()
    given = _question_box(own)
    disclaimer()
    wanted = _wanted(given, scope)
    begun = _begin(kept_by, path, wanted) if wanted else None
    with st.sidebar:
        conversation_list(state.conversation())
    first_visit = st.empty()
    if not (wanted or path or given):
        with first_visit.container():
            _first_visit()
    _show_all(earlier(path, wanted.version_of) if wanted else path)
    if isinstance(given, ChatInputValue):
        _added(given)
    documents()
    saved_list()
    if len(path) > 1 and not wanted:
        with st.sidebar:
            whole, title = partial(_whole, kept_by, state.conversation()), path[0].question.text
            carry(whole, title, "conversation", say("Take the conversation along"))
    account()
    if begun:
        _answer(kept_by, begun)


def _follow_link(own: Services) -> None:
    """Take a question out of the address, so that a reload does not ask it again."""
    given = st.query_params
    if not any(name in given for name in LINK):
        return
    try:
        wanted = linked(given.get("q", ""), given.get("as_of", ""), given.get_all("place"), own.settings.max_question)
    except InputError as error:
        st.error(plain(str(error)))
    else:
        state.open_conversation()
        state.set_scope(wanted.as_of, wanted.places)
        if wanted.text:
            state.ask_next(wanted)
    for name in LINK:
        given.pop(name, None)


def _path(kept_by: Mine) -> list[Kept]:
    """Read the open conversation, of a long one the latest exchanges; one that is not there is told and left."""
    if (open_ := state.conversation()) is None:
        return []
    try:
        return kept_by.path(open_, None if state.whole() else LATEST + 1)
    except AssistantError as error:
        st.error(plain(str(error)))
        state.open_conversation()
        return []


def _question_box(own: Services) -> ChatInputValue | str | None:
    return st.chat_input(
        say("Ask about a rule, or drop a document here"),
        key="question",
        accept_file="multiple",
        file_type=list(KINDS),
        max_chars=own.settings.max_question,
        submit_mode="stop",
    )


def _wanted(given: ChatInputValue | str | None, scope: Scope) -> Wanted | None:
    """Give what is to be asked now: by a button, by an example, or in the question box."""
    typed = given.text if isinstance(given, ChatInputValue) else given
    wanted = state.next_question() or Wanted(state.chosen_example() or typed or "")
    if not wanted.text:
        return None
    return wanted if wanted.scoped else replace(wanted, as_of=scope.as_of, places=scope.places)


def _begin(kept_by: Mine, path: list[Kept], wanted: Wanted) -> Kept | None:
    """Keep the question; where it cannot be, say so below it, with a button to ask it again."""
    try:
        conversation, kept = begin(kept_by, state.conversation(), path, wanted, usual(), owner())
    except AssistantError as error:
        with st.chat_message("user", avatar=USER):
            st.markdown(plain(wanted.text))
        st.error(plain(str(error)))
        st.button(say("Ask it again"), key="ask-again", on_click=state.ask_next, args=(wanted,))
        return None
    state.open_conversation(conversation)
    return kept


def _added(given: ChatInputValue) -> None:
    if given.files:
        with st.chat_message("assistant", avatar=ASSISTANT):
            upload([(file.name, file.getvalue()) for file in given.files])


def _welcome() -> None:
    st.title(say("Crypto policy, checked"), anchor=False)
    st.markdown(
        say(
            "What the rule is, since when, and where it says so, to the paragraph. Every sentence is checked against "
            "its source."
        )
    )


def _first_visit() -> None:
    _welcome()
    st.pills(say("Try one of these"), EXAMPLES, key=state.EXAMPLE)


def _whole(kept_by: Mine, conversation: str | None) -> list[Record]:
    """Read every record of a conversation, also of what is not drawn."""
    return records(kept_by.path(conversation)) if conversation else []


def _show_all(path: list[Kept]) -> None:
    """Draw the latest exchanges, and a button that draws the others too."""
    if len(path) > LATEST and not state.whole():
        st.button(say("Show all earlier questions"), key="whole", type="tertiary", on_click=state.show_whole)
        path = path[-LATEST:]
    for kept in path:
        _show(kept)


def _show(kept: Kept) -> None:
    question(kept)
    with st.chat_message("assistant", avatar=ASSISTANT):
        understood(kept.answer, kept.id)
        if kept.state is State.ANSWERING:
            _look_again(kept)
            return
        show_statements(kept)
        show_end(kept)
        _below(kept)


@st.fragment(run_every=LOOK_AGAIN)
def _look_again(kept: Kept) -> None:
    """Draw an answer that another visit of its owner makes, or made until it was cut off."""
    now = next((one for one in _path(mine()) if one.id == kept.id), None)
    if now is None or now.state is not State.ANSWERING:
        st.rerun()
    show_statements(now)
    st.caption(say("This is being answered …"))


def _below(kept: Kept) -> None:
    """Draw what can be done with an answer, or asked again where there is none."""
    if kept.answer is None:
        ask_again(kept)
    else:
        _actions(kept)


@st.fragment
def _actions(kept: Kept) -> None:
    """Draw what can be done with an answer; a fragment, so that it waits for a running answer and never stops one."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        feedback(kept)
        if save_button(kept.id):
            st.rerun()
        answer_again(kept)
        carry(partial(records, [kept]), kept.question.text, kept.id)


def _answer(kept_by: Mine, begun: Kept) -> None:
    question(begun)
    with st.chat_message("assistant", avatar=ASSISTANT):
        above = st.container()
        written, waiting = places()
        pulse = show_waiting(waiting)
        cut_off = st.empty()
        with cut_off:
            ask_again_when_stopped(begun)
        heard: list[Statement | Answer | AssistantError] = []
        with written:
            st.write_stream(_streamed(kept_by, begun, pulse, heard))
        waiting.empty()
        cut_off.empty()
        ended = _ended(begun, heard)
        with above:
            understood(ended.answer, ended.id)
        show_end(ended)
        _below(ended)


def _streamed(
    kept_by: Mine, begun: Kept, pulse: Callable[[], None], heard: list[Statement | Answer | AssistantError]
) -> Iterator[str]:
    """Give each statement as Markdown the moment it is checked and kept, and add it to what was heard.

    `pulse` is called while the model is waited for.
    """
    before: Statement | None = None
    try:
        making = chain_for(begun.asked).statements(begun.question, pulse=pulse)
        with closing(recorded(making, kept_by, begun.id)) as answering:
            for part in answering:
                heard.append(part)
                if isinstance(part, Statement):
                    title = heading(part, before)
                    before = part
                    yield (f"\n\n**{title}**\n\n" if title else " ") + statement_prose(part)
    except AssistantError as error:
        heard.append(error)


def _ended(begun: Kept, heard: list[Statement | Answer | AssistantError]) -> Kept:
    """Give the exchange as it is kept now; what ends without an answer or an error was stopped by another visit."""
    said = tuple(part for part in heard if isinstance(part, Statement))
    match heard:
        case [*_, Answer() as answer]:
            return replace(begun, state=State.ANSWERED, statements=said, answer=answer)
        case [*_, AssistantError() as error]:
            return replace(begun, state=State.FAILED, statements=said, error=str(error))
    return replace(begun, state=State.STOPPED, statements=said)


PAGE = st.Page(page, title=later("Ask"), icon=":material/chat:", default=True)
