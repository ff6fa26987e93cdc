"""The doctor: what is configured, what is reachable, what is missing, and what mends it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from assistant.settings import Settings, load_settings
from corpus.embedding import model_path
from corpus.errors import AssistantError
from corpus.index import CurrentIndex
from corpus.writing import VERSIONS


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, what it is, and what mends it where it is not."""

    good: bool
    what: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at settings, data folder, encoder, index and model; nothing is changed."""
    try:
        settings = load_settings()
    except AssistantError as error:
        return [Finding(False, str(error), "Correct or remove the setting.")]
    return [
        Finding(True, "settings are in order"),
        _data(settings),
        _encoder(settings),
        _index(settings),
        _model(settings),
    ]


def _data(settings: Settings) -> Finding:
    folder = settings.data.resolve()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return Finding(True, f"data folder {folder}")
    return Finding(
        False,
        f"data folder {folder} cannot be written",
        "Give the folder write rights, or set ASSISTANT_DATA to another.",
    )


def _encoder(settings: Settings) -> Finding:
    try:
        return Finding(True, f"encoder {settings.encoder} ({model_path(settings.encoder)})")
    except AssistantError as error:
        return Finding(False, str(error), "pip install -r requirements.txt")


def _index(settings: Settings) -> Finding:
    try:
        edition = CurrentIndex(settings.index, settings.chroma_url or None).edition()
        manifest = edition.manifest
        held = f"index {manifest.edition}"
        vectors = len(edition.vectors)
        edition.close()
    except AssistantError as error:
        return Finding(False, str(error), "make index")
    if vectors != manifest.passages:
        return Finding(
            False,
            f"index {manifest.edition} holds {vectors} vectors for {manifest.passages} passages",
            "rm -r the edition, then make index",
        )
    if manifest.encoder != settings.encoder or manifest.versions != VERSIONS:
        return Finding(
            False, f"index {manifest.edition} was built with {manifest.encoder} by another version", "make index"
        )
    return Finding(
        True,
        f"{held}: {manifest.policies} policies, {manifest.passages:,} passages, built {manifest.built}",
    )


def _model(settings: Settings) -> Finding:
    if settings.model:
        return Finding(
            False,
            f"chat model {settings.model} is set, but answers by a chat model are not there yet",
            "Unset ASSISTANT_MODEL: answers are extractive.",
        )
    return Finding(True, "no chat model: answers are extractive, from the texts' own sentences")
