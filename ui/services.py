"""What all sessions of the page share: settings, the chain, and putting documents into the library."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.archive import Asked, Record
from assistant.chain import PolicyChain, open_chain
from assistant.conversations import Conversations, Mine, open_conversations
from assistant.evaluation.evaluating import read_sets
from assistant.evaluation.records import AnswerSet, QuestionSet
from assistant.recording import records
from assistant.records import Answer, Question
from assistant.saved import Saved, SavedQuestions
from assistant.settings import Settings, load_settings
from corpus.build import build, screening_warnings
from corpus.errors import AssistantError, InputError
from corpus.index import CurrentIndex, Edition
from corpus.library import Added, Details, Library, OwnDocument, Removed
from corpus.writing import Progress
from ui.owner import person, visitor

LOG = logging.getLogger(__name__)
MEGABYTE = 1_000_000
RECENT = 20  # conversations looked through for what cites a note: some 7 ms each


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
    """Give the edition in force as this session's user sees it.

    Raises IndexMissingError where there is none and InputError for bad settings.
    """
    return services().index.edition(owner())


@st.cache_resource(show_spinner=False)
def conversations() -> Conversations:
    """Open the store once a process; raise InputError for a database that cannot be used."""
    return open_conversations(services().settings)


def prepare() -> None:
    """Open all that the first visit needs; what cannot be opened is told to each visitor, and logged here."""
    try:
        services().chain.edition()
        conversations()
        services().index.edition()
        services().chain.warm()
    except AssistantError as error:
        LOG.warning("The page is not ready: %s", error)
    gc.collect()
    gc.freeze()  # what is loaded now stays: with all of torch, looking through it for garbage takes half a second


def mine() -> Mine:
    """Give the conversations of this visit's owner; errors as `conversations` raises them."""
    return conversations().of(visitor())


def own_records() -> list[Record]:
    """Give the whole answers of this visit's pinned and newest conversations; errors as `mine` raises them."""
    kept_by = mine()
    return [record for summary in kept_by.list(limit=RECENT) for record in records(kept_by.path(summary.id))]


def usual() -> Asked:
    """Give the settings that answers are made under unless others are chosen; the model is that set at this moment."""
    return Asked.under(services().settings.model_copy(update={"model": load_settings().model}))


def chain_for(asked: Asked) -> PolicyChain:
    """Give the chain that answers under these settings."""
    ordinary = usual()
    if asked.top_k == ordinary.top_k and asked.model >= ordinary.model:
        return services().chain
    return chain_with(asked.top_k, model=asked.model)


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


def owner() -> str:
    """Name the user of this session, whose own documents are seen beside everybody's; empty where nobody signs in."""
    return person()


def add_document(data: bytes, name: str, replacing: str = "") -> Added:
    """Put a document of this session's user into the library; it may take the place of another one.

    It is found once `index_documents` has run. Raises InputError, and keeps nothing, when it cannot be used.
    """
    own = services()
    most = own.settings.max_upload_mb
    if len(data) > most * MEGABYTE:
        raise InputError(f"{name} has {len(data) / MEGABYTE:.0f} MB and may have {most}: split it.")
    return Library(own.settings.library).add(data, name, Details(), owner(), replacing)


def index_documents(added: Sequence[Added], progress: Progress) -> list[Added]:
    """Bring the index in line with the library, once for all that was added, and warn of what screening found."""
    own = services()
    build(own.settings.sources(), own.chain.encoder, progress)
    return [
        replace(
            one, warnings=(*one.warnings, *screening_warnings(own.settings.sources(), one.document.policy.id, owner()))
        )
        for one in added
    ]


def remove_document(policy_id: str) -> Removed:
    """Take a document of this session's user out of the library and the index; raise InputError where there is none.

    Answers that are being made keep the edition that holds it.
    """
    own = services()
    removed = Library(own.settings.library).remove(policy_id, owner())
    build(own.settings.sources(), own.chain.encoder)
    return removed


def put_back_document(removed: Removed) -> None:
    """Bring back what was removed; raise InputError where it cannot be written."""
    own = services()
    Library(own.settings.library).put_back(removed)
    build(own.settings.sources(), own.chain.encoder)


def own_documents() -> list[OwnDocument]:
    """List the documents of the library that this session's user sees."""
    return Library(services().settings.library).seen_by(owner())


def own_pdf(policy_id: str) -> Path | None:
    """Give the file of an own document that is a PDF, by the id of its policy; None for anything else."""
    files = (document.path for document in own_documents() if document.policy.id == policy_id)
    return next((path for path in files if path.suffix == ".pdf"), None)


def save_question(question: Question, answer: Answer) -> None:
    """Save a question with its answer; raise InputError where the file of saved questions is spoilt."""
    _saved().add(question, answer, date.today())  # noqa: DTZ011 - the user's own day


def saved_questions() -> list[Saved]:
    """List the saved questions, answered again where the index has a new edition; errors as for asking."""
    chain, asker = services().chain, owner()
    return _saved().again(chain.edition(), lambda question: chain.invoke(replace(question, owner=asker)))


def forget_question(id_: str) -> None:
    """Remove a saved question."""
    _saved().remove(id_)


def _saved() -> SavedQuestions:
    return SavedQuestions(services().settings.data, owner())
