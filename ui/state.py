"""What one browser session remembers: the only module that touches `st.session_state`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.answering.comparison import Cell, Comparison
from assistant.conversations import Summary
from assistant.conversations.recording import Wanted
from assistant.evaluation.flow import Evaluation
from corpus.library import Removed

CONVERSATION = "conversation"  # in the address too, so that a reload continues it
DELETED = "deleted"
EDITING = "editing"
VISIT = "visit"
EXAMPLE = "example"
COMPARED = "compared"
NEXT = "next"
EVALUATED = "evaluated"
REMOVED = "removed"
LANGUAGE = "language"
WHOLE = "whole-conversation"  # the one that is drawn from its first question on
MORE = "more-conversations"
SAMPLE = "sample"
SOURCE = "source-of"
MARK = "mark"  # how often the mark that was picked on the timeline was left again
ASKED_OF, TURN = "asked-of", "asked-of-turn"  # documents that are asked by themselves, and how often they were set
ADDRESS = "address"  # before the key of a choice: what of it was written into the address last


@dataclass(slots=True)
class Compared:
    """What is compared, and the cells so far in the order of reading."""

    comparison: Comparison
    cells: list[Cell] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Return whether every cell has been looked for."""
        return len(self.cells) == len(self.comparison.places) * len(self.comparison.aspects)


def picked_language() -> str | None:
    """Return the language that was picked for this session."""
    picked: str | None = st.session_state.get(LANGUAGE)
    return picked


def compared() -> Compared | None:
    """Return the comparison of this session; its cells may be added to."""
    kept: Compared | None = st.session_state.get(COMPARED)
    return kept


def keep_compared(comparison: Compared | None) -> None:
    """Put another comparison in its place."""
    st.session_state[COMPARED] = comparison


def remember_removed(removed: Removed | None) -> None:
    """Keep the document that was removed last, to bring it back; None forgets it."""
    st.session_state[REMOVED] = removed


def removed() -> Removed | None:
    """Return the document that was removed last in this session."""
    kept: Removed | None = st.session_state.get(REMOVED)
    return kept


def conversation() -> str | None:
    """Return the id of the conversation that is open: that of the address, else the last one of this session."""
    if named := st.query_params.get(CONVERSATION):
        st.session_state[CONVERSATION] = named
    kept: str | None = st.session_state.get(CONVERSATION)
    if kept is not None and not named:
        st.query_params[CONVERSATION] = kept
    return kept


def open_conversation(id_: str | None = None) -> None:
    """Open a conversation, or a new one where none is named."""
    st.session_state[CONVERSATION] = id_
    st.session_state[EXAMPLE] = None
    st.session_state.pop(NEXT, None)
    if id_ is not None:
        st.query_params[CONVERSATION] = id_
    else:
        st.query_params.pop(CONVERSATION, None)


def show_whole() -> None:
    """Draw the conversation that is open from its first question on."""
    st.session_state[WHOLE] = conversation()


def whole() -> bool:
    """Return whether the conversation that is open is drawn from its first question on."""
    return WHOLE in st.session_state and st.session_state[WHOLE] == conversation()


def show_more(most: int) -> None:
    """Show so many conversations in the list."""
    st.session_state[MORE] = most


def most_shown() -> int | None:
    """Return how many conversations the list shows, None before it was asked for more."""
    kept: int | None = st.session_state.get(MORE)
    return kept


def remember_deleted(summary: Summary | None) -> None:
    """Keep what was deleted last, so that it can be taken back."""
    st.session_state[DELETED] = summary


def deleted() -> Summary | None:
    """Return what was deleted last."""
    kept: Summary | None = st.session_state.get(DELETED)
    return kept


def edit(exchange: str | None) -> None:
    """Remember the question that is being edited, or that none is."""
    st.session_state[EDITING] = exchange


def editing() -> str | None:
    """Return the id of the exchange whose question is being edited."""
    kept: str | None = st.session_state.get(EDITING)
    return kept


def visit() -> str:
    """Return a name that this session alone has."""
    if VISIT not in st.session_state:
        st.session_state[VISIT] = secrets.token_urlsafe()
    name: str = st.session_state[VISIT]
    return name


def set_scope(as_of: date | None, places: tuple[str, ...]) -> None:
    """Set the date and the places beside the question, before they are drawn."""
    st.session_state["as_of"] = as_of or date.today()  # noqa: DTZ011 - the user's own day
    st.session_state["places"] = list(places)


def scope() -> tuple[date | None, tuple[str, ...]]:
    """Return the day and the places that are set, before they are drawn; None and none where nothing was."""
    day: date | None = st.session_state.get("as_of")
    return day, tuple(st.session_state.get("places") or ())


