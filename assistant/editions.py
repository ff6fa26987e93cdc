"""The index that the settings name: this machine's own, or one from a store that several machines share."""

from __future__ import annotations

import threading
from pathlib import Path

from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.library import Library
from corpus.remote import Follower, RemoteEditions

_FOLLOWING: dict[tuple[Path, str], Follower] = {}  # one a process for each index folder and store
_LOCK = threading.Lock()


def open_index(settings: Settings) -> CurrentIndex:
    """Return the index; where machines share it, the edition in force is fetched first and then followed.

    Raises InputError where no edition can be had from the store and this machine has none.
    """
    if settings.editions:
        _follow(settings.index.resolve(), settings.editions)
    return CurrentIndex(settings.index, settings.chroma_url or None)


def publish(settings: Settings) -> bool:
    """Put the edition in force on this machine into the store, where there is one; return whether that was to do.

    Raises InputError where the store is not reached, or own documents of another machine would be lost.
    """
    if not settings.editions:
        return False
    held = {document.policy.id for document in Library(settings.library)}
    return RemoteEditions(settings.editions).publish(settings.index, held)


def check_builds_here(settings: Settings) -> None:
    """Raise InputError on a page whose index comes from elsewhere: what is added here would be nowhere else."""
    if settings.editions:
        raise InputError(
            f"The texts of this page come from {settings.editions}: documents are added and removed on the machine "
            "that builds, by `python -m assistant add` and `remove`."
        )


def _follow(index: Path, url: str) -> None:
    with _LOCK:
        if (index, url) not in _FOLLOWING:
            follower = Follower(RemoteEditions(url), index)
            follower.start()
            _FOLLOWING[index, url] = follower
