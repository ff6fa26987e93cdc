"""The chat: a question, its statements as they are checked, and their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.elements.widgets.chat import ChatInputValue

from assistant.answers.archive import Record
from assistant.answers.records import Answer, Statement
from assistant.conversations import Kept, Mine, State
from assistant.conversations.recording import Wanted, begin, earlier, recorded, records
from assistant.exporting.plain import plain_text
from corpus.errors import AssistantError, IndexMissingError, InputError
from corpus.library.folders import UPLOADS
from ui import state
from ui.components.chat.answer import as_markdown, disclaimer, piece, show_above, talk
from ui.components.chat.carry import carry, written_here
from ui.components.chat.conversations import conversation_list
from ui.components.chat.copy import copy_button
from ui.components.chat.exchange import ASSISTANT, USER, places, show_end, show_sources, show_statements, sides
from ui.components.chat.feedback import feedback
from ui.components.chat.next_steps import next_steps
from ui.components.chat.understood import understood
from ui.components.chat.versions import answer_again, ask_again, ask_again_when_stopped, question
from ui.components.chat.waiting import show_waiting
from ui.components.controls.sidebar import Scope, account, new_conversation, settings
from ui.components.sources.documents import documents
from ui.components.sources.prose import plain
from ui.components.sources.upload import attach
from ui.components.watched.saved import saved_list, watch_button
from ui.language import day, later, say, today
from ui.limits import admit
from ui.links import linked
from ui.screens.welcome import first_visit, welcome
from ui.services import Services, chain_for, mine, owner, services, usual

LINK = ("q", "as_of", "place")  # parameters of the address
LATEST = 8  # exchanges that are drawn: a run takes as long as they are many, and 25 people at once wait for each other
LOOK_AGAIN = 1.0  # seconds after which an answer that another visit makes is read again


def page() -> None:
    """Draw the page from top to bottom, then answer what was asked."""
    try:
        own = services()
        own.chain.edition()
        kept_by = mine()
    except AssistantError as error:
        missing = isinstance(error, IndexMissingError)
        if missing:
            welcome()
        st.error(plain(str(error)), icon=f":material/{'database_off' if missing else 'settings_alert'}:")
        st.stop()
    _follow_link(own)
    path = _path(kept_by)
    new_conversation()
    with st.bottom:
        chips = st.container()
    given = _question_box(own)
    with st.bottom:
        disclaimer()
    above, added, blank = st.container(), st.container(), st.empty()
    with added:
        ready = _added(given)
    with chips:
        scope = settings()
    wanted = _wanted(given, scope) if ready else None
    begun = _begin(kept_by, path, wanted) if wanted else None
    with st.sidebar:
        changed = st.container()
        conversation_list(state.conversation())
    if not (wanted or path or given):
        with blank.container():
            first_visit()
    with above:
        _show_all(earlier(path, wanted.version_of) if wanted else path, newest=not wanted)
    saved_list(changed)
    documents()
    if len(path) > 1 and not wanted:
        with st.sidebar:
            whole, title = partial(_whole, kept_by, state.conversation()), path[0].question.text
            carry(whole, title, "conversation", say("Export the conversation"))
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
        state.set_documents(())
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
        say("Ask about a rule, or add a document"),
        key="question",
        accept_file="multiple",
        file_type=list(UPLOADS),
        max_chars=own.settings.max_question,
        submit_mode="stop",
    )


def _wanted(given: ChatInputValue | str | None, scope: Scope) -> Wanted | None:
    """Return what is to be asked now: by a button, by an example, or in the question box."""
    typed = given.text if isinstance(given, ChatInputValue) else given
    example = state.chosen_example()
    wanted = state.next_question() or Wanted(say(example) if example else typed or "")
    if not wanted.text:
        return None
    return (
        wanted if wanted.scoped else replace(wanted, as_of=scope.as_of, places=scope.places, documents=scope.documents)
    )


def _begin(kept_by: Mine, path: list[Kept], wanted: Wanted) -> Kept | None:
    """Keep the question; where it cannot be, say so below it, with a button to ask it again."""
    try:
        admit()
        conversation, kept = begin(kept_by, state.conversation(), path, wanted, usual(), owner())
    except AssistantError as error:
        with st.chat_message("user", avatar=USER):
            st.markdown(plain(wanted.text))
        st.error(plain(str(error)))
        st.button(say("Ask it again"), key="ask-again", on_click=state.ask_next, args=(wanted,))
        return None
    state.open_conversation(conversation)
    return kept


def _added(given: ChatInputValue | str | None) -> bool:
    """Add the documents that came with a question; return whether it may be asked."""
    if not isinstance(given, ChatInputValue) or not given.files:
        return True
    waits = st.empty()
    if given.text:  # in sight while its document is read
        with waits, st.chat_message("user", avatar=USER):
            st.markdown(plain(given.text))
    with st.chat_message("assistant", avatar=ASSISTANT):
        ready = attach([(file.name, file.getvalue()) for file in given.files], given.text)
    if ready:
        waits.empty()
    return ready


def _whole(kept_by: Mine, conversation: str | None) -> list[Record]:
    """Read every record of a conversation, also of what is not drawn."""
    return records(kept_by.path(conversation)) if conversation else []


def _show_all(path: list[Kept], *, newest: bool) -> None:
    """Draw the latest exchanges, and a button that draws the others too; `newest` tells that no question follows."""
    if len(path) > LATEST and not state.whole():
        st.button(say("Show all earlier questions"), key="whole", type="tertiary", on_click=state.show_whole)
        path = path[-LATEST:]
    for kept in path:
        _show(kept, newest=newest and kept is path[-1])


def _show(kept: Kept, *, newest: bool) -> None:
    question(kept)
    with st.chat_message("assistant", avatar=ASSISTANT):
        left, right = sides(kept.id)
        with left:
            understood(kept.answer, kept.id)
            if kept.state is State.ANSWERING:
                _look_again(kept)
                return
            show_statements(kept)
            show_end(kept)
            _below(kept, newest=newest)
        with right:
            show_sources(kept, newest=newest)


@st.fragment(run_every=LOOK_AGAIN)
def _look_again(kept: Kept) -> None:
    """Draw an answer that another visit of its owner makes, or made until it was cut off."""
    now = next((one for one in _path(mine()) if one.id == kept.id), None)
    if now is None or now.state is not State.ANSWERING:
        st.rerun()
    show_statements(now)
    st.caption(say("This is being answered …"))


def _below(kept: Kept, *, newest: bool) -> None:
    """Draw what can be done with an answer, or asked again where there is none."""
    if kept.answer is None:
        ask_again(kept)
    else:
        if not talk(kept.answer):
            _actions(kept)
        next_steps(kept.answer, kept.id, newest=newest)


@st.fragment
def _actions(kept: Kept) -> None:
    """Draw what can be done with an answer; a fragment, so that it waits for a running answer and never stops one."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"actions-{kept.id}"):
        copy_button(say("Copy"), plain_text(records([kept]), kept.question.text, written_here()), f"copy-{kept.id}")
        carry(partial(records, [kept]), kept.question.text, kept.id)
        if kept.answer and watch_button(kept.id, kept.question, kept.answer):
            st.rerun()
        answer_again(kept)
        feedback(kept)


