"""What all sessions of the page share: settings, the chain, and putting documents into the library."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import streamlit as st

from assistant.chain import PolicyChain, open_chain
from assistant.settings import Settings, load_settings
from corpus.build import build
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


def add_document(data: bytes, name: str, progress: Progress) -> Added:
    """Put a document into the library and index it; raise InputError, and keep nothing, when it cannot be used."""
    own = services()
    most = own.settings.max_upload_mb
    if len(data) > most * MEGABYTE:
        raise InputError(f"{name} has {len(data) / MEGABYTE:.0f} MB and may have {most}: split it.")
    added = Library(own.settings.library).add(data, name, Details())
    build(own.settings.sources(), own.chain.encoder, progress)
    return added


def own_documents() -> list[OwnDocument]:
    """List the library."""
    return list(Library(services().settings.library))
