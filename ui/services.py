"""What all sessions of the page share: settings, the chain, and putting documents into the library."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.evaluating import read_sets
from assistant.evaluation.records import AnswerSet, QuestionSet
from assistant.records import Answer, Question
from assistant.saved import Saved, SavedQuestions
from assistant.settings import Settings, load_settings
from corpus.build import build, screening_warnings
from corpus.errors import InputError
from corpus.index import CurrentIndex, Edition
from corpus.library import Added, Details, Library, OwnDocument
from corpus.writing import Progress

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Services:
    """The settings and the chain behind the page."""

    settings: Settings
    chain: PolicyChain
    index: CurrentIndex


@st.cache_resource(show_spinner=False)
def services() -> Services:
    """Make the chain once a process, and load the encoder behind the first visit; raise InputError for bad settings."""
    settings = load_settings()
    chain = open_chain(settings)
    threading.Thread(target=chain.warm, name="warm", daemon=True).start()
    return Services(settings, chain, CurrentIndex(settings.index, settings.chroma_url or None))


def edition() -> Edition:
    """Give the edition in force; raise IndexMissingError where there is none and InputError for bad settings."""
    return services().index.edition()


@st.cache_resource(show_spinner=False, max_entries=4)
def chain_with(passages: int, *, model: bool) -> PolicyChain:
    """Make a chain with other settings, for a set of answers; the encoder is shared."""
    own = services()
    return own.chain.with_settings(own.settings.model_copy(update={"top_k": passages}), model=model)


Sized = tuple[str, int]  # a file and its size: what is written on to has other content by the same name


@dataclass(frozen=True, slots=True)
class Sets:
    """A question set and the answer sets to it."""

    questions: QuestionSet
    answers: tuple[AnswerSet, ...]


def sized(path: Path) -> Sized:
    """Name a file and its size."""
    return str(path), path.stat().st_size


@st.cache_resource(show_spinner=False, max_entries=8)
def sets_of(questions: Sized, *answers: Sized) -> Sets:
    """Read sets once, however often the page is drawn; errors as `read_sets` raises them."""
    held, given = read_sets(Path(questions[0]), [Path(name) for name, _ in answers])
    return Sets(held, tuple(given))


def add_document(data: bytes, name: str, progress: Progress) -> Added:
    """Put a document into the library and index it; raise InputError, and keep nothing, when it cannot be used."""
    own = services()
    most = own.settings.max_upload_mb
    if len(data) > most * MEGABYTE:
        raise InputError(f"{name} has {len(data) / MEGABYTE:.0f} MB and may have {most}: split it.")
    added = Library(own.settings.library).add(data, name, Details())
    build(own.settings.sources(), own.chain.encoder, progress)
    found = screening_warnings(own.settings.sources(), added.document.policy.id)
    return replace(added, warnings=(*added.warnings, *found))


def own_documents() -> list[OwnDocument]:
    """List the library."""
    return list(Library(services().settings.library))


def save_question(question: Question, answer: Answer) -> None:
    """Save a question with its answer; raise InputError where the file of saved questions is spoilt."""
    SavedQuestions(services().settings.data).add(question, answer, date.today())  # noqa: DTZ011 - the user's own day


def saved_questions() -> list[Saved]:
    """List the saved questions, answered again where the index has a new edition; errors as for asking."""
    own = services()
    store = SavedQuestions(own.settings.data)
    return store.again(own.chain.edition(), own.chain.invoke)


def forget_question(id_: str) -> None:
    """Remove a saved question."""
    SavedQuestions(services().settings.data).remove(id_)
