"""What all sessions of the page share: settings, the chain, and adding documents to the library."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain, open_chain
from assistant.conversations import Conversations, Mine, open_conversations
from assistant.conversations.notices import Notices
from assistant.conversations.recording import records
from assistant.conversations.saved import Saved, SavedQuestions
from assistant.editions import check_builds_here, open_index
from assistant.evaluation.flow import read_sets
from assistant.evaluation.sets.records import AnswerSet, QuestionSet
from assistant.notifying.telling import watched_by
from assistant.settings import Settings, load_settings
from assistant.understanding.documents import MINE
from corpus.build import build, screening_warnings
from corpus.current import CurrentIndex
from corpus.errors import AssistantError, InputError
from corpus.index.edition import Edition
from corpus.index.writing import Progress
from corpus.library import Added, Details, Library, OwnDocument, Removed
from ui.language import say
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
    return Services(settings, chain, open_index(settings))


def edition() -> Edition:
    """Return the edition in force as this session's user sees it.

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
    """Return the conversations of this visit's owner; errors as `conversations` raises them."""
    return conversations().of(visitor())


def own_records() -> list[Record]:
    """Return the whole answers of this visit's pinned and newest conversations; errors as `mine` raises them."""
    kept_by = mine()
    return [record for summary in kept_by.list(limit=RECENT) for record in records(kept_by.path(summary.id))]


def usual() -> Asked:
    """Return the settings that answers are made under unless others are chosen; the model is the one set now."""
    return Asked.under(services().settings.model_copy(update={"model": load_settings().model}))


def chain_for(asked: Asked) -> PolicyChain:
    """Return the chain that answers under these settings."""
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
    """Name whose own documents are seen beside everybody's: who is signed in, or else the browser."""
    return visitor()


def may_change(document: OwnDocument) -> bool:
    """Return whether this session's user may replace and remove a document: an own one.

    Where nobody signs in, everybody's too: they are those of whoever runs the page.
    """
    return document.policy.owner == owner() or (not document.policy.owner and not person())


def _owner_of(policy_id: str) -> str:
    """Return the owner of a document that this session's user may change; who asks where there is none."""
    changeable = (document.policy for document in own_documents() if may_change(document))
    return next((policy.owner for policy in changeable if policy.id == policy_id), owner())


def add_document(
    data: bytes, name: str, replacing: str = "", *, shared: bool = False, details: Details | None = None
) -> Added:
    """Put a document into the library, of this session's user or, `shared`, of everybody.

    It may take the place of another one, and then belongs to whom that one did. `details` are what is known of it.

    It is found once `index_documents` has run. Raises InputError, and keeps nothing, when it cannot be used.
    """
    own = services()
    check_builds_here(own.settings)
    most = own.settings.max_upload_mb
    if len(data) > most * MEGABYTE:
        raise InputError(f"{name} has {len(data) / MEGABYTE:.0f} MB and may have {most}: split it.")
    whose = _owner_of(replacing) if replacing else "" if shared else owner()
    return Library(own.settings.library).add(data, name, details or Details(), whose, replacing)


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


def takes_documents() -> bool:
    """Return whether documents may be added on this page: not where its texts come from another machine."""
    return not services().settings.editions


def remove_document(policy_id: str) -> Removed:
    """Take a document of this session's user out of the library and the index; raise InputError where there is none.

    Answers that are being made keep the edition that holds it.
    """
    own = services()
    check_builds_here(own.settings)
    removed = Library(own.settings.library).remove(policy_id, _owner_of(policy_id))
    build(own.settings.sources(), own.chain.encoder)
    return removed


def put_back_document(removed: Removed) -> None:
    """Bring back what was removed; raise InputError where it cannot be written."""
    own = services()
    Library(own.settings.library).put_back(removed)
    build(own.settings.sources(), own.chain.encoder)


def removed_documents() -> list[OwnDocument]:
    """List the documents of this session's user that were removed and may be brought back."""
    return Library(services().settings.library).removed(owner())


def restore_document(policy_id: str) -> None:
    """Bring a removed document back; raise InputError where its time is over."""
    own = services()
    check_builds_here(own.settings)
    Library(own.settings.library).restore(policy_id, owner())
    build(own.settings.sources(), own.chain.encoder)


def own_documents() -> list[OwnDocument]:
    """List the documents of the library that this session's user sees."""
    return Library(services().settings.library).seen_by(owner())


def title_of(name: str) -> str:
    """Return the title of a document by its id, as this session's user sees it; the name itself where there is none."""
    if name == MINE:
        return say("All of my documents")
    policy = edition().policies.get(name)
    return policy.title if policy else name


def own_pdf(policy_id: str) -> Path | None:
    """Return the file of an own document that is a PDF, by the id of its policy; None for anything else."""
    files = (document.path for document in own_documents() if document.policy.id == policy_id)
    return next((path for path in files if path.suffix == ".pdf"), None)


def save_question(question: Question, answer: Answer) -> None:
    """Save a question with its answer for this visit's owner; errors as `conversations` raises them."""
    _saved().add(question, answer, date.today())  # noqa: DTZ011 - the user's own day


def is_saved(question: Question, answer: Answer) -> bool:
    """Return whether this visit's owner saved the question of an answer; errors as `conversations` raises them."""
    return _saved().holds(question, answer)


def saved_questions() -> list[Saved]:
    """List the saved questions of this visit's owner, answered again by a new edition; errors as for asking."""
    return questions_watched_by(owner())


def questions_watched_by(who: str) -> list[Saved]:
    """List the saved questions of an owner, answered again by a new edition; errors as for asking."""
    chain = services().chain
    return watched_by(conversations(), who, chain.edition(), chain.invoke)


def see_question(id_: str) -> None:
    """Take what changed in a saved question of this visit's owner as seen."""
    _saved().seen(id_, date.today())  # noqa: DTZ011 - the user's own day


def notices() -> Notices:
    """Return how this visit's owner is told of changes; errors as `conversations` raises them."""
    return conversations().notices(visitor())


def forget_question(id_: str) -> None:
    """Remove a saved question of this visit's owner."""
    _saved().remove(id_)


def _saved() -> SavedQuestions:
    return conversations().saved(visitor())
