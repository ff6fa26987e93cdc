"""What one browser session remembers: the only module that touches `st.session_state`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.comparison import Cell, Comparison
from assistant.evaluation.evaluating import Evaluation
from assistant.records import Answer, Statement
from corpus.library import Removed

EXCHANGES = "exchanges"
EXAMPLE = "example"
COMPARED = "compared"
NEXT = "next"
EVALUATED = "evaluated"
REMOVED = "removed"
LANGUAGE = "language"


@dataclass(slots=True)
class Exchange:
    """One question and what came back: a finished answer, or the statements so far, or an error in one line.

    `as_of` and `places` are what was set beside the question.
    """

    question: str
    as_of: date | None = None
    places: tuple[str, ...] = ()
    statements: list[Statement] = field(default_factory=list)
    answer: Answer | None = None
    error: str | None = None


@dataclass(slots=True)
class Compared:
    """What is compared, and the cells so far in the order of reading."""

    comparison: Comparison
    cells: list[Cell] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Tell whether every cell has been looked for."""
        return len(self.cells) == len(self.comparison.places) * len(self.comparison.aspects)


def picked_language() -> str | None:
    """Give the language that was picked for this session."""
    picked: str | None = st.session_state.get(LANGUAGE)
    return picked


def compared() -> Compared | None:
    """Give the comparison of this session; its cells may be added to."""
    kept: Compared | None = st.session_state.get(COMPARED)
    return kept


def keep_compared(comparison: Compared | None) -> None:
    """Put another comparison in its place."""
    st.session_state[COMPARED] = comparison


def remember_removed(removed: Removed | None) -> None:
    """Keep the document that was removed last, to bring it back; None forgets it."""
    st.session_state[REMOVED] = removed


def removed() -> Removed | None:
    """Give the document that was removed last in this session."""
    kept: Removed | None = st.session_state.get(REMOVED)
    return kept


def exchanges() -> list[Exchange]:
    """Give the exchanges of this session, oldest first; the list may be added to."""
    if EXCHANGES not in st.session_state:
        st.session_state[EXCHANGES] = []
    kept: list[Exchange] = st.session_state[EXCHANGES]
    return kept


def clear() -> None:
    """Forget the conversation."""
    st.session_state[EXCHANGES] = []
    st.session_state[EXAMPLE] = None
    st.session_state.pop(NEXT, None)


def chosen_example() -> str | None:
    """Give the example question that was picked since the last run, once."""
    picked: str | None = st.session_state.get(EXAMPLE)
    if picked is not None:
        st.session_state[EXAMPLE] = None
    return picked


def ask_next(text: str) -> None:
    """Remember a question that a button asks, for the next run."""
    st.session_state[NEXT] = text


def next_question() -> str | None:
    """Give the question that a button asked since the last run, once."""
    text: str | None = st.session_state.pop(NEXT, None)
    return text


def asks_next() -> bool:
    """Tell whether a button asked a question since the last run."""
    return NEXT in st.session_state


def edited(key: str) -> str:
    """Give what a text field holds now."""
    return str(st.session_state.get(key, ""))


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
    """Give the last evaluation of this session."""
    kept: Evaluated | None = st.session_state.get(EVALUATED)
    return kept