def set_documents(ids: Sequence[str]) -> None:
    """Set the documents that are asked by themselves, before they are drawn; none asks notes and documents alike."""
    st.session_state[ASKED_OF] = tuple(ids)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def documents() -> tuple[str, ...]:
    """Return the ids of the documents that are asked by themselves."""
    chosen: tuple[str, ...] = st.session_state.get(ASKED_OF, ())
    return chosen


def documents_key() -> str:
    """Return the key of the field that chooses documents, with its value set; another one after each `set_documents`.

    A field in a popover that is closed does not hear of a new value, and would send its old one with the next run.
    """
    key = f"documents-{st.session_state.get(TURN, 0)}"
    if key not in st.session_state:
        st.session_state[key] = list(documents())
    return key


def pick_documents(key: str) -> None:
    """Take over what was chosen in the field of this key."""
    st.session_state[ASKED_OF] = tuple(st.session_state.get(key) or ())


def show_source(answer: str, marker: str) -> None:
    """Open the source of a marker beside an answer; an empty marker closes what is open."""
    st.session_state[f"{SOURCE}-{answer}"] = marker


def open_source(answer: str) -> str | None:
    """Return the marker whose source was opened beside an answer, empty where it was closed, None where neither."""
    kept: str | None = st.session_state.get(f"{SOURCE}-{answer}")
    return kept


def leave_mark() -> None:
    """Pick nothing on the timeline any more: a chart keeps what is picked as long as it keeps its key."""
    st.session_state[MARK] = st.session_state.get(MARK, 0) + 1


def chart_key() -> str:
    """Return the key of the timeline's chart; another one after each `leave_mark`."""
    return f"chart-{st.session_state.get(MARK, 0)}"


def follow_address(key: str, offered: Sequence[str], *, several: bool, usual: Sequence[str] = ()) -> None:
    """Set a choice that is about to be drawn to what the address names, unless the reader has just changed it.

    Where it names none of several, they are what is `usual`.

    Streamlit's own binding writes the label into the address, which is in the reader's language; this keeps the value.
    """
    named = [value for value in st.query_params.get_all(key) if value in offered]
    drawn = st.session_state.get(key)
    if drawn is None or drawn == st.session_state.get(f"{ADDRESS}-{key}"):
        st.session_state[key] = (named or list(usual)) if several else (named or list(offered))[0]


def keep_in_address(key: str, chosen: str | Sequence[str], usual: str | None = None) -> None:
    """Write a choice that was drawn into the address; what is usual is left out."""
    values = [] if chosen == usual else [chosen] if isinstance(chosen, str) else list(chosen)
    if st.query_params.get_all(key) != values:
        st.query_params[key] = values
    st.session_state[f"{ADDRESS}-{key}"] = chosen if isinstance(chosen, str) else list(chosen)


def chosen_example() -> str | None:
    """Return the example question that was picked since the last run, once."""
    picked: str | None = st.session_state.get(EXAMPLE)
    if picked is not None:
        st.session_state[EXAMPLE] = None
    return picked


def ask_next(wanted: Wanted | str) -> None:
    """Remember a question that a button asks, for the next run; words alone are asked in the scope set then."""
    st.session_state[NEXT] = Wanted(wanted) if isinstance(wanted, str) else wanted


def next_question() -> Wanted | None:
    """Return the question that a button asked since the last run, once."""
    wanted: Wanted | None = st.session_state.pop(NEXT, None)
    if wanted is not None:
        edit(None)
    return wanted


def edited(key: str) -> str:
    """Return what a text field holds now."""
    return str(st.session_state.get(key) or "")


def number(key: str) -> int | None:
    """Return what a slider, a toggle or a pair of thumbs says now."""
    chosen: int | None = st.session_state.get(key)
    return chosen


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An evaluation, the files that it was made of (with their sizes), and the folder that holds its report."""

    key: tuple[tuple[str, int], ...]
    evaluation: Evaluation
    folder: Path


def remember_evaluation(evaluated: Evaluated) -> None:
    """Keep the last evaluation of this session."""
    st.session_state[EVALUATED] = evaluated


def evaluated() -> Evaluated | None:
    """Return the last evaluation of this session."""
    kept: Evaluated | None = st.session_state.get(EVALUATED)
    return kept


def try_sample(wanted: bool) -> None:
    """Remember whether the sample of the evaluation is looked at."""
    st.session_state[SAMPLE] = wanted


def sample() -> bool:
    """Return whether the sample of the evaluation is looked at."""
    return bool(st.session_state.get(SAMPLE))


def set_timeline(places: list[str], topic: str | None) -> None:
    """Set what the timeline is narrowed to, before its controls are drawn."""
    st.session_state["timeline_places"], st.session_state["timeline_topic"] = places, topic