def _answer(kept_by: Mine, begun: Kept) -> None:
    question(begun)
    with st.chat_message("assistant", avatar=ASSISTANT):
        left, right = sides(begun.id)
        with left:
            above = st.empty()
            above.markdown(f":gray-badge[{plain(say('As of {date}', date=day(begun.question.as_of or today())))}]")
            written, waiting = places(begun.id)
            pulse = show_waiting(waiting)
            cut_off = st.empty()
            with cut_off:
                ask_again_when_stopped(begun)
        heard: list[Statement | Answer | AssistantError] = []
        with left, written:
            st.write_stream(_streamed(kept_by, begun, pulse, heard))
        waiting.empty()
        cut_off.empty()
        ended = _ended(begun, heard)
        with above.container():
            understood(ended.answer, ended.id)
            show_above(ended.answer, ended.id)
        if ended.statements:
            written.markdown(as_markdown(ended.statements, ended.answer, ended.id))
        with left:
            show_end(ended)
            _below(ended, newest=True)
        with right:
            show_sources(ended, newest=True)


def _streamed(
    kept_by: Mine, begun: Kept, pulse: Callable[[], None], heard: list[Statement | Answer | AssistantError]
) -> Iterator[str]:
    """Yield each statement as Markdown the moment it is checked and kept, and add it to what was heard.

    `pulse` is called while the model is waited for.
    """
    before: Statement | None = None
    try:
        making = chain_for(begun.asked).statements(begun.question, pulse=pulse)
        with closing(recorded(making, kept_by, begun.id)) as answering:
            for part in answering:
                heard.append(part)
                if isinstance(part, Statement):
                    yield piece(part, before)
                    before = part
    except AssistantError as error:
        heard.append(error)


def _ended(begun: Kept, heard: list[Statement | Answer | AssistantError]) -> Kept:
    """Return the exchange as it is kept now; what ends without an answer or an error was stopped by another visit."""
    said = tuple(part for part in heard if isinstance(part, Statement))
    match heard:
        case [*_, Answer() as answer]:
            return replace(begun, state=State.ANSWERED, statements=said, answer=answer)
        case [*_, AssistantError() as error]:
            return replace(begun, state=State.FAILED, statements=said, error=str(error))
    return replace(begun, state=State.STOPPED, statements=said)


PAGE = st.Page(page, title=later("Ask"), icon=":material/chat:", default=True)
